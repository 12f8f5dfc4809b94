"""How the limits of a case came about: each clock counted again under the entries it was counted under."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.cases.queries.cards import CaseCard, ClockCard
from liren.cases.rules.explain import Explained, explain
from liren.catalogue import queries as catalogue
from liren.catalogue.queries import Entry
from liren.catalogue.worktime import Calendar
from liren.kernel import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A published entry as a reason: whose (`area` empty is what shipped), which version, since when, on what law."""

    label: str
    area: str
    version: int
    since: datetime
    legal_basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStory:
    """One clock of a case explained, with the entries that its limit and its days were taken from."""

    card: ClockCard
    explained: Explained
    kind: Basis
    calendar: Basis


def clock_stories(viewer: Actor, card: CaseCard, now: datetime) -> list[ClockStory]:
    """Every clock of a case that this viewer was shown: the one that presses first, those that ended last."""
    clocks = tuple(c.clock for c in card.clocks)
    happened = [(entry.at, entry.event) for entry in card.timeline]
    stories = []
    for one in sorted(card.clocks, key=lambda c: (c.clock.ended_at is not None, c.clock.kind != card.case.next_clock)):
        kind, calendar = catalogue.by_id(one.clock.entry), catalogue.by_id(one.clock.calendar)
        told = explain(one.clock, clocks, calendar.spec, happened, now)  # type: ignore[arg-type]
        stories.append(ClockStory(card=one, explained=told, kind=_basis(kind), calendar=_basis(calendar)))
    return stories


def calendar_of(viewer: Actor, entry: UUID) -> Calendar:
    """The calendar that a clock was counted under: configuration, which any viewer may ask for. Raises Missing."""
    found: Calendar = catalogue.by_id(entry).spec
    return found


def _basis(entry: Entry) -> Basis:
    return Basis(
        label=entry.spec.label, area=entry.area, version=entry.version, since=entry.effective_from,
        legal_basis=entry.legal_basis,
    )  # fmt: skip
