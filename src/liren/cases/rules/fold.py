"""The state fields of a case, and how its events add up to them."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from liren.cases.events import EVENTS, CaseEvent
from liren.kernel import AreaCode, Code

NOT_ASKED = Code("none")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseState:
    """What is known of a case without a word or a name in it; the row keeps the same fields.

    `hands` is everybody who ever handled it. `confirm`: none, pending, confirmed, unconfirmed or disputed.
    `relief` is what the handler asked for and nobody has decided yet. `children` counts the parts split off that were
    not taken back. `whistle` is the one whose called units still work, `called` are the units that may see the case.
    `helpers` are the units that work along with `unit`, never that unit itself, each once. `drill` is the drill it was begun for:
    None for everything real.
    """

    id: UUID
    version: int
    state: Code
    kind: Code
    entry: UUID
    workflow: Code
    channel: Code
    severity: Code
    secrecy: int
    serial: int
    scope: AreaCode
    placed: Code
    reported_at: datetime
    area: AreaCode | None = None
    area_version: int = 0
    reporter: UUID | None = None
    about_unit: UUID | None = None
    contactable: bool = False
    on_behalf: bool = False
    occurred_at: datetime | None = None
    keeper: UUID | None = None
    unit: UUID | None = None
    handler: UUID | None = None
    helpers: tuple[UUID, ...] = ()
    hands: tuple[UUID, ...] = ()
    verifier: UUID | None = None
    result: Code | None = None
    exit: Code | None = None
    told: Code | None = None
    into: UUID | None = None
    parent: UUID | None = None
    drill: UUID | None = None
    children: int = 0
    open_children: int = 0
    whistle: UUID | None = None
    called: tuple[UUID, ...] = ()
    drawn: bool = False
    confirm: Code = NOT_ASKED
    solved: bool | None = None
    satisfied: int | None = None
    relief: Code | None = None
    relief_days: int = 0
    relief_by: UUID | None = None
    suspended_until: datetime | None = None
    returns: int = 0
    return_ground: Code | None = None
    return_item: Code | None = None
    route: UUID | None = None
    rule: Code | None = None
    overruled: bool = False
    duty_item: Code | None = None
    against_list: bool = False
    arbitrations: int = 0
    extensions: int = 0
    extended_days: int = 0
    reworks: int = 0
    reopens: int = 0
    urges: int = 0
    escalation: int = 0
    escalated_for: datetime | None = None
    followers: int = 0
    photos_before: int = 0
    photos_after: int = 0
    filed_at: datetime | None = None
    dispatched_at: datetime | None = None
    contacted_at: datetime | None = None
    closed_at: datetime | None = None
    confirmed_at: datetime | None = None
    warned_for: datetime | None = None
    next_clock: Code | None = None
    next_due_at: datetime | None = None

    @property
    def told_up(self) -> int:
        """How far up the chain it was told that the present limit is missed; 0 for a limit that was not told yet."""
        return self.escalation if self.escalated_for == self.next_due_at else 0


STATE_FIELDS = tuple(f.name for f in fields(CaseState))


@cache
def told_by(name: str) -> tuple[str, ...]:
    """The state fields that the event of this name carries."""
    return tuple(f.name for f in fields(EVENTS[name]) if f.name in STATE_FIELDS)


def changes(event: CaseEvent) -> dict[str, Any]:
    """The state fields an event sets, with their values."""
    return {name: getattr(event, name) for name in told_by(type(event).__name__)}


def apply(state: CaseState | None, event: CaseEvent) -> CaseState:
    """The state after one more event; total over every event a case can have."""
    if state is None:
        return CaseState(id=event.case, version=1, **changes(event))
    return replace(state, version=state.version + 1, **changes(event))


def fold(events: Iterable[CaseEvent]) -> CaseState | None:
    """The state that a case's events, in order, add up to; None for none."""
    state = None
    for event in events:
        state = apply(state, event)
    return state
