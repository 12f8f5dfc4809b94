"""Sealed fields: encrypted at rest, masked on pages, found only by exact match.

AES-256-GCM from `cryptography`; the key comes from LIREN_SEAL_KEY and never enters the repository. The first byte
of a sealed value is the key's id, so that keys can be rotated.
"""

import hmac
import os
from functools import cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY_ID = 1
NONCE = 12


@cache
def _key(purpose: bytes) -> bytes:
    master = bytes.fromhex(settings.LIREN_SEAL_KEY)
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"liren." + purpose).derive(master)


def seal(text: str) -> bytes:
    """key id ‖ nonce ‖ ciphertext and tag."""
    return seal_bytes(text.encode())


def unseal(content: bytes) -> str:
    """The text again. Raises cryptography.exceptions.InvalidTag when it was altered or the key is another."""
    return unseal_bytes(content).decode()


def seal_bytes(content: bytes) -> bytes:
    """`seal` for what is not text: a file that waits, the inverse of an import."""
    nonce = os.urandom(NONCE)
    return bytes([KEY_ID]) + nonce + AESGCM(_key(b"seal")).encrypt(nonce, content, bytes([KEY_ID]))


def unseal_bytes(content: bytes) -> bytes:
    """The bytes again. Raises as `unseal`."""
    content = bytes(content)
    return AESGCM(_key(b"seal")).decrypt(content[1 : 1 + NONCE], content[1 + NONCE :], content[:1])


def blind(text: str) -> bytes:
    """A keyed digest for exact-match search without opening anything."""
    return hmac.digest(_key(b"blind"), text.strip().encode(), "sha256")


def derive(purpose: str, *parts: bytes) -> bytes:
    """A secret that is derived instead of stored (32 bytes), for links that open one thing."""
    return hmac.digest(_key(b"derive." + purpose.encode()), b"\0".join(parts), "sha256")


def mask_phone(phone: str) -> str:
    """13800000147 → 138****0147."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "****"


def mask_name(name: str) -> str:
    """王小明 → 王**; a single character is hidden whole."""
    return name[:1] + "*" * (len(name) - 1) if len(name) > 1 else "*"
