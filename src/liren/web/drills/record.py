"""/office/drills/<id>/: one drill with its record: alarms, cases, who did what when, how long between the links, against the limits."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liren.cases.queries.drilled import DrilledCase, Link, drilled_cases
from liren.cases.workflows import CLOCK_LABELS
from liren.devices.commands import CallDrillCase, CancelDrill, EndDrill
from liren.devices.queries import drills
from liren.devices.queries.alarms import AlarmCard
from liren.devices.queries.drills import DrillCard
from liren.kernel import Actor, Command, Missing
from liren.kernel.ids import new_id
from liren.people import queries as people
from liren.web import staff
from liren.web.alarms import words as alarmed
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.desk.view import line_clock
from liren.web.display import full_words, span_words, time_words, worded
from liren.web.drills import words
from liren.web.office import export, sections


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def drill_page(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """POST is one act of its organiser: `call`, `end` or `cancel`. `csv` and `xlsx` take the record along."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    card = drills.drill(actor, id)
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        tried = _ordered(request, typed, id)
        if tried.answer is not None:
            return redirect("drill", id)
    shown = record(request, card)
    if {"csv", "xlsx"} & set(request.GET):
        return _taken_along(request, card, shown)
    state = card.state(request.now)  # type: ignore[attr-defined]
    shown |= {
        "state": state, "tried": tried, "typed": typed.values(), "verb": typed.verb, "key": new_id(),
        "devices": drills.devices_of(actor, id), **sections.crumb(card.name, ("/office/drills/", _("演练"))),
    }  # fmt: skip
    return sections.page(request, "drills/record.html", "drills", shown, status=tried.status)


@staff.staff
@require_safe
def paper(request: HttpRequest, id: UUID) -> HttpResponse:
    """The record on paper."""
    card = drills.drill(request.actor, id)  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    shown = record(request, card) | {"printed": full_words(now)}
    return staff.page(request, "drills/paper.html", "office", shown)


def record(request: HttpRequest, card: DrillCard) -> dict[str, object]:
    """What happened in a drill, for the page, the paper and the file."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    alarms = drills.alarms_of(actor, card.id)
    real = [alarm.case for alarm in alarms if alarm.real_at and alarm.case]
    found = drilled_cases(actor, card.id, real, card.starts_at - timedelta(minutes=5))
    ids = {link.by for case in found for link in case.links} | {i for a in alarms for i in (a.seen_by, a.judged_by)}
    names = people.names_of(actor, {id for id in ids if id})
    links = [link for case in found for link in case.links if link.due_at]
    return {
        "card": card, "standing": words.standing(card, now), "span": words.span(card, now), "purpose": worded(card.purpose_label),
        "starts": full_words(card.starts_at), "ends": full_words(card.ended_at or card.ends_at),
        "area": words.line(card, now)["area"], "alarms": [_alarm(alarm, names, now) for alarm in alarms],
        "cases": [_case(case, names, now) for case in found], "still": sum(a.closed_at is None and a.active for a in alarms),
        "limits": len(links), "late": sum(link.late for link in links),
    }  # fmt: skip


def _alarm(alarm: AlarmCard, names: Mapping[UUID, str], now: datetime) -> dict[str, object]:
    judged = alarm.judged_at
    return {
        "card": alarm, "kind": worded(alarm.kind_label), "part": alarmed.part(alarm), "at": time_words(alarm.raised_at),
        "standing": alarmed.standing(alarm), "judged": time_words(judged) if judged else "",
        "by": names.get(alarm.judged_by, "") if alarm.judged_by else "",
        "after": span_words(judged - alarm.raised_at) or _("不到 1 分") if judged else "",
    }  # fmt: skip


def _case(case: DrilledCase, names: Mapping[UUID, str], now: datetime) -> dict[str, object]:
    return {
        "line": case.line, "clock": line_clock(case.line, now),
        "links": [_link(link, names) for link in case.links],
    }  # fmt: skip


def _link(link: Link, names: Mapping[UUID, str]) -> dict[str, object]:
    return {
        "link": link, "label": worded(link.label), "at": time_words(link.at), "by": names.get(link.by, "") if link.by else _("系统"),
        "after": _seconds(link.after_s) if link.clock else "—", "limit": time_words(link.due_at) if link.due_at else "",
        "clock": worded(CLOCK_LABELS[link.clock]) if link.clock else "",
    }  # fmt: skip


def _seconds(seconds: int) -> str:
    """How long after the step before; a drill counts seconds."""
    if seconds < 60:
        return _("%(n)d 秒") % {"n": seconds}
    return span_words(timedelta(seconds=seconds))


def _ordered(request: HttpRequest, typed: Typed, id: UUID) -> Attempt:
    orders = {"call": _call, "end": _end, "cancel": _cancel}
    if typed.verb not in orders:
        raise Missing
    tried = attempt(request, typed, lambda: orders[typed.verb](typed, id))
    if tried.answer is not None:
        done = {
            "call": _("报出去了，几秒钟后在受理台待核实，标题前面带【演练】。"),
            "end": _("演练结束了。没办完的演练案件都随着结束，从现在起每一条告警都是真的。"),
            "cancel": _("演练取消了。"),
        }
        messages.success(request, done[typed.verb])
    return tried


def _call(typed: Typed, id: UUID) -> Command:
    device = typed.uuid("device", _("设备选得不对，请从列表里选。"), optional=True)
    return CallDrillCase(
        drill=id, case=typed.key, words=typed.text("words"), device=device, place_words=typed.text("place_words")
    )


def _end(typed: Typed, id: UUID) -> Command:
    return EndDrill(drill=id, words=typed.text("end_words"), reset=typed.has("reset"))


def _cancel(typed: Typed, id: UUID) -> Command:
    return CancelDrill(drill=id)


def _taken_along(request: HttpRequest, card: DrillCard, shown: dict[str, object]) -> HttpResponseBase:
    """One row a step: the record as a sheet."""
    head = [
        _("案件"),
        _("标题"),
        _("一步"),
        _("时间"),
        _("谁"),
        _("离上一步（秒）"),
        _("时限"),
        _("时限到"),
        _("超过没有"),
    ]
    rows = [
        (
            case["line"].number, case["line"].title, one["label"], export.moment(one["link"].at), one["by"], one["link"].after_s,
            one["clock"], export.moment(one["link"].due_at), (_("超过") if one["link"].late else _("没有")) if one["link"].due_at else "",
        )
        for case in shown["cases"] for one in case["links"]  # type: ignore[attr-defined]
    ]  # fmt: skip
    return export.table(request, f"{_('演练')} {card.name}", head, rows)
