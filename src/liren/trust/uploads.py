"""Files that wait between their dry run and their import: sealed, their sender's alone, gone after a day.

A long one is `ordered`, looked at and imported by the worker, which says here how far it is; `cancel` asks it to stop.
Upload chunks stand on the closed list of writes beside the gate: nothing has happened yet, nothing is journaled.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import msgspec

from liren.kernel import Actor, Missing
from liren.kernel.rows import Difference
from liren.trust import sealed, sql

KEPT_FOR = timedelta(hours=24)
FRESH = timedelta(minutes=10)  # a dry run older than this is made anew: others have changed the lists meanwhile
SILENT = timedelta(seconds=15)  # a worker that said nothing for so long is gone; the key makes a second start safe
NEXT = """
update trust_upload set step = 'read', done = 0, total = 0, beat_at = %(now)s where id = (
  select id from trust_upload where step = 'waiting' or (step <> '' and beat_at < %(silent)s)
  order by staged_at limit 1 for update skip locked)
returning id, account, sort, name, datum, digest, content, step, aim, trouble, look, looked_at
"""
NOTHING = Difference()
Aim = Literal["look", "import"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a dry run found; `problem` says why there is nothing to show or to take over."""

    found: Difference = NOTHING
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A staged file with what its sender said of it. `digest` is the SHA-256 of `content`.

    `step`: "" while nothing is ordered, else waiting, read, check or write; `trouble`: why an import came to nothing.
    `look`: what the worker's dry run of a long file found at `looked_at`; None before one was made.
    """

    id: UUID
    sort: str
    name: str
    datum: str
    digest: bytes
    content: bytes
    step: str = ""
    aim: Aim = "import"
    trouble: str = ""
    look: Look | None = None
    looked_at: datetime | None = None

    def fresh(self, now: datetime) -> bool:
        """Whether the worker's dry run may still be shown."""
        return self.looked_at is not None and now - self.looked_at < FRESH


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """How far the dry run (`aim` look) or the import of a file is: rows `done` of `total` (0: not known) in `step`; `ahead` files go first."""

    id: UUID
    sort: str
    name: str
    step: str
    aim: str
    looked: bool
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
             content = excluded.content, trouble = '', look = null, looked_at = null
           where trust_upload.account = excluded.account and trust_upload.step = ''""",
        (id, viewer.account, sort, name[:200], datum, digest, sealed.seal_bytes(content), now),
    )
    return Upload(id=id, sort=sort, name=name[:200], datum=datum, digest=digest, content=content)


def staged(viewer: Actor, id: UUID) -> Upload:
    """A file of this viewer's own. Raises Missing for another's, and after a day."""
    row = sql.one(
        """select id, sort, name, datum, digest, content, step, aim, trouble, look, looked_at from trust_upload
           where id = %s and account = %s""",
        (id, viewer.account),
    )
    if row is None:
        raise Missing("这份文件只留一天，已经清掉了。请再选一次文件。")
    return _upload(row)


def _upload(row: dict[str, Any]) -> Upload:
    look = msgspec.msgpack.decode(sealed.unseal_bytes(row["look"]), type=Look) if row["look"] else None
    content = sealed.unseal_bytes(row["content"])
    return Upload(**row | {"digest": bytes(row["digest"]), "content": content, "look": look})


def order(viewer: Actor, id: UUID, aim: Aim = "import") -> None:
    """Have a staged file looked at or imported by the worker; ordered twice is ordered once."""
    sql.run(
        """update trust_upload set step = 'waiting', aim = %s, done = 0, total = 0, stopping = false, trouble = ''
           where id = %s and account = %s and step = ''""",
        (aim, id, viewer.account),
    )


def cancel(viewer: Actor, id: UUID) -> None:
    """Ask that an ordered dry run or import comes to nothing. One that waits is called off at once, one at work by its worker."""
    sql.run(
        """update trust_upload set stopping = step <> 'waiting', step = case step when 'waiting' then '' else step end
           where id = %s and account = %s and step <> ''""",
        (id, viewer.account),
    )


def running(viewer: Actor, id: UUID | None = None) -> list[Running]:
    """The viewer's own imports that wait or are at work, or one staged file whether ordered or not; oldest first."""
    return sql.rows(
        """select id, sort, name, step, aim, look is not null as looked, done, total, stopping, trouble,
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


def looked(id: UUID, look: Look, now: datetime, trouble: str = "") -> None:
    """For the worker: what the dry run found; the file waits for its sender. `trouble`: why its import came to nothing."""
    sql.run(
        """update trust_upload set look = %s, looked_at = %s, step = '', stopping = false, trouble = %s where id = %s""",
        (sealed.seal_bytes(msgspec.msgpack.encode(look)), now, trouble, id),
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
