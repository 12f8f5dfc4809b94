"""What the arbiter, the verifier, the approver and the supervisor decided, and what the clocks brought."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.cases.events.base import CaseEvent, until_of
from liren.kernel import Code


@dataclass(frozen=True, kw_only=True)
class ArbitrationDecided(CaseEvent, label="裁定"):
    """The arbiter named the unit that must handle it. Version 1 knew no `helpers`, the units that work along."""

    version = 2

    unit: UUID | None
    handler: UUID | None
    helpers: tuple[UUID, ...] = ()
    note: UUID


@dataclass(frozen=True, kw_only=True)
class CaseClosed(CaseEvent, label="核查通过，结案"):
    """Another person checked the result: the case is closed."""

    verifier: UUID
    closed_at: datetime
    confirm: Code
    note: UUID


@dataclass(frozen=True, kw_only=True)
class CaseSentBack(CaseEvent, label="核查没通过"):
    """Another person checked the result and found it wanting."""

    verifier: UUID
    reworks: int
    note: UUID


@dataclass(frozen=True, kw_only=True)
class ReliefDeclined(CaseEvent, label="不同意延期或缓办"):
    """The approver said no."""

    relief: None = None
    note: UUID


@dataclass(frozen=True, kw_only=True)
class CaseExtended(CaseEvent, label="延期"):
    """The approver granted more working days, once."""

    relief: None = None
    extensions: int
    extended_days: int
    note: UUID


@dataclass(frozen=True, kw_only=True)
class CaseSuspended(CaseEvent, label="缓办"):
    """The approver let it wait; the clocks stand still."""

    relief: None = None
    suspended_until: datetime
    note: UUID


@dataclass(frozen=True, kw_only=True)
class CaseResumed(CaseEvent, label="恢复办理"):
    """The waiting ended; the clocks run on."""

    suspended_until: None = None


@dataclass(frozen=True, kw_only=True)
class CaseUrged(CaseEvent, label="督办"):
    """A supervisor pressed for it."""

    urges: int
    note: UUID


@dataclass(frozen=True, kw_only=True)
class CaseWarned(CaseEvent, label="临期提醒"):
    """Whoever is waited for was reminded; `warned_for` is the due time the reminder was about."""

    warned_for: datetime


@dataclass(frozen=True, kw_only=True)
class CaseEscalated(CaseEvent, label="逐级上报"):
    """The next one up the duty chain was told that it is late; `escalated_for` is the due time that was missed."""

    version = 2
    escalation: int
    escalated_for: datetime | None

    @classmethod
    def upcast(cls, data: dict[str, object], version: int) -> dict[str, object]:
        return {**data, "escalated_for": data.get("next_due_at")} if version == 1 else data


@dataclass(frozen=True, kw_only=True)
class ClocksRecalculated(CaseEvent, label="重算时限"):
    """The calendar changed; `before` is the due time until now. Version 1 left the end of a wait where it had been."""

    version = 2
    before: datetime | None
    suspended_until: datetime | None = None

    @classmethod
    def upcast(cls, data: dict[str, object], version: int) -> dict[str, object]:
        return until_of(data) if version == 1 else data
