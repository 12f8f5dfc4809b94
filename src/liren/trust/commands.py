"""Orders of the trust room: grants that follow appointments, and accounts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import AreaCode, Command


@dataclass(frozen=True, kw_only=True)
class IssueGrants(Command):
    """Give an account the rights of a duty over an area for a period. Ordered by people, through `do`."""

    duty: UUID
    account: UUID
    post: str
    rights: tuple[str, ...]
    area: AreaCode
    unit: UUID | None
    kinds: tuple[str, ...]
    secrecy_max: int
    start: datetime
    end: datetime | None


@dataclass(frozen=True, kw_only=True)
class CloseGrants(Command):
    """End the rights of a duty at a moment; the rows stay as history."""

    duty: UUID
    area: AreaCode
    at: datetime


@dataclass(frozen=True, kw_only=True)
class OpenAccount(Command):
    """Make a sign-in name. The password is hashed before it reaches a row; None: none yet.

    `demo` accounts open by one click, and only where the data directory was made by `liren demo`.
    """

    account: UUID
    username: str
    name: str
    password: str | None
    must_use_totp: bool
    demo: bool = False
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class ResetPassword(Command):
    """Give an account another first password, because its owner lost it; open sessions end with the old one."""

    account: UUID
    password: str
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class RetryDeliveries(Command):
    """Put what is in trouble back to work: one lane of a flow, or (`lane` None) all of it in an area.

    A `flow` that begins with `timer.` names a kind of timer; its lane is the timer's subject.
    """

    flow: str
    lane: UUID | None = None
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class CloseAccount(Command):
    """Shut an account: no sign-in from now on, its sessions end, its history stays."""

    account: UUID
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class IssueResetCode(Command):
    """Give out a one-time code, good for a day, with which the owner of an account chooses a new password.

    The old password is void at once and open sessions end with it. `forget_totp`: the phone with the second step is
    lost; it is set up anew at the next sign-in.
    """

    account: UUID
    code: str
    forget_totp: bool = False
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class RedeemResetCode(Command):
    """Choose a password with a one-time code. Anybody may try; how often is limited at the door."""

    username: str
    code: str
    password: str


@dataclass(frozen=True, kw_only=True)
class EndSession(Command):
    """Sign one device of one's own out."""

    device: UUID


@dataclass(frozen=True, kw_only=True)
class EndSessions(Command):
    """Sign every device of an account out."""

    account: UUID
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class IssueKey(Command):
    """Give another system a key over an area, for some scopes, until a day (a year from now unless it is said).

    `secret` is made where it will be shown, once; only its digest is kept. What a `sandbox` key orders is taken back.
    """

    client: UUID
    secret: str
    name: str
    scopes: tuple[str, ...]
    area: AreaCode
    until: datetime | None = None
    sandbox: bool = False
    per_minute: int = 600


@dataclass(frozen=True, kw_only=True)
class RevokeKey(Command):
    """End a key at once, for a reason that stays with it."""

    client: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class SignInByPhone(Command):
    """Open the resident's account of a phone with the code that was sent there, or make one under the id `account`.

    Anybody may try; how often is limited at the door.
    """

    account: UUID
    phone: str
    code: str


@dataclass(frozen=True, kw_only=True)
class CloseOwnAccount(Command):
    """A resident closes the account of his phone: the number is forgotten, sessions end, what he reported goes on."""

    account: UUID
