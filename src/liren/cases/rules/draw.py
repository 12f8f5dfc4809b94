"""Which self-solved cases are verified by another person: drawn by a hash that anybody can compute again."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

SEED = "里仁为美"
"""Published. The moment of arrival is the server's, so a phone that makes ids cannot choose one that is spared."""

DRUM = 2**64


def drawn(case: UUID, reported_at: datetime, share: float) -> bool:
    """True for `share` of all cases, always the same ones."""
    return ticket(case, reported_at) < share * DRUM


def ticket(case: UUID, reported_at: datetime) -> int:
    """The number that a case drew, 0 to DRUM: below its share of DRUM it is verified."""
    return int.from_bytes(sha256(f"{SEED}:{case}:{reported_at.timestamp():.6f}".encode()).digest()[:8], "big")
