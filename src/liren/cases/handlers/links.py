"""The row that lets a reporter back in."""

import os
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from liren.cases.handlers.store import hexed
from liren.cases.models.secrets import derived, digest, sender_of, tail_of

NONCE = 16
VALID = timedelta(days=730)


def made(case: UUID, phone: str, now: datetime, *, secrecy: int = 0) -> dict[str, Any]:
    """A fresh nonce and the digests of what it derives. Of a sealed report nothing is kept that a number would find."""
    sender = None if secrecy else sender_of(phone)
    nonce = os.urandom(NONCE)
    secrets = derived(case, nonce)
    return {
        "case_id": case,
        "nonce": hexed(nonce),
        "token": hexed(digest(secrets.token)),
        "code": hexed(digest(secrets.code)),
        "tail": hexed(tail_of(case, phone, secrets.pin)),
        "expires_at": now + VALID,
        "sender": hexed(sender) if sender else None,
    }
