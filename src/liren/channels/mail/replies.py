"""The address to which an answer to a progress mail goes: it names the report, signed, so that nobody can make one up.

liren@example.cn becomes liren+<42 characters>@example.cn: the report's id and 80 bits of a keyed digest, in base32.
"""

from base64 import b32decode, b32encode
from binascii import Error
from hmac import compare_digest
from uuid import UUID

from liren.trust import sealed

MAC = 10


def reply_to(address: str, about: UUID) -> str:
    """The county's address with the report in it."""
    name, _, host = address.partition("@")
    token = b32encode(about.bytes + _mac(about)).decode().rstrip("=").lower()
    return f"{name}+{token}@{host}"


def about(address: str) -> UUID | None:
    """The report that an address names; None for one without, or with a signature that is not ours."""
    token = address.partition("@")[0].partition("+")[2].upper()
    try:
        raw = b32decode(token + "=" * (-len(token) % 8))
    except (Error, ValueError):
        return None
    if len(raw) != 16 + MAC:
        return None
    found = UUID(bytes=raw[:16])
    return found if compare_digest(raw[16:], _mac(found)) else None


def _mac(about: UUID) -> bytes:
    return sealed.derive("mail.reply", about.bytes)[:MAC]
