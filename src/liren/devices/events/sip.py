"""What happened to the lines of devices that speak GB/T 28181."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import AreaCode, Event


@dataclass(frozen=True, kw_only=True)
class SipPasswordIssued(Event):
    """A device has a new password to register with."""

    device: UUID
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class CatalogueAsked(Event):
    """A device is asked again which cameras it has."""

    device: UUID
    area: AreaCode
