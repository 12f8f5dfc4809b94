"""What the trust room remembers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import AreaCode, Code, Event


@dataclass(frozen=True, kw_only=True)
class GrantsIssued(Event):
    """An account holds the rights of a post over an area from `start` to `end` (None: until closed)."""

    duty: UUID
    account: UUID
    post: Code
    rights: tuple[Code, ...]
    area: AreaCode
    unit: UUID | None
    start: datetime
    end: datetime | None


@dataclass(frozen=True, kw_only=True)
class GrantsClosed(Event):
    """The rights of a duty end at `at`."""

    duty: UUID
    at: datetime


@dataclass(frozen=True, kw_only=True)
class AccountOpened(Event):
    """A sign-in name exists."""

    account: UUID


@dataclass(frozen=True, kw_only=True)
class PasswordReset(Event):
    """An account got another first password."""

    account: UUID


@dataclass(frozen=True, kw_only=True)
class DeliveriesRetried(Event):
    """Deliveries (or timers) of a flow that were in trouble are tried again; `freed` is how many."""

    flow: Code
    lane: UUID | None
    freed: int


@dataclass(frozen=True, kw_only=True)
class AccountClosed(Event):
    """A sign-in name no longer opens anything."""

    account: UUID


@dataclass(frozen=True, kw_only=True)
class ResetCodeIssued(Event):
    """A one-time code was given out for an account, good until `until`; the old password is void."""

    account: UUID
    until: datetime


@dataclass(frozen=True, kw_only=True)
class PasswordChosen(Event):
    """The owner of an account chose a password with a one-time code."""

    account: UUID


@dataclass(frozen=True, kw_only=True)
class SessionsEnded(Event):
    """Devices of an account were signed out, by their owner or by whoever keeps the accounts."""

    account: UUID
    devices: int


@dataclass(frozen=True, kw_only=True)
class KeyIssued(Event):
    """Another system got a key for some scopes over an area until a moment; a sandbox key changes nothing."""

    client: UUID
    scopes: tuple[Code, ...]
    area: AreaCode
    until: datetime
    sandbox: bool


@dataclass(frozen=True, kw_only=True)
class KeyRevoked(Event):
    """A key opens nothing any more."""

    client: UUID


@dataclass(frozen=True, kw_only=True)
class PhoneVerified(Event):
    """A resident showed that a phone is his; `opened`: his account was made with it."""

    account: UUID
    opened: bool
