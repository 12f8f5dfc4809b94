"""没送到的: flows and timers that could not act, by flow, with a retry for one or all; how the channels fare."""

from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.kernel import Actor, AreaCode, Missing
from liren.kernel.ids import new_id
from liren.notices.outbox import stuck as letters
from liren.trust import troubles
from liren.trust.commands import RetryDeliveries
from liren.trust.troubles import Trouble
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.audit.words import flow_name
from liren.web.display import moment_words
from liren.web.office import sections
from liren.web.office.letters import MONTH, health


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def troubles_page(request: HttpRequest) -> HttpResponse:
    """The list; a POST retries one lane of a flow, or all of the flow."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, troubles.RIGHT)
    tried = Attempt()
    if request.method == "POST":
        typed = Typed(request.POST)
        order = RetryDeliveries(
            flow=typed.text("flow"), lane=typed.uuid("lane", _("这一条的编号不完整，请刷新页面。"), optional=True),
            area=_area(actor),
        )  # fmt: skip
        tried = attempt(request, typed, lambda: order)
        if tried.answer is not None:
            messages.success(request, _("已放回 %(n)d 条重试，几秒后刷新看结果。") % {"n": tried.answer["freed"]})
            return redirect("troubles")
    return _shown(request, actor, tried)


def _area(actor: Actor) -> AreaCode:
    """The widest area this person retries in."""
    areas = sorted((g.area for g in actor.holds(troubles.RIGHT)), key=len)
    if not areas:
        raise Missing
    return areas[0]


def _shown(request: HttpRequest, actor: Actor, tried: Attempt) -> HttpResponse:
    now: datetime = request.now  # type: ignore[attr-defined]
    found = troubles.troubles(actor)
    looked = troubles.last_looked()
    shown: dict[str, Any] = {
        "flows": [
            {"flow": flow, "name": flow_name(flow), "lines": lines, "key": new_id(), "parked": sum(x["one"].parked for x in lines)}
            for flow, group in groupby(found, key=lambda one: one.flow)
            if (lines := [_line(one, now) for one in group])
        ],
        "count": len(found), "looked": moment_words(looked, now) if looked else "", "problems": tried.problems,
        "stale": looked is None or now - looked > timedelta(minutes=1),
        "health": health(actor, now), "letters": letters.stuck_count(actor, now - MONTH),
    }  # fmt: skip
    return sections.page(request, "office/troubles.html", "troubles", shown, status=tried.status)


def _line(one: Trouble, now: datetime) -> dict[str, Any]:
    return {
        "one": one, "where": where.long(one.area) or one.area, "since": moment_words(one.since, now), "key": new_id(),
        "next": "" if one.parked else moment_words(one.try_at, now),
    }  # fmt: skip
