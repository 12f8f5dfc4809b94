"""Orders about webhooks: which address of another system is told what of the cases that its key may see."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import AreaCode, Code, Command


@dataclass(frozen=True, kw_only=True)
class SubscribeHook(Command):
    """Tell an address about events of the cases that a key may see. `secret` signs the calls; it is shown once and kept sealed."""

    hook: UUID
    client: UUID
    url: str
    events: tuple[Code, ...]
    secret: str


@dataclass(frozen=True, kw_only=True)
class HookCommand(Command):
    """An order about one webhook."""

    hook: UUID


@dataclass(frozen=True, kw_only=True)
class ChangeHook(HookCommand):
    """Another address, other events, another secret; rest it, or call it again after it rested or was switched off.

    What is None stays as it is.
    """

    url: str | None = None
    events: tuple[Code, ...] | None = None
    secret: str | None = None
    calling: bool | None = None


@dataclass(frozen=True, kw_only=True)
class EndHook(HookCommand):
    """Call this address no more; what waits is not sent."""


@dataclass(frozen=True, kw_only=True)
class ReplayHook(HookCommand):
    """Send again what was sent before, under the same ids: one call, or everything since a moment."""

    delivery: UUID | None = None
    since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PingHook(HookCommand):
    """Send one call without a case, to try address and signature."""


@dataclass(frozen=True, kw_only=True)
class DisableHook(HookCommand):
    """Switch off an address that took nothing for days. What waits is kept."""


@dataclass(frozen=True, kw_only=True)
class TellHooks(Command):
    """Put one event of a case into the queues of some webhooks. `facts` are codes and ids, never words."""

    hooks: tuple[UUID, ...]
    event: Code
    entry: UUID
    subject: UUID
    area: AreaCode
    at: datetime
    facts: tuple[tuple[Code, str], ...] = ()
