"""What a decision looks at: the order, who acts, the terms it runs under, the moment, and what was looked up for it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from liren.catalogue.worktime import Calendar, due
from liren.kernel import Code
from liren.services.kinds import ServiceKind
from liren.services.rules.fold import OrderState
from liren.services.rules.stations import BY_CODE
from liren.services.rules.wishes import Hand, Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The published kind an order runs under, and the calendar of today."""

    entry: UUID
    kind: ServiceKind
    calendar: Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Who acts: the account, and the roles it plays towards this order (rules.stations.ROLE_LABELS)."""

    account: UUID | None = None
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the handler looked up for one order: the member who would take it, whether they declined it once, a new kind."""

    hand: Hand | None = None
    declined: bool = False
    companion: Hand | None = None
    terms: Terms | None = None
    case_kind_known: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One decision's circumstances."""

    order: OrderState
    wish: Wish
    who: Who
    terms: Terms
    now: datetime
    found: Found = field(default_factory=Found)


def due_in(
    state: str, terms: Terms, now: datetime, *, circle: str = "community", at: datetime | None = None
) -> datetime | None:
    """When whoever a state waits for should have acted, counted from now (`report`: from the time agreed, `at`)."""
    limits = terms.kind.limits
    clock = BY_CODE[Code(state)].clock
    if clock in ("triage", "handle"):
        return due(now, limits.triage if clock == "triage" else limits.handle, terms.calendar).at
    hours = {
        "claim": limits.claim_hours if circle == "community" else limits.widen_hours,
        "schedule": limits.schedule_hours,
        "report": limits.report_hours,
        "confirm": limits.confirm_days * 24,
    }
    return (at or now) + timedelta(hours=hours[clock]) if clock else None
