"""A row of another system's log as a case: what the log says happened, and nothing it does not say. Pure.

Its one clock is the log's own due time. No verification, no confirmation, no rating: a log knows none (design §1.2).
"""

from dataclasses import dataclass
from datetime import datetime

from liren.cases.commands import LogCase
from liren.cases.events import CaseClosedAsLogged, CaseDispatchedAsLogged, CaseEvent, CaseReported
from liren.cases.rules.clocks import Clock
from liren.cases.rules.fold import CaseState, fold
from liren.cases.rules.scene import Place, Terms
from liren.kernel import Code

START, DISPATCHED, CLOSED = Code("reported"), Code("dispatched"), Code("closed_as_logged")
SOLVE = Code("solve")


@dataclass(frozen=True, slots=True)
class Logged:
    """A case as logged: its state, its clock if the log gave a due time, its events with the log's own times."""

    case: CaseState
    clock: Clock | None
    events: tuple[tuple[CaseEvent, datetime], ...]


def placed(order: LogCase, found: Place | None) -> Place:
    """Where a logged case lies: the place found at its point, else nowhere in its county."""
    if found is not None and not order.placed_by_default:
        return found
    word = Code("default") if order.placed_by_default else Code("outside")
    return Place(scope=order.county, area=None, area_version=0, placed=word)


def logged(order: LogCase, terms: Terms, place: Place, serial: int) -> Logged:
    """The case that a row comes to. The log has no time of dispatch, so that entry carries the opening's."""
    events: list[tuple[CaseEvent, datetime]] = [(_reported(order, terms, place, serial), order.opened_at)]
    if order.unit is not None:
        dispatched = CaseDispatchedAsLogged(
            case=order.case_id, state=DISPATCHED, unit=order.unit,
            next_clock=SOLVE if order.due_at else None, next_due_at=order.due_at,
        )  # fmt: skip
        events.append((dispatched, order.opened_at))
    if order.closed_at is not None:
        closed = CaseClosedAsLogged(case=order.case_id, state=CLOSED, closed_at=order.closed_at)
        events.append((closed, order.closed_at))
    case = fold(event for event, _ in events)
    assert case is not None
    return Logged(case, _clock(order, terms), tuple(events))


def _reported(order: LogCase, terms: Terms, place: Place, serial: int) -> CaseReported:
    return CaseReported(
        case=order.case_id, state=START, kind=terms.code, entry=terms.entry, workflow=Code(terms.kind.workflow),
        channel=order.source, severity=Code("normal"), secrecy=terms.kind.secrecy, serial=serial,
        area=place.area, area_version=place.area_version, scope=place.scope, placed=place.placed,
        reporter=None, about_unit=None, contactable=False, on_behalf=False,
        occurred_at=None, reported_at=order.opened_at, photos_before=0, note=order.case_id,
        next_clock=SOLVE if order.due_at else None, next_due_at=order.due_at,
    )  # fmt: skip


def _clock(order: LogCase, terms: Terms) -> Clock | None:
    if order.due_at is None:
        return None
    late = order.closed_at is not None and order.closed_at > order.due_at
    used = int((order.closed_at - order.opened_at).total_seconds()) if order.closed_at else 0
    return Clock(
        kind=str(SOLVE), no=1, entry=terms.entry, calendar=terms.calendar_entry,
        limit=max((order.due_at - order.opened_at).total_seconds() / 3600, 0), unit="urgent_hour",
        started_at=order.opened_at, used_s=max(used, 0),
        running_since=None if order.closed_at else order.opened_at, due_at=order.due_at,
        ended_at=order.closed_at, late_at=order.due_at if late else None,
    )  # fmt: skip
