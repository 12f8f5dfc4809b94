"""Orders about the members who take orders, and about matching many orders with them at once."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liren.kernel import AreaCode, Code, Command


@dataclass(frozen=True, slots=True, kw_only=True)
class Free:
    """A part of a weekday (1 Monday … 7 Sunday) that a member has free."""

    weekday: int
    part: str


@dataclass(frozen=True, kw_only=True)
class RegisterMember(Command):
    """Enter an account as somebody who takes orders (志愿服务队员).

    `home` is the area the member sets out from (a micro-grid or a grid), `areas` where they help, `skills` kinds of service.
    Registered by oneself it waits for the community, unless one's post says `services.claim`; registered by the
    community it waits for the member's own yes. `gender` is asked only because requesters may wish for one.
    """

    member: UUID
    account: UUID
    home: AreaCode
    skills: tuple[Code, ...]
    areas: tuple[AreaCode, ...]
    free: tuple[Free, ...]
    gender: Code
    visits: bool = True
    most_open: int = 3


@dataclass(frozen=True, kw_only=True)
class MemberCommand(Command):
    """An order about one member."""

    member: UUID


@dataclass(frozen=True, kw_only=True)
class ConfirmMember(MemberCommand):
    """Say yes to a membership: the community to one that applied, the member to one that was invited.

    Where an invited member said yes otherwise, the community takes down `how` (`kinds.CONSENTS`) and `on` which day.
    """

    how: Code | None = None
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class CorrectMember(MemberCommand):
    """Put a member's entry right, whole. `paused`: no offers for now."""

    home: AreaCode
    skills: tuple[Code, ...]
    areas: tuple[AreaCode, ...]
    free: tuple[Free, ...]
    visits: bool = True
    most_open: int = 3
    paused: bool = False


@dataclass(frozen=True, kw_only=True)
class LeaveMembership(MemberCommand):
    """Stop, whenever one likes; orders in hand are offered to others.

    Of an invitation that was declined or withdrawn, and of an application taken back, nothing stays.
    """


@dataclass(frozen=True, kw_only=True)
class AskBatch(Command):
    """Have every order of an area that waits for somebody matched with members, by the worker."""

    batch: UUID
    area: AreaCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """One suggestion of a batch: metres away, orders then in hand; or no member, and why (`matching.REASONS`)."""

    order: UUID
    member: UUID | None = None
    metres: int = 0
    load: int = 0
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class KeepBatch(Command):
    """Keep what the matching found; nothing is assigned by it."""

    batch: UUID
    pairings: tuple[Pairing, ...]
