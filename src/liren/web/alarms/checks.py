"""查岗: this month's figures per duty room, building or unit, the checks behind every number, and asking several at once.

A post is counted, never a person: who pressed the button is not kept, and nothing here is ranked by who sat where.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liren.catalogue import queries as catalogue
from liren.devices import commands as c
from liren.devices.queries import checks, register
from liren.devices.queries.checks import BY, CheckLine, Tally
from liren.devices.rules.checks import FAMILY, OUTCOMES
from liren.devices.rules.orders import REASONS
from liren.kernel import Actor, Code, Missing, Refusal
from liren.kernel.area import Level
from liren.kernel.ids import new_id
from liren.people import queries as people
from liren.places import queries as places
from liren.trust import gate
from liren.web import staff, where
from liren.web.alarms.orders import MINUTES, answered
from liren.web.attempt import Typed
from liren.web.cameras.audit import month_of, months
from liren.web.display import SHANGHAI, grouped, month_words, percent, table_words, worded
from liren.web.office import choices, export, sections

MOST = 1000
COUNTED = ("in_time", "late", "none")
Names = Callable[[UUID | None], str]


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def checks_page(request: HttpRequest) -> HttpResponseBase:
    """The figures of a month (`month`) by device, building or unit (`by`) within an area (`in`); POST asks the ticked ones."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["device-list"])
    typed = Typed(request.POST)
    if request.method == "POST" and _asked_all(request, typed):
        return redirect(request.get_full_path())
    since, until, by, within = _asked(request, now)
    whole, found = checks.tally(actor, since, until, by=by, within=within)
    name = _names(actor, by, found)
    if {"csv", "xlsx"} & set(request.GET):
        return _figures_along(request, whole, found, name)
    rooms = checks.rooms(actor, right="devices.order", within=within)
    kept = {"month": f"{since.astimezone(SHANGHAI):%Y-%m}", "in": within}
    shown = {
        **sections.crumb(_("查岗"), (reverse("device-list"), _("设备"))), "by": by, "month": kept["month"], "months": months(now),
        "month_words": month_words(since), "within": within, "areas": places.below(actor, choices.widest(actor), Level.COMMUNITY),
        "tabs": [{"href": "?" + urlencode(kept | {"by": code}), "name": label, "count": None, "current": code == by} for code, label in _by().items()],
        "whole": _figures(whole, "", None, kept), "lines": [_figures(one, by, one.of, kept) | {"name": name(one.of)} for one in found],
        "rooms": [(room, where.short(room.area)) for room in rooms], "minutes": MINUTES, "key": new_id(), "problems": typed.problems,
        "ticked": {str(id) for id in typed.ids("device")}, "may_ask": bool(actor.holds("devices.order")),
        "query": urlencode(kept | {"by": by}), "schedules": _schedules(actor, now),
    }  # fmt: skip
    return sections.page(request, "alarms/checks.html", "device-list", shown, status=422 if typed.problems else 200)


@staff.staff
@require_safe
def checks_list(request: HttpRequest) -> HttpResponseBase:
    """The checks behind one number: `by` and `of` whose, `outcome` what came of them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["device-list"])
    since, until, by, within = _asked(request, now)
    of = Typed(request.GET).uuid("of", "", optional=True)
    outcome = request.GET.get("outcome", "")
    wanted = COUNTED if outcome == "asked" else ("",) if outcome == "open" else (outcome,) if outcome in OUTCOMES and outcome else ()  # fmt: skip
    by = by if "of" in request.GET else ""
    found = checks.lines(actor, since, until, by=by, of=of, outcomes=wanted, within=within, most=MOST)
    if {"csv", "xlsx"} & set(request.GET):
        return _lines_along(request, found)
    label = {"asked": _("问到的"), "open": _("还在等应答")}.get(outcome) or worded(OUTCOMES.get(outcome, "")) if outcome else _("全部")  # fmt: skip
    shown = {
        **sections.crumb(f"{month_words(since)} {label}", (reverse("device-list"), _("设备")), (reverse("post-checks"), _("查岗"))),
        "lines": [(line, where.short(line.area), table_words(line.asked_at), worded(REASONS[line.why]), answered(line.outcome, line.begun_at, line.answered_at)) for line in found],
        "query": request.GET.urlencode(), "most": MOST, "month_words": month_words(since), "label": label,
    }  # fmt: skip
    return sections.page(request, "alarms/checks_list.html", "device-list", shown)


def _by() -> dict[str, str]:
    return {"device": _("按值班室"), "building": _("按楼"), "unit": _("按单位")}


def _asked(request: HttpRequest, now: datetime) -> tuple[datetime, datetime, str, str]:
    since, until = month_of(request.GET.get("month", ""), now)
    by = request.GET.get("by", "")
    within = request.GET.get("in", "")
    return since, until, by if by in BY else BY[0], within if within.isascii() and within.isdigit() else ""


def _asked_all(request: HttpRequest, typed: Typed) -> bool:
    """Ask every ticked duty room; whether all that was typed could be read. One that can't be asked is named, the others are."""
    devices = typed.ids("device")
    minutes = typed.number("minutes", _("几分钟内应答，请选一个。"))
    if not devices:
        typed.blame("device", _("还没有选值班室，请勾上要查的。"))
    if minutes is not None and minutes not in MINUTES:
        typed.blame("minutes", _("几分钟内应答，请选一个。"))
    if typed.problems:
        return False
    done = 0
    for device in devices:
        order = uuid5(typed.key, str(device))
        command = c.OrderDown(order=order, device=device, what=Code("post_check"), minutes=minutes)
        try:
            gate.execute(command, actor=request.actor, now=request.now, key=order)  # type: ignore[attr-defined]
            done += 1
        except Missing:
            raise
        except Refusal as no:
            messages.warning(request, no.sentence)
    if done:
        messages.success(request, _("已向 %(n)s 处值班室查岗。应答了没有，看下面的数字。") % {"n": done})
    return True


