"""What opens one thing to whoever asked for it: derived from its id and a nonce, stored only as digests.

The link carries 256 bits. On paper a code of 12 characters goes with a tail: the last four digits of the phone, or a
PIN where no phone was left. `what` keeps the secrets of a room's things apart: "case", "order".
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


def derived(what: str, subject: UUID, nonce: bytes) -> Secrets:
    """The same secrets for the same subject and nonce, every time."""
    token = urlsafe_b64encode(sealed.derive(f"{what}.link", subject.bytes, nonce)).decode().rstrip("=")
    code = b32encode(sealed.derive(f"{what}.code", subject.bytes, nonce)[:CODE_BYTES]).decode()[:CODE_LENGTH]
    pin = int.from_bytes(sealed.derive(f"{what}.pin", subject.bytes, nonce)[:CODE_BYTES], "big") % 10**TAIL
    return Secrets(token, code, f"{pin:0{TAIL}d}")


def digest(secret: str) -> bytes:
    """What is stored of a token or code."""
    return sha256(secret.encode()).digest()


def tail_of(subject: UUID, phone: str, pin: str) -> bytes:
    """What is stored of the tail: keyed, because four digits are soon guessed."""
    digits = "".join(c for c in phone if c.isdigit())
    return tail_digest(subject, digits[-TAIL:] if digits else pin)


def tail_digest(subject: UUID, tail: str) -> bytes:
    """The keyed digest of four digits for one subject."""
    return sealed.blind(f"{subject}:{tail}")
