"""What happened to a case. Ids, codes, numbers and times; words live in case notes, named here by `note`.

Each event says where the case stands afterwards (`state`, the next clock and its due time) and carries every state
field it changes under that field's own name, so that rules/fold.py can rebuild a case from its events alone.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from liren.kernel import AreaCode, Code, Event

EVENTS: dict[str, "type[CaseEvent]"] = {}
"""Every case event by its name."""


@dataclass(frozen=True, kw_only=True)
class CaseEvent(Event):
    """Something that happened to a case, and where the case stands afterwards."""

    label: ClassVar[str]
    case: UUID
    state: Code
    next_clock: Code | None = None
    next_due_at: datetime | None = None

    def __init_subclass__(cls, *, label: str) -> None:
        cls.label = label
        EVENTS[cls.__name__] = cls


@dataclass(frozen=True, kw_only=True)
class CaseReported(CaseEvent, label="上报"):
    """Somebody reported; the place was found, or not (`placed` = outside)."""

    kind: Code
    entry: UUID
    workflow: Code
    channel: Code
    severity: Code
    secrecy: int
    serial: int
    area: AreaCode | None
    area_version: int
    scope: AreaCode
    placed: Code
    reporter: UUID | None
    about_unit: UUID | None
    contactable: bool
    on_behalf: bool
    occurred_at: datetime | None
    reported_at: datetime
    photos_before: int
    note: UUID


@dataclass(frozen=True, kw_only=True)
class CaseHanded(CaseEvent, label="交给网格员"):
    """The keeper of the place has it."""

    keeper: UUID


@dataclass(frozen=True, kw_only=True)
class CaseFiled(CaseEvent, label="立案"):
    """It was accepted as a case."""

    filed_at: datetime


@dataclass(frozen=True, kw_only=True)
class CaseRefused(CaseEvent, label="不予受理"):
    """It was not accepted, by one of the six exits; `told` is the channel that was named instead."""

    exit: Code
    told: Code
    closed_at: datetime
    note: UUID


@dataclass(frozen=True, kw_only=True)
class CaseDispatched(CaseEvent, label="派遣"):
    """It was sent to a unit or an account."""

    filed_at: datetime
    dispatched_at: datetime
    unit: UUID | None
    handler: UUID | None
    note: UUID


@dataclass(frozen=True, kw_only=True)
class CaseTakenUp(CaseEvent, label="签收"):
    """Somebody signed for it and handles it now."""

    filed_at: datetime
    handler: UUID
    hands: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class ReporterContacted(CaseEvent, label="联系反映人"):
    """The reporter was reached."""

    contacted_at: datetime
    note: UUID


@dataclass(frozen=True, kw_only=True)
class CaseReturned(CaseEvent, label="退回"):
    """The unit gave it back, which it may do once."""

    returns: int
    unit: None = None
    handler: None = None
    relief: None = None
    note: UUID


@dataclass(frozen=True, kw_only=True)
class ArbitrationAsked(CaseEvent, label="申请裁定"):
    """Who must handle it was put to the arbiter."""

    arbitrations: int
    relief: None = None
    note: UUID


@dataclass(frozen=True, kw_only=True)
class ArbitrationDecided(CaseEvent, label="裁定"):
    """The arbiter named the unit that must handle it."""

    unit: UUID | None
    handler: UUID | None
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
class ReliefAsked(CaseEvent, label="申请延期或缓办"):
    """The handler asked for more time or to wait."""

    relief: Code
    relief_days: int
    relief_by: UUID | None
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
class CaseMerged(CaseEvent, label="并案"):
    """It was folded into another case."""

    into: UUID
    closed_at: datetime


@dataclass(frozen=True, kw_only=True)
class CaseUnmerged(CaseEvent, label="撤销并案"):
    """It stands on its own again."""

    into: None = None
    closed_at: None = None


@dataclass(frozen=True, kw_only=True)
class CaseSolvedOnSpot(CaseEvent, label="自办自结"):
    """The keeper put it right on the spot; `drawn` ones are verified by another person."""

    drawn: bool
    result: Code
    handler: UUID
    hands: tuple[UUID, ...]
    photos_after: int
    closed_at: datetime | None
    confirm: Code
    note: UUID


@dataclass(frozen=True, kw_only=True)
class CaseConfirmed(CaseEvent, label="反映人评价"):
    """The reporter said whether it is solved and how satisfied he is; `confirm` = confirmed or disputed."""

    confirm: Code
    solved: bool
    satisfied: int | None
    confirmed_at: datetime
    note: UUID | None


@dataclass(frozen=True, kw_only=True)
class ConfirmationLapsed(CaseEvent, label="七天没有回音，记为未确认"):
    """Seven days of silence."""

    confirm: Code


@dataclass(frozen=True, kw_only=True)
class CaseReopened(CaseEvent, label="要求重办"):
    """The reporter asked for it to be done again."""

    reopens: int
    confirm: Code
    result: None = None
    verifier: None = None
    unit: None = None
    handler: None = None
    closed_at: None = None
    note: UUID


@dataclass(frozen=True, kw_only=True)
class CaseWithdrawn(CaseEvent, label="反映人撤回"):
    """The reporter called it back."""

    closed_at: datetime
    note: UUID


@dataclass(frozen=True, kw_only=True)
class KindCorrected(CaseEvent, label="改类别"):
    """It is of another kind or severity than was reported."""

    kind: Code
    entry: UUID
    severity: Code
    note: UUID


@dataclass(frozen=True, kw_only=True)
class PlaceCorrected(CaseEvent, label="改地点"):
    """It lies elsewhere than was reported; the keeper of the old place no longer has it."""

    area: AreaCode | None
    area_version: int
    scope: AreaCode
    placed: Code
    keeper: None = None
    note: UUID


@dataclass(frozen=True, kw_only=True)
class WordsAdded(CaseEvent, label="反映人补充"):
    """The reporter said more."""

    note: UUID


@dataclass(frozen=True, kw_only=True)
class PhotosAdded(CaseEvent, label="补充照片"):
    """Photos came in later."""

    photos_before: int
    photos_after: int


@dataclass(frozen=True, kw_only=True)
class ReporterMessaged(CaseEvent, label="给反映人留言"):
    """The reporter was written to."""

    note: UUID


@dataclass(frozen=True, kw_only=True)
class CaseNoted(CaseEvent, label="内部备注"):
    """A colleague noted something that the reporter does not see."""

    note: UUID


@dataclass(frozen=True, kw_only=True)
class ReporterJoined(CaseEvent, label="又有人反映"):
    """One more reporter follows the case."""

    followers: int
    account: UUID | None
    note: UUID


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
    """The next one up the duty chain was told that it is late."""

    escalation: int


@dataclass(frozen=True, kw_only=True)
class ClocksRecalculated(CaseEvent, label="重算时限"):
    """The calendar changed; `before` is the due time until now."""

    before: datetime | None


@dataclass(frozen=True, kw_only=True)
class CaseDispatchedAsLogged(CaseEvent, label="原记录：已派"):
    """The log says to whom it was sent."""

    unit: UUID


@dataclass(frozen=True, kw_only=True)
class CaseClosedAsLogged(CaseEvent, label="原记录：已结"):
    """The log says that it was closed, not that it was solved."""

    closed_at: datetime
