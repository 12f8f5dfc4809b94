"""UUIDv7, made where the thing is born, so that a retry is the same thing (RFC 9562)."""

from datetime import UTC, datetime
from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A fresh, time-ordered id."""
    return uuid7()


def id_at(moment: datetime, noise: bytes) -> UUID:
    """The UUIDv7 of a given moment with ten given bytes of noise: ids that a replay makes twice alike."""
    stamp = int(moment.astimezone(UTC).timestamp() * 1000).to_bytes(6, "big")
    raw = bytearray(stamp + noise[:10])
    raw[6] = 0x70 | (raw[6] & 0x0F)
    raw[8] = 0x80 | (raw[8] & 0x3F)
    return UUID(bytes=bytes(raw))
