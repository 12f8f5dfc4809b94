"""没送到的: flows and timers that could not act, by flow, with a retry for one or all; letters that did not go out."""

from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.catalogue import queries as catalogue
from liren.kernel import Actor, AreaCode, Missing
from liren.kernel.ids import new_id
from liren.notices import queries as notices
from liren.trust import troubles
from liren.trust.commands import RetryDeliveries
from liren.trust.troubles import Trouble
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import moment_words
from liren.web.office import choices, sections

MONTH = timedelta(days=30)
NAMES = {
    "when_arbitration_is_asked_tell_arbiter": "告诉裁定人有争议", "when_case_is_closed_ask_reporter": "结案后问反映人",
    "when_case_is_dispatched_tell_handler": "告诉承办人有新派的", "when_case_is_handed_tell_keeper": "告诉网格员有新报的",
    "when_case_is_late_tell_up_the_chain": "超期逐级上报", "when_case_is_placed_hand_to_keeper": "改地点后交给网格员",
    "when_case_is_refused_tell_reporter": "告诉反映人不予受理", "when_case_is_reported_hand_to_keeper": "新报的交给网格员",
    "when_case_is_returned_tell_desk": "告诉受理台被退回", "when_case_is_sent_back_tell_handler": "告诉承办人核查没通过",
    "when_case_is_urged_tell_holder": "告诉经手人被督办", "when_case_moves_tell_reporter": "告诉反映人进展",
    "when_case_nears_its_limit_urge_holder": "快到时限时提醒", "when_relief_is_asked_tell_approver": "告诉审批人有申请",
    "when_reporter_adds_tell_holder": "告诉经手人有补充", "when_result_is_reported_tell_verifier": "告诉核查员有反馈",
    "timer.case_warn": "时限前提醒的闹钟", "timer.case_late": "超期的闹钟", "timer.case_resume": "缓办到期的闹钟",
    "timer.case_lapse": "七天没回音的闹钟",
}  # fmt: skip


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


def flow_name(flow: str) -> str:
    """What a flow does, in words; its own name where nobody gave it any."""
    return _(NAMES[flow]) if flow in NAMES else flow


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
    wordings = {e.code: e.spec.label for e in catalogue.entries("notice", area=choices.widest(actor), at=now)}
    shown: dict[str, Any] = {
        "flows": [
            {"flow": flow, "name": flow_name(flow), "lines": lines, "key": new_id(), "parked": sum(x["one"].parked for x in lines)}
            for flow, group in groupby(found, key=lambda one: one.flow)
            if (lines := [_line(one, now) for one in group])
        ],
        "count": len(found), "looked": moment_words(looked, now) if looked else "", "problems": tried.problems,
        "stale": looked is None or now - looked > timedelta(minutes=1),
        "letters": [
            {"one": letter, "what": wordings.get(letter.code, letter.code), "when": moment_words(letter.told_at, now)}
            for letter in notices.unsent(actor, now - MONTH)
        ],
    }  # fmt: skip
    return sections.page(request, "office/troubles.html", "troubles", shown, status=tried.status)


def _line(one: Trouble, now: datetime) -> dict[str, Any]:
    return {
        "one": one, "where": where.long(one.area) or one.area, "since": moment_words(one.since, now), "key": new_id(),
        "next": "" if one.parked else moment_words(one.try_at, now),
    }  # fmt: skip
