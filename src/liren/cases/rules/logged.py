"""A row of another system's log as a case: what the log says happened, and nothing it does not say. Pure.

Its clocks run by Liren's own limits, so that the log can be judged by them; the log's own due time is kept apart.
No verification, no confirmation, no rating: a log knows none (design §1.2).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from liren.cases.commands import LogCase
from liren.cases.events import CaseClosedAsLogged, CaseDispatchedAsLogged, CaseEvent, CaseReported
from liren.cases.rules.clocks import Clock
from liren.cases.rules.fold import CaseState
from liren.cases.rules.scene import Place, Terms
from liren.cases.rules.steps import follow
from liren.kernel import Code

START, DISPATCHED, CLOSED = Code("reported"), Code("dispatched"), Code("closed_as_logged")
"""The states of workflows/as_logged.toml."""


@dataclass(frozen=True, slots=True)
class Logged:
    """A case as logged: its state, its clocks, its events with the log's own times."""

    case: CaseState
    clocks: tuple[Clock, ...]
    events: tuple[tuple[CaseEvent, datetime], ...]


def placed(order: LogCase, found: Place | None) -> Place:
    """Where a logged case lies: the place found at its point, else nowhere in its county."""
    if found is not None and not order.placed_by_default:
        return found
    word = Code("default") if order.placed_by_default else Code("outside")
    return Place(scope=order.county, area=None, area_version=0, placed=word)


def logged(order: LogCase, terms: Terms, place: Place, serial: int) -> Logged:
    """The case that a row comes to. The log has no time of dispatch, so that entry carries the opening's."""
    case: CaseState | None = None
    clocks: tuple[Clock, ...] = ()
    events: list[tuple[CaseEvent, datetime]] = []
    for event, at in _told(order, terms, place, serial):
        step = follow(case, clocks, event, terms, at)
        case, clocks = step.case, step.clocks
        events.append((step.event, at))
    assert case is not None
    return Logged(case, clocks, tuple(events))


def _told(order: LogCase, terms: Terms, place: Place, serial: int) -> Iterator[tuple[CaseEvent, datetime]]:
    yield _reported(order, terms, place, serial), order.opened_at
    if order.unit is not None:
        dispatched = CaseDispatchedAsLogged(case=order.case_id, state=DISPATCHED, unit=order.unit)
        yield dispatched, order.opened_at
    if order.closed_at is not None:
        closed = CaseClosedAsLogged(case=order.case_id, state=CLOSED, closed_at=order.closed_at)
        yield closed, order.closed_at


def _reported(order: LogCase, terms: Terms, place: Place, serial: int) -> CaseReported:
    return CaseReported(
        case=order.case_id, state=START,
        kind=terms.code, entry=terms.entry, workflow=Code(terms.kind.workflow),
        channel=order.source, severity=Code("normal"), secrecy=terms.kind.secrecy, serial=serial,
        area=place.area, area_version=place.area_version, scope=place.scope, placed=place.placed,
        reporter=None, about_unit=None, contactable=False, on_behalf=False,
        occurred_at=None, reported_at=order.opened_at, photos_before=0, note=order.case_id,
    )  # fmt: skip
