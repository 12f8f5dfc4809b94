"""What stands beside one case: the next and the last one of the list it was opened from, related cases, who was told."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from liren.cases import queries as cases
from liren.cases.events import CaseEscalated
from liren.cases.queries.related import related
from liren.cases.rules.queues import QUEUES
from liren.kernel import Actor, AreaCode
from liren.people import queries as people
from liren.web.answers import said
from liren.web.desk import filters
from liren.web.desk.view import line_clock
from liren.web.display import Clock, moment_words

CHAIN = ("grid_leader", "community_secretary", "town_deputy", "town_head")
"""Who is told when a case stays late, the nearest first (domain.md §7)."""
ID_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """The list a case was opened from: its query string, the case's place in it (from 1) and the neighbours' pages."""

    query: str
    place: int
    whole: int
    earlier: str
    later: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the duty chain: its post, who holds it, and since when they know; "" when they were passed over or are `next`."""

    label: str
    names: str
    told: str
    next: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """Related cases under one heading: each with its time mark and what its reporter answered ("" when not asked or silent),
    and the sentence that says why they stand here.
    """

    title: str
    why: str
    lines: tuple[tuple[cases.CaseLine, Clock, str], ...]


def within(request: HttpRequest, id: UUID) -> Within | None:
    """The neighbours in the queue that the query string names; None when it names none or the case left it."""
    tab = request.GET.get("tab", "")
    if tab not in QUEUES:
        return None
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    asked = filters.read(request.GET, actor, now, (tab,), tab, {tab: tab})
    ids = cases.gathered(actor, asked.filter, now)
    at = next((n for n in range(0, len(ids), ID_BYTES) if ids[n : n + ID_BYTES] == id.bytes), None)
    if at is None:
        return None

    def page(place: int) -> str:
        found = ids[place : place + ID_BYTES] if place >= 0 else b""
        return f"{reverse('case', args=[UUID(bytes=found)])}?{asked.query}" if found else ""

    return Within(
        query=asked.query, place=at // ID_BYTES + 1, whole=len(ids) // ID_BYTES, earlier=page(at - ID_BYTES), later=page(at + ID_BYTES)
    )  # fmt: skip


def kin(viewer: Actor, card: cases.CaseCard, now: datetime) -> list[Kin]:
    """What was merged into the case, what else its reporter has open, what else is open at its place."""
    found = related(viewer, card.case.id)
    groups = (
        (_("并进来的"), _("反映人跟着这一件看进度，办完了也请他们评价"), found.merged),
        (_("同一位反映人"), _("另外还在办的"), found.reporter),
        (_("同一处"), _("同一栋楼或相距 30 米内，还在办的"), found.place),
    )
    return [
        Kin(
            title=title,
            why=why,
            lines=tuple(
                (line, line_clock(line, now), said(*found.answers.get(line.id, (None, None)))) for line in lines
            ),
        )
        for title, why, lines in groups
        if lines
    ]


def chain(viewer: Actor, card: cases.CaseCard, now: datetime) -> list[Step]:
    """Whom lateness was told to, step by step, and who is next; empty while nobody was told.

    As `flows.when_case_is_late_tell_up_the_chain` counts: a level is a post that somebody holds, an empty one is skipped.
    """
    limit = card.case.escalated_for
    risen = [(e.event, e.at) for e in card.timeline if isinstance(e.event, CaseEscalated)]
    told = {event.escalation: at for event, at in risen if event.escalated_for == limit}
    if not told or card.as_reporter:
        return []
    holders: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    for holder in people.duty_chain(viewer, AreaCode(card.case.scope), now):
        if holder.post in CHAIN:
            holders.setdefault(holder.post, []).append(holder.name)
            labels[holder.post] = holder.post_label
    when = {min(level, len(holders)): moment_words(at, now) for level, at in sorted(told.items(), reverse=True)}
    return [
        Step(label=labels[post], names="、".join(names), told=when.get(step, ""), next=step > max(told))
        for step, (post, names) in enumerate(holders.items(), 1)
        if step <= max(told) + 1
    ]
