"""Orders about devices that speak GB/T 28181. A password travels here and is sealed; events never carry it."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import Command


@dataclass(frozen=True, kw_only=True)
class IssueSipPassword(Command):
    """Give a device the password under which it registers; the one before is no longer good."""

    device: UUID
    password: str


@dataclass(frozen=True, kw_only=True)
class AskCatalogue(Command):
    """Ask a device again which cameras it has."""

    device: UUID
