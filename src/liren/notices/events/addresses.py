"""Addresses as the journal knows them: which channel and how, never the address."""

from dataclasses import dataclass

from liren.kernel import Code, Event


@dataclass(frozen=True, kw_only=True)
class AddressBound(Event):
    """An account or a secret link is reached by a channel from now on."""

    channel: Code
    how: Code


@dataclass(frozen=True, kw_only=True)
class AddressStopped(Event):
    """Nothing more goes to the bearer's address of a channel."""

    channel: Code
    how: Code


@dataclass(frozen=True, kw_only=True)
class NumberStopped(Event):
    """A stop word came in: `bearers` accounts or links had bound the address, nothing more goes there."""

    channel: Code
    bearers: int


@dataclass(frozen=True, kw_only=True)
class ChannelsChosen(Event):
    """Somebody said how they want to be told."""

    channels: tuple[Code, ...]
