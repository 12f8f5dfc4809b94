"""What happened around looking through cameras. Ids, codes, numbers; why somebody looked stands in the register alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from liren.kernel import Code, Event


@dataclass(frozen=True, kw_only=True)
class ViewsOffered(Event):
    """Cameras near a case are open to whoever handles it, the nearest first."""

    label: ClassVar[str] = "开放附近的摄像头"
    case: UUID
    cameras: tuple[UUID, ...]
    until: datetime


@dataclass(frozen=True, kw_only=True)
class OffersWithdrawn(Event):
    """The case ended and its cameras were closed."""

    label: ClassVar[str] = "收回摄像头"
    case: UUID
    cameras: tuple[UUID, ...]
    tickets: int


@dataclass(frozen=True, kw_only=True)
class ViewRequested(Event):
    """Somebody asks for a view without a case."""

    label: ClassVar[str] = "申请看视频"
    request: UUID
    camera: UUID
    purpose: Code
    mode: Code
    about: UUID | None


@dataclass(frozen=True, kw_only=True)
class ViewDecided(Event):
    """Another person said yes or no."""

    label: ClassVar[str] = "答复看视频的申请"
    request: UUID
    camera: UUID
    approved: bool


@dataclass(frozen=True, kw_only=True)
class TicketIssued(Event):
    """One person may look through one camera until a moment."""

    label: ClassVar[str] = "开看视频的票"
    ticket: UUID
    camera: UUID
    case: UUID | None
    request: UUID | None
    purpose: Code
    mode: Code
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class TicketRenewed(Event):
    """It goes on, once."""

    label: ClassVar[str] = "续看视频的票"
    ticket: UUID
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class TicketRevoked(Event):
    """It was given or taken back. `own`: by who held it."""

    label: ClassVar[str] = "收回看视频的票"
    ticket: UUID
    own: bool


@dataclass(frozen=True, kw_only=True)
class ViewOpened(Event):
    """The media engine began to show the picture."""

    label: ClassVar[str] = "开始看视频"
    view: UUID
    ticket: UUID
    camera: UUID
    case: UUID | None
    purpose: Code
    mode: Code


@dataclass(frozen=True, kw_only=True)
class ViewClosed(Event):
    """It ended; `why` is a code of rules.views.ENDS."""

    label: ClassVar[str] = "看完视频"
    view: UUID
    ticket: UUID
    camera: UUID
    why: Code
    seconds: int


@dataclass(frozen=True, kw_only=True)
class FootageAsked(Event):
    """A resident asks to see recordings."""

    label: ClassVar[str] = "申请查阅录像"
    request: UUID
    camera: UUID | None
    ground: Code
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class FootageDecided(Event):
    """The manager answered."""

    label: ClassVar[str] = "答复查阅录像的申请"
    request: UUID
    decision: Code
