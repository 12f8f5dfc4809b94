"""Orders about where somebody is reached outside the inbox. The bearer is an account or a secret link, never both."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import AreaCode, Code, Command

BY_HAND, BY_PAGE = Code("hand"), Code("page")


@dataclass(frozen=True, kw_only=True)
class BindAddress(Command):
    """Reach this account, or whoever holds this secret link, at `address` of a channel; the one before it ends.

    `how`: by code (a code sent there was read back), by sign_in (the provider said who it is), by desk (told to the
    staff), by hand (typed by its bearer and not proved). `area` is where the bearer belongs, for the journal. `veiled`:
    nothing may find the bearer by this address (the link of a sealed report).
    """

    area: AreaCode
    account: UUID | None = None
    link: UUID | None = None
    channel: Code
    address: str
    how: Code = BY_HAND
    veiled: bool = False


@dataclass(frozen=True, kw_only=True)
class StopAddress(Command):
    """Send nothing more there. By its bearer: the own address of a channel ends. By the house (a stop word that came in
    at the provider): every bearer of `address` is left alone, and it is not bound again except by code or desk.
    """

    area: AreaCode
    account: UUID | None = None
    link: UUID | None = None
    channel: Code
    address: str = ""
    how: Code = BY_PAGE


@dataclass(frozen=True, kw_only=True)
class ChooseChannels(Command):
    """How the bearer wants to be told: channels in the order to try; none means the inbox only."""

    area: AreaCode
    account: UUID | None = None
    link: UUID | None = None
    channels: tuple[Code, ...]
