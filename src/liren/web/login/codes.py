"""One-time codes as they are shown and handed over: derived from the form's key, so that a second click shows the same."""

from uuid import UUID

from liren.trust import sealed

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without I, L, O, 0 and 1, which are mistaken for one another
LENGTH = 12


def code_for(key: UUID, account: UUID) -> str:
    """Twelve characters in three groups, 59 bits; only its hash is stored."""
    number = int.from_bytes(sealed.derive("reset", key.bytes, account.bytes), "big")
    letters = "".join(LETTERS[number // len(LETTERS) ** at % len(LETTERS)] for at in range(LENGTH))
    return "-".join(letters[at : at + 4] for at in range(0, LENGTH, 4))
