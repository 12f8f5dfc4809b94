"""Files that wait between their dry run and their import: sealed, their sender's alone, gone after a day.

A long one is `ordered` and imported by the worker, which says here how far it is; `cancel` asks it to stop.
Upload chunks stand on the closed list of writes beside the gate: nothing has happened yet, nothing is journaled.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from liren.kernel import Actor, Missing
from liren.trust import sealed, sql

KEPT_FOR = timedelta(hours=24)
SILENT = timedelta(seconds=15)  # a worker that said nothing for so long is gone; the key makes a second start safe
NEXT = """
update trust_upload set step = 'read', done = 0, total = 0, beat_at = %(now)s where id = (
  select id from trust_upload where step = 'waiting' or (step <> '' and beat_at < %(silent)s)
  order by staged_at limit 1 for update skip locked)
returning id, account, sort, name, datum, digest, content, step, trouble
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A staged file with what its sender said of it. `digest` is the SHA-256 of `content`.

    `step`: "" while nobody ordered its import, else waiting, read, check or write; `trouble`: why an import came to nothing.
    """

    id: UUID
    sort: str
    name: str
    datum: str
    digest: bytes
    content: bytes
    step: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """How far the import of a file is: rows `done` of `total` (0: not known) in `step`; `ahead` files go first."""

    id: UUID
    sort: str
    name: str
    step: str
    done: int
    total: int
    stopping: bool
    trouble: str
    ahead: int


def stage(viewer: Actor, *, id: UUID, sort: str, name: str, content: bytes, datum: str, now: datetime) -> Upload:
    """Keep a file for a day. The same id again replaces the file, so that a form sent twice is one upload."""
    sweep(now)
    digest = hashlib.sha256(content).digest()
    sql.run(
        """insert into trust_upload (id, account, sort, name, datum, digest, content, staged_at)
           values (%s, %s, %s, %s, %s, %s, %s, %s)
           on conflict (id) do update set name = excluded.name, datum = excluded.datum, digest = excluded.digest,
             content = excluded.content, trouble = ''
           where trust_upload.account = excluded.account and trust_upload.step = ''""",
        (id, viewer.account, sort, name[:200], datum, digest, sealed.seal_bytes(content), now),
    )
    return Upload(id=id, sort=sort, name=name[:200], datum=datum, digest=digest, content=content)


def staged(viewer: Actor, id: UUID) -> Upload:
    """A file of this viewer's own. Raises Missing for another's, and after a day."""
    row = sql.one(
        """select id, sort, name, datum, digest, content, step, trouble from trust_upload
           where id = %s and account = %s""",
        (id, viewer.account),
    )
    if row is None:
        raise Missing("这份文件只留一天，已经清掉了。请再选一次文件。")
    return _upload(row)


def _upload(row: dict[str, Any]) -> Upload:
    return Upload(**row | {"digest": bytes(row["digest"]), "content": sealed.unseal_bytes(row["content"])})


def order(viewer: Actor, id: UUID) -> None:
    """Have a staged file imported by the worker; ordered twice is ordered once."""
    sql.run(
        """update trust_upload set step = 'waiting', done = 0, total = 0, stopping = false, trouble = ''
           where id = %s and account = %s and step = ''""",
        (id, viewer.account),
    )


def cancel(viewer: Actor, id: UUID) -> None:
    """Ask that an ordered import comes to nothing. One that waits is called off at once, one at work by its worker."""
    sql.run(
        """update trust_upload set stopping = step <> 'waiting', step = case step when 'waiting' then '' else step end
           where id = %s and account = %s and step <> ''""",
        (id, viewer.account),
    )


def running(viewer: Actor, id: UUID | None = None) -> list[Running]:
    """The viewer's own imports that wait or are at work, or one staged file whether ordered or not; oldest first."""
    return sql.rows(
        """select id, sort, name, step, done, total, stopping, trouble,
                  (select count(*) from trust_upload b where b.step <> '' and b.staged_at < u.staged_at)::int as ahead
           from trust_upload u where account = %s and (id = %s or (%s::uuid is null and step <> ''))
           order by staged_at""",
        (viewer.account, id, id),
        into=Running,
    )


def take(now: datetime) -> tuple[UUID, Upload] | None:
    """For the worker: the file to be imported next and the account that ordered it; None when none waits."""
    row = sql.one(NEXT, {"now": now, "silent": now - SILENT})
    return (row.pop("account"), _upload(row)) if row else None


def tell(id: UUID, step: str, done: int, total: int, now: datetime) -> bool:
    """For the worker: how far it is; True when its import shall come to nothing."""
    return bool(
        sql.value(
            """update trust_upload set step = %s, done = %s, total = %s, beat_at = %s where id = %s and step <> ''
               returning stopping""",
            (step, done, total, now, id),
        )
    )


def give_back(id: UUID, trouble: str) -> None:
    """For the worker: nothing was imported, and why ("": it was called off). The file stays for its day."""
    sql.run("update trust_upload set step = '', stopping = false, trouble = %s where id = %s", (trouble, id))


def done_with(id: UUID) -> None:
    """For the worker: the file has been imported."""
    sql.run("delete from trust_upload where id = %s", (id,))


def drop(viewer: Actor, id: UUID) -> None:
    """Forget a staged file: it has been imported, or is not wanted."""
    sql.run("delete from trust_upload where id = %s and account = %s", (id, viewer.account))


def sweep(now: datetime) -> int:
    """Remove what lay for a day; the number of files."""
    return sql.run("delete from trust_upload where staged_at < %s", (now - KEPT_FOR,))
