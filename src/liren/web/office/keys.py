"""接口密钥: which other systems may come in, for what and until when; one is issued and shown once, or revoked with a reason."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from liren.kernel import Actor, AreaCode
from liren.kernel.ids import new_id
from liren.trust import clients
from liren.trust.clients import KeyCard
from liren.trust.commands import IssueKey, RevokeKey
from liren.trust.registry import SCOPES
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import SHANGHAI, worded
from liren.web.office import choices, export, sections

PER_MINUTE = 600
SOON = timedelta(days=30)


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def keys_page(request: HttpRequest) -> HttpResponseBase:
    """The keys of one's areas; POST issues one and shows its secret on this one page. `csv` takes the list along."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["keys"])
    typed, tried = Typed(request.POST, "new"), Attempt()
    if request.method == "POST":
        sandbox = typed.has("sandbox")
        secret = clients.secret_for(typed.key, sandbox=sandbox)
        tried = attempt(request, typed, lambda: _order(request, typed, secret))
        if tried.answer is not None:
            shown = {
                "name": typed.text("name"),
                "secret": secret,
                "until": datetime.fromisoformat(tried.answer["until"]),
            }
            return sections.page(request, "office/key_shown.html", "keys", shown)
    return _listed(request, actor, typed, tried)


@staff.staff
@require_POST
def revoke(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """End one key at once. Without a reason the list says so beside it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["keys"])
    typed = Typed(request.POST, str(id))
    tried = attempt(request, typed, lambda: RevokeKey(client=id, reason=typed.text("reason")))
    if tried.answer is None:
        return _listed(request, actor, typed, tried)
    messages.success(request, _("已停用，那个系统马上进不来了。"))
    return redirect("keys")


def _order(request: HttpRequest, typed: Typed, secret: str) -> IssueKey:
    scopes = tuple(request.POST.getlist("new-scopes"))
    days = typed.number("days", _("有效几天请写数字，最多 730。")) or 0
    if not 1 <= days <= clients.LONGEST.days:
        typed.blame("days", _("有效几天请写 1 到 730 的数字，一年是 365。"))
    pace = typed.number("per_minute", _("每分钟几次请写数字。")) or 0
    area = choices.read_area(typed, "area")
    now: datetime = request.now  # type: ignore[attr-defined]
    return IssueKey(
        client=typed.key, secret=secret, name=typed.text("name"),
        scopes=scopes, area=area or AreaCode(choices.widest(request.actor)),  # type: ignore[attr-defined]
        until=_until(now, days), sandbox=typed.has("sandbox"), per_minute=pace,
    )  # fmt: skip


def _until(now: datetime, days: int) -> datetime:
    """The end of the day so many days from today, so that a second click is the same order."""
    local = now.astimezone(SHANGHAI)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=min(days, clients.LONGEST.days))


def _listed(request: HttpRequest, actor: Actor, typed: Typed, tried: Attempt) -> HttpResponseBase:
    now: datetime = request.now  # type: ignore[attr-defined]
    found = clients.keys(actor, now.astimezone(SHANGHAI).date())
    if "csv" in request.GET or "xlsx" in request.GET:
        head = [_("系统"), _("开头"), _("权限范围"), _("区域"), _("状态"), _("有效到"), _("最近用的日子"), _("理由")]
        return export.table(request, _("接口密钥"), head, [
            (k.name, k.head, ",".join(k.scopes), where.long(k.area), _state(k, now), export.moment(k.until),
             k.last_day.isoformat() if k.last_day else "", k.reason)
            for k in found
        ])  # fmt: skip
    given: Any = request.POST
    shown = {
        "lines": [_line(k, now) for k in found], "tried": tried, "key": new_id(),
        "typed": {name.split("-", 1)[-1]: text for name, text in typed.values().items()} if typed.prefix == "new-" else {},
        "scopes": [(code, worded(s.label), code in given.getlist("new-scopes")) for code, s in SCOPES.items()],
        "areas": choices.areas(actor), "usual": PER_MINUTE,
    }  # fmt: skip
    return sections.page(request, "office/keys.html", "keys", shown, status=tried.status)


def _line(card: KeyCard, now: datetime) -> dict[str, Any]:
    return {
        "card": card, "area": where.long(card.area), "state": _state(card, now), "holds": card.holds(now),
        "scopes": [worded(SCOPES[code].label) for code in card.scopes if code in SCOPES],
        "calls": sum(calls for _day, calls in card.days), "key": new_id(),
        "soon": (card.until - now).days if card.holds(now) and card.until - now < SOON else None,
    }  # fmt: skip


def _state(card: KeyCard, now: datetime) -> str:
    if card.revoked_at is not None:
        return _("已停用")
    return _("在用") if card.holds(now) else _("已过期")
