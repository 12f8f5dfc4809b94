"""Which self-solved cases are verified by another person: drawn by a hash that anybody can compute again."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

SEED = "里仁为美"
"""Published. The moment of arrival is the server's, so a phone that makes ids cannot choose one that is spared."""


def drawn(case: UUID, reported_at: datetime, share: float) -> bool:
    """True for `share` of all cases, always the same ones."""
    ticket = sha256(f"{SEED}:{case}:{reported_at.timestamp():.6f}".encode()).digest()
    return int.from_bytes(ticket[:8], "big") < share * 2**64
