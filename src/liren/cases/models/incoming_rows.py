"""Drafts of incoming messages read back, and the digests by which they are found."""

from dataclasses import dataclass
from uuid import UUID

from liren.cases.rules.incoming import Incoming
from liren.kernel import Code
from liren.trust import links, sealed, sql


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One draft with what the rules need not know. `reply` is the sealed address of its author."""

    draft: Incoming
    channel: Code
    area: str
    account: UUID | None
    reply: bytes | None
    taken: UUID | None
    lon: float | None
    lat: float | None
    place_words: str


def load(draft: UUID, *, lock: bool = False) -> Row | None:
    """One draft, locked if asked."""
    row = sql.one(f"select * from cases_incoming where id = %s{' for update' if lock else ''}", (draft,))
    if row is None:
        return None
    known = Incoming(
        id=row["id"], state=row["state"], words=row["words"], photos=tuple(row["photos"]), pending=row["pending"],
        left_out=tuple(row["left_out"]), last_at=row["last_at"], expires_at=row["expires_at"],
    )  # fmt: skip
    return Row(
        draft=known, channel=Code(row["channel"]), area=row["area"], account=row["account"],
        reply=bytes(row["reply"]) if row["reply"] else None, taken=row["taken"], lon=row["lon"], lat=row["lat"],
        place_words=row["place_words"],
    )  # fmt: skip


def token_of(draft: UUID) -> str:
    """What opens a draft to its author: 256 bits, derived and never stored."""
    return links.derived("incoming", draft, b"").token


def token_digest(draft: UUID) -> bytes:
    """What is stored of it."""
    return links.digest(token_of(draft))


def author_digest(channel: str, author: str) -> bytes:
    """The same author of the same channel is known again, and nobody can be found by trying out numbers."""
    return sealed.blind(f"cases.incoming:{channel}:{author}")
