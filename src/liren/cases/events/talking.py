"""What the reporter said, or did not say in seven days, and that colleagues wrote to him or to each other."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.cases.events.base import CaseEvent
from liren.kernel import Code


@dataclass(frozen=True, kw_only=True)
class CaseConfirmed(CaseEvent, label="反映人评价"):
    """The reporter said whether it is solved and how satisfied he is; `confirm` = confirmed or disputed."""

    confirm: Code
    solved: bool
    satisfied: int | None
    confirmed_at: datetime
    note: UUID | None


@dataclass(frozen=True, kw_only=True)
class JoinedRated(CaseEvent, label="一起反映的人评价"):
    """Whose report was merged said how the common case ended. `confirm` stays: only its first reporter confirms a case."""

    solved: bool
    satisfied: int | None
    note: UUID | None


@dataclass(frozen=True, kw_only=True)
class ConfirmationLapsed(CaseEvent, label="七天没有回音，记为未确认"):
    """Seven days of silence."""

    confirm: Code


@dataclass(frozen=True, kw_only=True)
class CaseReopened(CaseEvent, label="要求重办"):
    """The reporter asked for it to be done again. From version 2 on, who helped is decided anew with who leads."""

    version = 2

    reopens: int
    confirm: Code
    result: None = None
    verifier: None = None
    unit: None = None
    handler: None = None
    helpers: tuple[UUID, ...] = ()
    closed_at: None = None
    note: UUID


@dataclass(frozen=True, kw_only=True)
class CaseWithdrawn(CaseEvent, label="反映人撤回"):
    """The reporter called it back."""

    closed_at: datetime
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
class ReporterJoined(CaseEvent, label="又有人反映"):
    """One more reporter follows the case."""

    followers: int
    account: UUID | None
    note: UUID


@dataclass(frozen=True, kw_only=True)
class ReporterMessaged(CaseEvent, label="给反映人留言"):
    """The reporter was written to."""

    note: UUID


@dataclass(frozen=True, kw_only=True)
class CaseNoted(CaseEvent, label="内部备注"):
    """A colleague noted something that the reporter does not see."""

    note: UUID
