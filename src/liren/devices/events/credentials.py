"""What becomes of the passwords of devices. No secret, no hash."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import Event


@dataclass(frozen=True, kw_only=True)
class CredentialIssued(Event):
    """A device has a password at the MQTT broker, the one before is void."""

    device: UUID


@dataclass(frozen=True, kw_only=True)
class CredentialRevoked(Event):
    """A device has no password any more."""

    device: UUID
