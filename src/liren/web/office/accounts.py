"""账号: who signs in; opening one for a person, one-time codes, ending sessions, closing. No password is ever shown."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liren.kernel import Actor, AreaCode
from liren.kernel.ids import new_id
from liren.people import queries as people
from liren.people.commands import OpenLogin
from liren.trust import devices
from liren.trust.commands import CloseAccount, EndSessions, IssueResetCode
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.login.codes import code_for
from liren.web.office import choices, export, sections

PAGE = 50


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def accounts_page(request: HttpRequest) -> HttpResponseBase:
    """The accounts of one's areas, `q` a part of a name or the start of a sign-in name; POST opens one and shows its code once."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["accounts"])
    area = AreaCode(choices.widest(actor))
    waiting = [
        choices.Line(f"{name}，{where.long(at)}，{str(id)[-4:]}", str(id))
        for id, name, at in people.without_account(actor, area)
    ]
    typed, tried = Typed(request.POST, "open"), Attempt()
    if request.method == "POST":
        person, account = choices.read_person(typed, "person", waiting), new_id()
        code = code_for(typed.key, person or typed.key)
        tried = attempt(
            request,
            typed,
            lambda: OpenLogin(person=person or account, account=account, username=typed.text("username"), code=code),
        )
        if tried.answer is not None and person is not None:
            return _handed_over(request, person, code)
    q, after = request.GET.get("q", "").strip(), request.GET.get("after", "")
    out = "csv" in request.GET or "xlsx" in request.GET
    found = people.account_list(actor, area, words=q, after=after, limit=choices.MOST if out else PAGE + 1)
    if out:
        head = [_("工号"), _("姓名"), _("区域"), _("状态"), _("两步验证"), _("上次登录"), _("开设")]
        return export.table(request, _("账号"), head, [
            (c.username, c.name, where.long(c.area), _state(c), _totp(c), export.moment(c.last_login), export.moment(c.opened_at))
            for c in found
        ])  # fmt: skip
    shown = {
        "lines": [{"card": c, "area": where.long(c.area), "state": _state(c), "totp": _totp(c)} for c in found[:PAGE]],
        "more": found[PAGE - 1].username if len(found) > PAGE else "", "q": q, "waiting": waiting, "tried": tried,
        "typed": {name.replace("-", "_"): text for name, text in typed.values().items()}, "key": new_id(),
    }  # fmt: skip
    return sections.page(request, "office/accounts.html", "accounts", shown, status=tried.status)


@staff.staff
@require_safe
def account_page(request: HttpRequest, person: UUID) -> HttpResponse:
    return _shown(request, person)


@staff.staff
@require_POST
def reset(request: HttpRequest, person: UUID) -> HttpResponse:
    """A one-time code, shown on this one page to print or copy; the old password is void from now on."""
    card, typed = people.account_card(request.actor, person), Typed(request.POST)  # type: ignore[attr-defined]
    code = code_for(typed.key, card.account)
    order = IssueResetCode(
        account=card.account, code=code, forget_totp=typed.has("forget_totp"), area=AreaCode(card.area)
    )
    tried = attempt(request, typed, lambda: order)
    return _shown(request, person, tried) if tried.answer is None else _handed_over(request, person, code)


@staff.staff
@require_POST
def end_sessions(request: HttpRequest, person: UUID) -> HttpResponse:
    """Sign somebody out everywhere."""
    card = people.account_card(request.actor, person)  # type: ignore[attr-defined]
    tried = attempt(request, Typed(request.POST), lambda: EndSessions(account=card.account, area=AreaCode(card.area)))
    if tried.answer is None:
        return _shown(request, person, tried)
    messages.success(request, _("已结束 %(n)d 个会话，那些设备要重新登录。") % {"n": tried.answer["ended"]})
    return redirect("account", person)


@staff.staff
@require_POST
def close(request: HttpRequest, person: UUID) -> HttpResponse:
    """Shut an account for good; what its owner did stays on record."""
    card = people.account_card(request.actor, person)  # type: ignore[attr-defined]
    tried = attempt(request, Typed(request.POST), lambda: CloseAccount(account=card.account, area=AreaCode(card.area)))
    if tried.answer is None:
        return _shown(request, person, tried)
    messages.success(request, _("已关闭这个账号，本人马上退出登录。办过的事都留着。"))
    return redirect("account", person)


def _shown(request: HttpRequest, person: UUID, tried: Attempt | None = None) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    card = people.account_card(actor, person)
    shown: dict[str, Any] = {
        **sections.crumb(card.name, (reverse("accounts"), _("账号"))),
        "card": card, "area": where.long(card.area), "state": _state(card), "totp": _totp(card),
        "devices": devices.counted(actor, card.account), "own": card.account == actor.account,
        "tried": tried or Attempt(), "keys": [new_id() for _n in range(3)],
    }  # fmt: skip
    return sections.page(request, "office/account.html", "accounts", shown, status=(tried or Attempt()).status)


def _handed_over(request: HttpRequest, person: UUID, code: str) -> HttpResponse:
    card = people.account_card(request.actor, person)  # type: ignore[attr-defined]
    shown = {
        **sections.crumb(_("重设码"), (reverse("accounts"), _("账号")), (reverse("account", args=(person,)), card.name)),
        "card": card, "code": code, "address": request.build_absolute_uri(reverse("reset-password")),
    }  # fmt: skip
    return sections.page(request, "office/handed_over.html", "accounts", shown)


def _state(card: people.AccountCard) -> str:
    if not card.is_active:
        return _("已关闭")
    return _("等本人定密码") if card.code_until else _("能登录")


def _totp(card: people.AccountCard) -> str:
    if card.totp:
        return _("已绑定")
    return _("下次登录要绑定") if card.must_use_totp else _("没有要求")
