"""Passwords with which devices log in at the MQTT broker."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import Command


@dataclass(frozen=True, kw_only=True)
class IssueCredential(Command):
    """Give a device a password, a new one in place of the one before. `secret` is shown once; only its hash is kept."""

    device: UUID
    secret: str


@dataclass(frozen=True, kw_only=True)
class RevokeCredential(Command):
    """A device must not log in any more: its password was lost, or the device was."""

    device: UUID