def _names(actor: Actor, by: str, found: list[Tally]) -> Names:
    """What the lines are called."""
    ids = {one.of for one in found if one.of is not None}
    if by == "device":
        names = register.names(actor, ids)
    elif by == "building":
        names = places.building_names(actor, ids)
    else:
        names = people.unit_names(actor, ids)
    return lambda id: names.get(id, _("没有登记")) if id is not None else _("没有登记")


def _figures(one: Tally, by: str, of: UUID | None, kept: dict[str, str]) -> dict[str, Any]:
    """A line of figures, each with the address of the checks behind it."""
    base = f"{reverse('post-checks-list')}?" + urlencode(kept | ({"by": by, "of": str(of or "")} if by else {}))
    counts = {"asked": one.asked, "in_time": one.in_time, "late": one.late, "none": one.none, "open": one.open, "unreached": one.unreached}  # fmt: skip
    return {
        "cells": [(code, grouped(n), f"{base}&outcome={code}" if n else "") for code, n in counts.items()],
        "share": percent(one.in_time, one.asked), "median": f"{one.median:.1f}" if one.median is not None else "—",
        "device": of if by == "device" else None,
    }  # fmt: skip


def _schedules(actor: Actor, now: datetime) -> list[str]:
    """How often duty rooms are asked by themselves, in words."""
    found = [e.spec for e in catalogue.entries(FAMILY, area=choices.widest(actor), at=now)]
    return [
        _("%(label)s %(hours)s，查 %(times)s 次，%(minutes)s 分钟内应答") % {"label": worded(s.label), "hours": s.hours, "times": s.times, "minutes": s.minutes}
        for s in sorted(found, key=lambda s: (s.order, s.code)) if s.times
    ]  # fmt: skip


def _figures_along(request: HttpRequest, whole: Tally, found: list[Tally], name: Names) -> HttpResponseBase:
    head = [_("值班室"), _("问到"), _("按时应答"), _("超时应答"), _("没有应答"), _("还在等"), _("没有问到"), _("应答用时中位数（分钟）")]  # fmt: skip
    rows = [
        (label, t.asked, t.in_time, t.late, t.none, t.open, t.unreached, "" if t.median is None else round(t.median, 1))
        for label, t in [*((name(one.of), one) for one in found), (_("合计"), whole)]
    ]
    return export.table(request, _("查岗"), head, rows)


def _lines_along(request: HttpRequest, found: list[CheckLine]) -> HttpResponseBase:
    head = [_("值班室"), _("位置"), _("区域代码"), _("查岗时间"), _("几分钟内应答"), _("应答时间"), _("结果"), _("为什么查")]  # fmt: skip
    rows = [
        (
            line.name, line.position, line.area, export.moment(line.asked_at), line.minutes, export.moment(line.answered_at),
            worded(OUTCOMES[line.outcome]), worded(REASONS[line.why]),
        )
        for line in found
    ]  # fmt: skip
    return export.table(request, _("查岗"), head, rows)
