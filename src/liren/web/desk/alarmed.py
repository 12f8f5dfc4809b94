"""What the duty desk needs of an alarm that waits for a person's word: which house, whose ground, whom to ring, which cameras are near.

The strip over the list comes in by itself (static/alarms.js); the same facts stand in the pane and on the page of its case.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liren.cases import queries as cases
from liren.devices.queries import alarms, cameras, views
from liren.devices.queries.alarms import AlarmCard, GroupCard
from liren.devices.queries.cameras import Near
from liren.devices.rules.purposes import opened_by
from liren.kernel import Actor, AreaCode
from liren.people import queries as people
from liren.people.queries import HolderCard
from liren.places import queries as places
from liren.trust.sight import visible
from liren.web import staff, where
from liren.web.alarms import words
from liren.web.display import Clock, limit_clock, moment_words, worded

MOST = 3
RIGHT = "devices.confirm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where an alarm rings. `building` "" where none stands near; `near` are cameras that a dispatch would offer, shown to nobody yet;
    `radius` in metres, 0 where a case of this kind offers none."""

    building: str
    micro_grid: str
    keeper: HolderCard | None
    near: tuple[Near, ...]
    radius: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One line of the strip."""

    group: GroupCard
    title: str
    marks: list[str]
    raised: str
    clock: Clock
    spot: Spot


def spot_of(viewer: Actor, alarm: AlarmCard, kind: str, now: datetime) -> Spot:
    """The facts of one alarm; `kind` is the kind of its case, which says whether cameras may be offered at all."""
    bounds = views.bounds(viewer, alarm.area, now) if opened_by(views.purposes(viewer, alarm.area, now), kind) else None
    near: list[Near] = []
    if bounds is not None and alarm.lon is not None and alarm.lat is not None:
        near = cameras.near(viewer, alarm.lon, alarm.lat, radius=bounds.radius, most=bounds.most)
    return Spot(
        building=_building(viewer, alarm), micro_grid=where.long(alarm.area), near=tuple(near),
        keeper=people.keeper_of(viewer, AreaCode(alarm.area), now) if viewer.holds("people.see") else None,
        radius=bounds.radius if bounds is not None and viewer.holds(cameras.SEE) else 0,
    )  # fmt: skip


def of_case(viewer: Actor, card: cases.CaseCard, now: datetime) -> dict[str, Any]:
    """`alarm`, `spot` and `to_judge` (this viewer's word is waited for) for the page of a case that a device began; nothing for others."""
    if card.case.channel != "device" or card.as_reporter:
        return {}
    found = alarms.of_case(viewer, card.case.id)
    if not found:
        return {}
    open = any(alarm.open for alarm in found) and visible(viewer, RIGHT, found[0].area)
    return {
        "alarm": found[0], "alarms": len(found), "spot": spot_of(viewer, found[0], card.case.kind, now),
        "to_judge": open and card.case.state == "reported",
    }  # fmt: skip


def strip(viewer: Actor, now: datetime) -> dict[str, Any]:
    """The groups that wait for a word and have a case, fires first; `more` how many beyond those shown."""
    if not viewer.holds(RIGHT):
        return {"waiting": [], "more": 0, "listens": False}
    groups = [group for group in alarms.open_groups(viewer) if group.waiting and group.head.case is not None]
    first = [group.head.case for group in groups[:MOST] if group.head.case]
    lines = {line.id: line for line in cases.lines(viewer, first)} if first else {}
    shown = [
        Waiting(
            group=group, title=f"{worded(group.head.kind_label)}：{group.head.device_name} {words.spot(group.head)}".strip(),
            marks=words.marks(group.head), raised=moment_words(group.head.raised_at, now),
            clock=limit_clock(lines[group.head.case].next_due_at, now), spot=spot_of(viewer, group.head, lines[group.head.case].kind, now),
        )
        for group in groups[:MOST] if group.head.case in lines
    ]  # fmt: skip
    return {"waiting": shown, "more": len(groups) - len(shown), "listens": True}


@staff.staff
@require_safe
def strip_page(request: HttpRequest) -> HttpResponse:
    """The strip alone, for an open desk that has heard of something."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, RIGHT)
    return render(request, "desk/alarmed.html", {"strip": strip(actor, request.now)})  # type: ignore[attr-defined]


def _building(viewer: Actor, alarm: AlarmCard) -> str:
    if alarm.building is not None:
        found = places.building(viewer, alarm.building)
    elif alarm.lon is not None and alarm.lat is not None:
        found = places.building_at(viewer, alarm.lon, alarm.lat, alarm.area)
    else:
        found = None
    return (found.address or found.name) if found else ""
