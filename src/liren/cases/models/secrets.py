"""What opens a case to its reporter: derived from the case and a nonce, stored only as digests.

The link carries 256 bits. On paper a code of 12 characters goes with a tail: the last four digits of the phone, or a
PIN where no phone was left.
"""

from base64 import b32encode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from liren.trust import sealed

CODE_BYTES = 8
CODE_LENGTH = 12
TAIL = 4


@dataclass(frozen=True, slots=True)
class Secrets:
    """The token of the link, the code on paper, and the PIN for who left no phone."""

    token: str
    code: str
    pin: str


def derived(case: UUID, nonce: bytes) -> Secrets:
    """The same secrets for the same case and nonce, every time."""
    token = urlsafe_b64encode(sealed.derive("case.link", case.bytes, nonce)).decode().rstrip("=")
    code = b32encode(sealed.derive("case.code", case.bytes, nonce)[:CODE_BYTES]).decode()[:CODE_LENGTH]
    pin = int.from_bytes(sealed.derive("case.pin", case.bytes, nonce)[:CODE_BYTES], "big") % 10**TAIL
    return Secrets(token, code, f"{pin:0{TAIL}d}")


def digest(secret: str) -> bytes:
    """What is stored of a token or code."""
    return sha256(secret.encode()).digest()


def tail_of(case: UUID, phone: str, pin: str) -> bytes:
    """What is stored of the tail: keyed, because four digits are soon guessed."""
    digits = "".join(c for c in phone if c.isdigit())
    return tail_digest(case, digits[-TAIL:] if digits else pin)


def tail_digest(case: UUID, tail: str) -> bytes:
    """The keyed digest of four digits for one case."""
    return sealed.blind(f"{case}:{tail}")


def sender_of(phone: str) -> bytes | None:
    """A keyed digest of a whole number, for exact match; None for something that is none."""
    digits = "".join(c for c in phone if c.isdigit() and c.isascii())
    whole = len(digits) == 11 if digits.startswith("1") else 7 <= len(digits) <= 12
    return sealed.blind(f"cases.sender:{digits}") if whole else None
