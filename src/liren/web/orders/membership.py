"""One's own entry in the service team: what one can do, where, when; join, agree, correct, pause, leave."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from liren.kernel import Actor, AreaCode, Code, Command
from liren.kernel.area import Level
from liren.kernel.ids import new_id
from liren.places import queries as places
from liren.services import queries as services
from liren.services.commands import ConfirmMember, CorrectMember, Free, LeaveMembership, RegisterMember
from liren.services.kinds import MEMBER_GENDERS, PARTS
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.orders import choices, frame

NOWHERE = AreaCode("99")
"""Stands in for a home that was not chosen: the form is blamed then and nothing is sent."""
SAID = {
    "register": gettext_lazy("登记好了。要社区确认的，确认以后就能接单。"),
    "confirm": gettext_lazy("您加入了服务队，谢谢您。"),
    "correct": gettext_lazy("登记改好了。"),
    "leave": gettext_lazy("您退出了服务队，手上的单会另外请人。谢谢您帮过的忙。"),
}


@frame.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def membership_page(request: HttpRequest) -> HttpResponse:
    """The form of one's own entry; leaving needs no reason."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    mine, typed, tried = services.membership(actor), Typed(request.POST), Attempt()
    if request.method == "POST":
        do = typed.verb if typed.verb in SAID else ("correct" if mine else "register")
        tried = attempt(request, typed, lambda: _command(do, typed, mine, actor))
        if tried.answer is not None:
            messages.success(request, SAID[do])
            return redirect("offers")
    return frame.page(
        request, "orders/membership.html", "offers", _shown(actor, mine, typed, tried, now), status=tried.status
    )


def _command(do: str, typed: Typed, mine: services.MemberCard | None, actor: Actor) -> Command:
    id = mine.id if mine else typed.key
    if do == "leave":
        return LeaveMembership(member=id)
    if do == "confirm":
        return ConfirmMember(member=id)
    entry: dict[str, Any] = {
        "home": typed.area("home") or NOWHERE,
        "skills": tuple(Code(s) for s in typed.data.getlist("skills")),  # type: ignore[attr-defined]
        "areas": tuple(AreaCode(a) for a in typed.data.getlist("areas") if a.isdigit()),  # type: ignore[attr-defined]
        "free": tuple(_free(value) for value in typed.data.getlist("free") if "/" in value),  # type: ignore[attr-defined]
        "visits": typed.has("visits"),
        "most_open": typed.number("most_open", _("手上最多几单，请写 1 到 10。")) or 3,
    }
    if do == "correct":
        return CorrectMember(member=id, paused=typed.has("paused"), **entry)
    assert actor.account is not None
    return RegisterMember(member=id, account=actor.account, gender=Code(typed.text("gender") or "none"), **entry)


def _free(value: str) -> Free:
    day, _slash, part = value.partition("/")
    return Free(weekday=int(day) if day.isdigit() else 0, part=part)


def _shown(
    actor: Actor, mine: services.MemberCard | None, typed: Typed, tried: Attempt, now: datetime
) -> dict[str, object]:
    """The form as it was sent, else as the entry stands."""
    again = bool(tried.problems)
    areas = places.communities()
    home = typed.text("home") if again else (mine.home if mine else "")
    held = {
        "skills": typed.data.getlist("skills") if again else list(mine.skills if mine else ()),  # type: ignore[attr-defined]
        "areas": typed.data.getlist("areas") if again else list(mine.areas if mine else ()),  # type: ignore[attr-defined]
        "free": typed.data.getlist("free") if again else [f"{f.weekday}/{f.part}" for f in (mine.free if mine else ())],  # type: ignore[attr-defined]
        "visits": typed.has("visits") if again else (mine.visits if mine else True),
        "paused": typed.has("paused") if again else bool(mine and mine.paused),
        "most_open": typed.text("most_open") if again else str(mine.most_open if mine else 3),
        "gender": typed.text("gender") if again else (mine.gender if mine else ""),
    }
    near = home[: Level.COMMUNITY] or next((str(g.area)[: Level.COMMUNITY] for g in actor.grants), "")
    return {
        "mine": mine, "tried": tried, "key": new_id(), "held": held, "home": home, "areas": areas,
        "homes": [(code, places.name_path(code)) for level in (Level.GRID, Level.MICRO_GRID) for code, _n in places.below(actor, near, level)]
        if len(near) == Level.COMMUNITY else [(code, name) for code, name in areas],
        "groups": choices.grouped(choices.kinds("", now)), "genders": [(code, _(label)) for code, label in MEMBER_GENDERS.items()],
        "week": [(_("周%s") % _(day), [(f"{n}/{part}", _(label)) for part, label in PARTS.items()]) for n, day in enumerate(choices.WEEKDAYS, 1)],
    }  # fmt: skip
