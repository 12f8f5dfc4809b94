"""Orders about looking through cameras, and what residents ask for (art. 21). Words travel here; events never carry them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import AreaCode, Code, Command


@dataclass(frozen=True, kw_only=True)
class OfferViews(Command):
    """Open the cameras nearest to a case of public safety to whoever handles it. Ordered by a flow, when it is dispatched."""

    case: UUID
    area: AreaCode
    kind: Code
    lon: float
    lat: float
    units: tuple[UUID, ...]
    accounts: tuple[UUID, ...]
    barred_unit: UUID | None
    barred_account: UUID | None


@dataclass(frozen=True, kw_only=True)
class WithdrawOffers(Command):
    """The case has ended: its cameras are closed, tickets taken back, views ended."""

    case: UUID
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class RequestView(Command):
    """Ask for a view without a case; another person decides. `about` is the alarm or task it is for."""

    request: UUID
    camera: UUID
    purpose: str
    mode: str
    words: str
    about: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class DecideView(Command):
    """Say yes or no to a request of somebody else, with the reason."""

    request: UUID
    approved: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class IssueTicket(Command):
    """Take a ticket for one camera, for oneself, for ten minutes at most. `case` None: by one's approved request."""

    ticket: UUID
    camera: UUID
    case: UUID | None
    purpose: str
    mode: str
    words: str


@dataclass(frozen=True, kw_only=True)
class RenewTicket(Command):
    """Let one's ticket go on once more."""

    ticket: UUID


@dataclass(frozen=True, kw_only=True)
class RevokeTicket(Command):
    """Give one's ticket back, or take somebody's back."""

    ticket: UUID


@dataclass(frozen=True, kw_only=True)
class OpenView(Command):
    """A media engine says that a reader begins. Ordered by the door, after it knew the engine and the ticket's signature."""

    ticket: UUID
    path: str
    action: str
    session: str
    identified: bool


@dataclass(frozen=True, kw_only=True)
class CloseViews(Command):
    """Views of a camera that are over: nobody reads any more, or their tickets have run out (`run_out` only those)."""

    camera: UUID
    run_out: bool


@dataclass(frozen=True, kw_only=True)
class AskFootage(Command):
    """A resident asks to see recordings, to protect life, health or property (art. 21). `camera` where one was chosen."""

    request: UUID
    area: AreaCode
    camera: UUID | None
    place: str
    since: datetime | None
    until: datetime | None
    ground: str
    relation: str
    words: str
    name: str
    phone: str


@dataclass(frozen=True, kw_only=True)
class DecideFootage(Command):
    """The manager answers a resident's request with a reason. The video itself never passes through Liren."""

    request: UUID
    decision: str
    reason: str
