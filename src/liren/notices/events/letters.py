"""What was done about messages that did not go out."""

from dataclasses import dataclass

from liren.kernel import Code, Event


@dataclass(frozen=True, kw_only=True)
class LettersRetried(Event):
    """`count` letters are tried again; `channel` None: of every channel."""

    channel: Code | None
    count: int


@dataclass(frozen=True, kw_only=True)
class LetterDropped(Event):
    """A letter was given up; its notice stays in the inbox."""

    channel: Code | None


@dataclass(frozen=True, kw_only=True)
class LetterRerouted(Event):
    """A letter goes by another channel."""

    channel: Code


@dataclass(frozen=True, kw_only=True)
class AddressCorrected(Event):
    """The desk put another address in the place of one that did not work."""

    channel: Code
    reason: Code
