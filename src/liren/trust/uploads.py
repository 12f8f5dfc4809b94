"""Files that wait between their dry run and their import: sealed, their sender's alone, gone after a day.

Upload chunks stand on the closed list of writes beside the gate: nothing has happened yet, nothing is journaled.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from liren.kernel import Actor, Missing
from liren.trust import sealed, sql

KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A staged file with what its sender said of it. `digest` is the SHA-256 of `content`."""

    id: UUID
    sort: str
    name: str
    datum: str
    digest: bytes
    content: bytes


def stage(viewer: Actor, *, id: UUID, sort: str, name: str, content: bytes, datum: str, now: datetime) -> Upload:
    """Keep a file for a day. The same id again replaces the file, so that a form sent twice is one upload."""
    sweep(now)
    digest = hashlib.sha256(content).digest()
    sql.run(
        """insert into trust_upload (id, account, sort, name, datum, digest, content, staged_at)
           values (%s, %s, %s, %s, %s, %s, %s, %s)
           on conflict (id) do update set name = excluded.name, datum = excluded.datum, digest = excluded.digest,
             content = excluded.content where trust_upload.account = excluded.account""",
        (id, viewer.account, sort, name[:200], datum, digest, sealed.seal_bytes(content), now),
    )
    return Upload(id=id, sort=sort, name=name[:200], datum=datum, digest=digest, content=content)


def staged(viewer: Actor, id: UUID) -> Upload:
    """A file of this viewer's own. Raises Missing for another's, and after a day."""
    row = sql.one(
        "select id, sort, name, datum, digest, content from trust_upload where id = %s and account = %s",
        (id, viewer.account),
    )
    if row is None:
        raise Missing("这份文件只留一天，已经清掉了。请再选一次文件。")
    return Upload(**row | {"digest": bytes(row["digest"]), "content": sealed.unseal_bytes(row["content"])})


def drop(viewer: Actor, id: UUID) -> None:
    """Forget a staged file: it has been imported, or is not wanted."""
    sql.run("delete from trust_upload where id = %s and account = %s", (id, viewer.account))


def sweep(now: datetime) -> int:
    """Remove what lay for a day; the number of files."""
    return sql.run("delete from trust_upload where staged_at < %s", (now - KEPT_FOR,))
