"""What is remembered of webhooks: which key was given which, never an address or a secret."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from liren.kernel import Code, Event


@dataclass(frozen=True, kw_only=True)
class HookSubscribed(Event):
    """Another system is told about some events from now on."""

    label: ClassVar[str] = "登记回调"

    hook: UUID
    client: UUID
    events: tuple[Code, ...]


@dataclass(frozen=True, kw_only=True)
class HookChanged(Event):
    """What of a webhook was changed: url, events, secret, calling."""

    label: ClassVar[str] = "修改回调"

    hook: UUID
    changed: tuple[Code, ...]
    calling: bool


@dataclass(frozen=True, kw_only=True)
class HookEnded(Event):
    """A webhook is over."""

    label: ClassVar[str] = "取消回调"

    hook: UUID


@dataclass(frozen=True, kw_only=True)
class HookReplayed(Event):
    """So many calls are sent again."""

    label: ClassVar[str] = "重发回调"

    hook: UUID
    calls: int


@dataclass(frozen=True, kw_only=True)
class HookDisabled(Event):
    """An address took nothing for days and is called no more. `owner` is the account that subscribed it, if one did."""

    label: ClassVar[str] = "停用回调"

    hook: UUID
    owner: UUID | None
    waiting: int
