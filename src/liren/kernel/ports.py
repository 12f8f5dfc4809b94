"""Ports: what an inner room needs from the outside world. The channel that can do it registers at boot."""

from typing import Protocol


class Undelivered(Exception):
    """A message did not go out. `final`: trying again is useless (no such address)."""

    def __init__(self, trouble: str, *, final: bool = False) -> None:
        super().__init__(trouble)
        self.final = final


class Sender(Protocol):
    """Carries a message to an address of its kind: e-mail now, SMS or WeCom when a county has them."""

    name: str

    def send(self, address: str, title: str, body: str) -> None:
        """Deliver, or raise Undelivered. Network work: never called inside a business transaction."""


SENDERS: dict[str, Sender] = {}


def register(sender: Sender) -> None:
    """Make a sender known under its name."""
    SENDERS[sender.name] = sender
