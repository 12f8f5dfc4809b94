"""回调: which addresses of other systems are told when a case changes, what became of each call, and how it is sent again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.kernel import Actor, Code, Command
from liren.kernel.ids import new_id
from liren.notices import queries as notices
from liren.notices.commands import ChangeHook, EndHook, PingHook, ReplayHook, SubscribeHook
from liren.notices.queries import HookCard
from liren.notices.rules.hooks import DISABLE_AFTER, EVENTS, KEPT, secret_of
from liren.trust import clients, sealed
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import SHANGHAI, worded
from liren.web.office import sections

STATES = {"on": "okay", "resting": "hold", "disabled": "late"}
READS = "cases.read"


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def hooks_page(request: HttpRequest) -> HttpResponse:
    """The webhooks of one's areas; POST subscribes one and shows its secret on this one page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["hooks"])
    typed, tried = Typed(request.POST, "new"), Attempt()
    keys = {str(key.id): key for key in clients.keys(actor, _today(request)) if key.holds(_now(request))}
    if request.method == "POST":
        if typed.text("client") not in keys:
            typed.blame("client", _("还没有选是哪一把密钥，请从列表里选一把。"))
        tried = attempt(request, typed, lambda: _order(request, typed))
        if tried.answer is not None:
            return _secret(request, typed.text("url"), _made(typed.key), UUID(tried.answer["hook"]))
    names = clients.names(actor, {hook.client for hook in notices.hooks(actor)})
    given: Any = request.POST
    shown = {
        "lines": [_line(hook, names) for hook in notices.hooks(actor)], "tried": tried, "key": new_id(),
        "typed": {name.removeprefix("new-"): text for name, text in typed.values().items()},
        "keys": [(id, key.name, where.long(key.area), READS in key.scopes) for id, key in keys.items()],
        "events": [(code, worded(label), code in given.getlist("new-events") or request.method != "POST")
                   for code, label in EVENTS.items()],
    }  # fmt: skip
    shown["shape"] = _("以 https:// 开头，例如 https://example.cn/hook。内网和本机的地址不发。")
    return sections.page(request, "office/hooks.html", "hooks", shown, status=tried.status)


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def hook_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """One webhook with its calls; POST does what its button says."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    hook = notices.hook(actor, id)
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        tried = attempt(request, typed, lambda: _change(request, typed, id))
        if tried.answer is not None:
            if typed.verb == "secret":
                return _secret(request, hook.url, _made(typed.key), id)
            messages.success(request, _done(typed.verb, tried.answer))
            return redirect("hooks") if typed.verb == "end" else redirect("hook", id=id)
    before = typed.read("before", UUID, "", optional=True) if request.method == "POST" else _before(request)
    calls = notices.calls(actor, id, before)
    shown = {
        "hook": hook, "line": _line(hook, clients.names(actor, {hook.client})), "calls": [(call, new_id()) for call in calls], "tried": tried,
        "last": calls[-1].id if len(calls) == notices.CALLS_SHOWN else None, "key": new_id(), "kept": KEPT.days,
        "events": [worded(EVENTS[code]) for code in hook.events], "since": typed.text("since"),
    }  # fmt: skip
    return sections.page(request, "office/hook.html", "hooks", shown, status=tried.status)


def _order(request: HttpRequest, typed: Typed) -> SubscribeHook:
    given: Any = request.POST
    return SubscribeHook(
        hook=typed.key, client=UUID(typed.text("client")), url=typed.text("url"),
        events=tuple(Code(code) for code in given.getlist("new-events") if code in EVENTS), secret=_made(typed.key),
    )  # fmt: skip


def _change(request: HttpRequest, typed: Typed, hook: UUID) -> Command:
    """What the pressed button orders."""
    since = typed.day("since") if typed.verb == "replay" else None
    if typed.verb == "replay" and since is None and not typed.problems:
        typed.blame("since", _("还没有写从哪一天起，日期要像 2026-11-23 这样写。"))
    orders: dict[str, Callable[[], Command]] = {
        "ping": lambda: PingHook(hook=hook),
        "rest": lambda: ChangeHook(hook=hook, calling=False),
        "go": lambda: ChangeHook(hook=hook, calling=True),
        "secret": lambda: ChangeHook(hook=hook, secret=_made(typed.key)),
        "url": lambda: ChangeHook(hook=hook, url=typed.text("url")),
        "again": lambda: ReplayHook(hook=hook, delivery=typed.uuid("delivery", _("请选一条再重发。"))),
        "replay": lambda: ReplayHook(hook=hook, since=since),
        "end": lambda: EndHook(hook=hook),
    }
    return orders.get(typed.verb, orders["ping"])()


def _done(verb: str, answer: dict[str, Any]) -> str:
    if verb in ("again", "replay"):
        return _("排好了，%(n)d 次会按原来的顺序重发。") % {"n": answer["calls"]}
    return {
        "ping": _("试发排好了，过几秒刷新看对方怎么答复。"),
        "rest": _("已暂停。这期间的变化会留着，恢复以后接着发。"),
        "go": _("已恢复，留着的马上接着发。"),
        "url": _("地址已改，从下一次起发到新地址。"),
        "end": _("已取消，不再发了。"),
    }.get(verb, "")


def _secret(request: HttpRequest, url: str, secret: str, id: UUID) -> HttpResponse:
    return sections.page(request, "office/hook_shown.html", "hooks", {"secret": secret, "url": url, "id": id})


def _made(key: UUID) -> str:
    """The secret that a form gives out: derived from its key, so that a second click shows the same one."""
    return secret_of(sealed.derive("hook", key.bytes))


def _line(hook: HookCard, names: dict[UUID, str]) -> dict[str, Any]:
    words = {
        "on": _("收不到，在重试") if hook.failures else _("在用"),
        "resting": _("暂停"),
        "disabled": _("停了：%(days)d 天都收不到") % {"days": DISABLE_AFTER.days},
    }
    return {
        "card": hook, "system": names.get(hook.client, ""), "area": where.long(hook.area), "state": words[hook.state],
        "shape": "soon" if hook.state == "on" and hook.failures else STATES[hook.state],
    }  # fmt: skip


def _before(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("before", ""))
    except ValueError:
        return None


def _now(request: HttpRequest) -> datetime:
    now: datetime = request.now  # type: ignore[attr-defined]
    return now


def _today(request: HttpRequest) -> Any:
    return _now(request).astimezone(SHANGHAI).date()
