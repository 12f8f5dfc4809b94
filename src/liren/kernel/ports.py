"""Ports: what an inner room needs from the outside world. The channel that can do it registers at boot."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable
from uuid import UUID


class Undelivered(Exception):
    """A message did not go out; the text says why, in plain Chinese.

    `final`: trying this address again is useless (no such number, no such account).
    `down`: the provider itself does not answer or takes nothing from us; the channel rests, the message is not blamed.
    `unsure`: it may have gone out (no answer after the request); the next try carries the same key and the same words.
    """

    def __init__(self, trouble: str, *, final: bool = False, down: bool = False, unsure: bool = False) -> None:
        super().__init__(trouble)
        self.final, self.down, self.unsure = final, down, unsure


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message to one address.

    `title` and `body` are the words for channels that take free text; `url` the page it is about, "" for none.
    `template` is what the provider calls the approved wording (a county's own data), "" for free text, and `slots` fill
    it in the order of its blanks. `key` is the same for every try of the same words, 32 hex digits: the provider's
    de-duplication key where it knows one. `about` is the report whose reporter is told: an answer belongs to it.
    """

    address: str
    title: str
    body: str
    key: str
    url: str = ""
    template: str = ""
    slots: tuple[tuple[str, str], ...] = ()
    about: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The provider took it. `id` is its own number for the message, under which it tells later whether it arrived."""

    id: str = ""


class Sender(Protocol):
    """Carries a message to an address of its kind. `name` is the channel: email, sms, wecom, wecom_robot, wechat."""

    name: str

    def send(self, message: Outgoing) -> Receipt:
        """Hand it to the provider, or raise Undelivered. Network work: never called inside a business transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the provider says later of the message `id`: it arrived, or why it did not (plain Chinese, with its code)."""

    id: str
    delivered: bool
    at: datetime
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody sent back to the county's number: the address it came from, and the words."""

    address: str
    words: str
    at: datetime


@runtime_checkable
class Hearing(Protocol):
    """A sender whose provider tells afterwards what became of messages, and what was answered."""

    name: str

    def heard(self) -> Iterator[Report | Answer]:
        """What came in since the last time, each once; the next one is asked for when this one is written down."""


SENDERS: dict[str, Sender] = {}


def register(sender: Sender) -> None:
    """Make a sender known under its name."""
    SENDERS[sender.name] = sender


class Caller(Protocol):
    """Calls an address of another system with a body that is ready and signed."""

    def call(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """POST it and return the status that was answered. Raises Undelivered when nothing was (or it may not be called)."""


CALLERS: list[Caller] = []
"""Empty, or the one caller that the channels registered."""
