"""The state fields of an order, and how its events add up to them."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from liren.kernel import AreaCode, Code
from liren.services.events import EVENTS, OrderEvent

COMMUNITY = Code("community")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderState:
    """What is known of an order without a word or a name in it; the row keeps the same fields.

    `handler` is the account that has it in hand, `member` the membership it was taken by (none: the community's own).
    `satisfied`: 1 满意, 2 基本满意, 3 不满意.
    """

    id: UUID
    version: int
    state: Code
    kind: Code
    entry: UUID
    scope: AreaCode
    serial: int
    channel: Code
    on_behalf: bool
    requested_at: datetime
    from_case: UUID | None = None
    circle: Code = COMMUNITY
    member: UUID | None = None
    handler: UUID | None = None
    companion: UUID | None = None
    scheduled_for: datetime | None = None
    reworks: int = 0
    solved: bool | None = None
    satisfied: int | None = None
    cancelled_by: Code | None = None
    case: UUID | None = None
    case_kind: Code | None = None
    triaged_at: datetime | None = None
    listed_at: datetime | None = None
    unclaimed_at: datetime | None = None
    claimed_at: datetime | None = None
    done_at: datetime | None = None
    confirmed_at: datetime | None = None
    closed_at: datetime | None = None
    forgotten_at: datetime | None = None
    due_at: datetime | None = None


STATE_FIELDS = tuple(f.name for f in fields(OrderState))


@cache
def told_by(name: str) -> tuple[str, ...]:
    """The state fields that the event of this name carries."""
    return tuple(f.name for f in fields(EVENTS[name]) if f.name in STATE_FIELDS)


def changes(event: OrderEvent) -> dict[str, Any]:
    """The state fields an event sets, with their values."""
    return {name: getattr(event, name) for name in told_by(type(event).__name__)}


def apply(state: OrderState | None, event: OrderEvent) -> OrderState:
    """The state after one more event; total over every event an order can have."""
    if state is None:
        return OrderState(id=event.order, version=1, **changes(event))
    return replace(state, version=state.version + 1, **changes(event))


def fold(events: Iterable[OrderEvent]) -> OrderState | None:
    """The state that an order's events, in order, add up to; None for none."""
    state = None
    for event in events:
        state = apply(state, event)
    return state
