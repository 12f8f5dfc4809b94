"""What the handler did: signed for it, reached the reporter, gave it back, said what came of it, asked for time."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.cases.events.base import CaseEvent
from liren.kernel import Code


@dataclass(frozen=True, kw_only=True)
class CaseTakenUp(CaseEvent, label="签收"):
    """Somebody signed for it and handles it now."""

    filed_at: datetime
    handler: UUID
    hands: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class CasePassedOn(CaseEvent, label="转给接任的人"):
    """Whoever handled it went; their successor handles it now."""

    handler: UUID
    hands: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class ReporterContacted(CaseEvent, label="联系反映人"):
    """The reporter was reached."""

    contacted_at: datetime
    note: UUID


@dataclass(frozen=True, kw_only=True)
class CaseReturned(CaseEvent, label="退回"):
    """The unit gave it back, which it may do once. `return_ground`: why it is not its own; None before version 2.

    `return_item` is the item of the duty list that the unit named, from version 3 on. Nobody helps with a case that
    nobody leads: `helpers` is empty, from version 4 on.
    """

    version = 4

    returns: int
    return_ground: Code | None = None
    return_item: Code | None = None
    unit: None = None
    handler: None = None
    helpers: tuple[UUID, ...] = ()
    relief: None = None
    note: UUID


@dataclass(frozen=True, kw_only=True)
class ArbitrationAsked(CaseEvent, label="申请裁定"):
    """Who must handle it was put to the arbiter."""

    arbitrations: int
    relief: None = None
    note: UUID


@dataclass(frozen=True, kw_only=True)
class ResultReported(CaseEvent, label="反馈结果"):
    """The handler said what came of it."""

    result: Code
    hands: tuple[UUID, ...]
    photos_after: int
    relief: None = None
    note: UUID


@dataclass(frozen=True, kw_only=True)
class HelpReported(CaseEvent, label="反馈配合情况"):
    """A helping unit said what it did of its part."""

    by_unit: UUID
    photos_after: int
    note: UUID


@dataclass(frozen=True, kw_only=True)
class ReliefAsked(CaseEvent, label="申请延期或缓办"):
    """The handler asked for more time or to wait."""

    relief: Code
    relief_days: int
    relief_by: UUID | None
    note: UUID
