"""What opens a case to its reporter (trust.links), and the keyed digest of the number it was reported from."""

from uuid import UUID

from liren.trust import links, sealed
from liren.trust.links import Secrets, digest, tail_digest, tail_of

__all__ = ["Secrets", "derived", "digest", "sender_of", "tail_digest", "tail_of"]


def derived(case: UUID, nonce: bytes) -> Secrets:
    """The same secrets for the same case and nonce, every time."""
    return links.derived("case", case, nonce)


def sender_of(phone: str) -> bytes | None:
    """A keyed digest of a whole number, for exact match; None for something that is none."""
    digits = "".join(c for c in phone if c.isdigit() and c.isascii())
    whole = len(digits) == 11 if digits.startswith("1") else 7 <= len(digits) <= 12
    return sealed.blind(f"cases.sender:{digits}") if whole else None
