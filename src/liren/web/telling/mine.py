"""怎么告诉我, for an account: by which channel first, by which when that does not work, and to which address."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.kernel import Actor, AreaCode, Missing
from liren.kernel.ids import new_id
from liren.notices import queries as notices
from liren.notices.masking import masked
from liren.people import queries as people
from liren.places import queries as places
from liren.web.attempt import Typed
from liren.web.display import Problem
from liren.web.telling import choosing
from liren.web.telling.choosing import NONE, Way

STAFF = ("wecom", "email", "sms")
RESIDENT = ("wechat", "sms", "email")


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The page of whoever is signed in; a POST keeps the choice."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.account is None:
        return redirect_to_login(request.get_full_path())
    typed, problems = Typed(request.POST), list[Problem]()
    offered = choosing.ways(actor, STAFF if actor.grants else RESIDENT, _on_record(actor))
    if request.method == "POST":
        wanted = _wanted(typed, offered)
        commands = list(choosing.orders(actor, _area(actor), typed, wanted, offered))
        problems = choosing.carry_out(request, actor, typed, commands)
        if not problems:
            messages.success(request, _("记下了，下一条就这样告诉您。"))
            return redirect("told")
    return _shown(request, actor, typed, offered, problems)


def _wanted(typed: Typed, offered: list[Way]) -> list[str]:
    """First and second choice; the second only where it is another one."""
    known = {way.channel for way in offered}
    first, then = typed.text("first"), typed.text("then")
    if first not in known | {NONE}:
        typed.blame("first", _("请选一种，或者选“只看站内消息”。"))
    return [one for one in dict.fromkeys((first, then)) if one in known] if first != NONE else []


def _on_record(actor: Actor) -> dict[str, str]:
    """The work mail of staff, which is used without being bound."""
    if not actor.grants or actor.account is None:
        return {}
    found = people.emails_of(actor, [actor.account]).get(actor.account, "")
    return {"email": masked("email", found)} if found else {}


def _area(actor: Actor) -> AreaCode:
    """Where the journal keeps it: the widest area of a duty, the county for a resident."""
    areas = sorted((grant.area for grant in actor.grants), key=len)
    county = areas[0] if areas else places.county()
    if county is None:
        raise Missing
    return county


def _shown(
    request: HttpRequest, actor: Actor, typed: Typed, offered: list[Way], problems: list[Problem]
) -> HttpResponse:
    chosen = notices.choice_of(actor)
    usual = [way.channel for way in offered if way.known or way.bound] if chosen is None else chosen
    first, then = [*usual, NONE, NONE][:2]
    shown: dict[str, Any] = {
        "problems": problems, "errors": {p.field: p.sentence for p in problems}, "key": new_id(), "typed": typed.values(),
        "first": typed.text("first") or first, "then": typed.text("then") or then, "ways": offered,
        "firsts": [*((w.channel, w.label, w.note) for w in offered), (NONE, _("只看站内消息"), _("什么都不另外发，打开里仁才看得到"))],
        "thens": [*((w.channel, w.label) for w in offered), (NONE, _("不用再试别的"))],
        "types": {way.channel for way in offered},
        "wecom": bool(settings.WECOM["corp"] and actor.grants), "unchosen": chosen is None, "now": _now(request),
    }  # fmt: skip
    return render(request, "telling/mine.html", shown, status=422 if problems else 200)


def _now(request: HttpRequest) -> datetime:
    now: datetime = request.now  # type: ignore[attr-defined]
    return now
