"""Imports on record: which file, by whom, what it did, and the inverse with which the whole of it can be undone.

A room's import handler calls `keep` in its own transaction; its undo handler calls `load`, asks `in_the_way`, puts
the inverse back and calls `mark_undone`. The inverse may hold names and phones and is sealed like any such field.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from liren.kernel import Actor, Missing, Refusal, progress
from liren.kernel.rows import FileSource
from liren.trust import sealed, sql
from liren.trust.registry import LEANS, Act
from liren.trust.sight import need, where

PAGE = 50
CARD = """
select i.id, i.sort, i.area, i.file, i.digest, i.account, a.name as who, i.done_at, i.counts, i.undone_at, b.name as undone_by
from trust_import i left join trust_account a on a.id = i.account left join trust_account b on b.id = i.undone_by
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCard:
    """One import as the office lists it. `counts` has added, changed and same; `undone_at` None while it stands."""

    id: UUID
    sort: str
    area: str
    file: str
    digest: bytes
    account: UUID | None
    who: str | None
    done_at: datetime
    counts: dict[str, int]
    undone_at: datetime | None
    undone_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An import as its undo handler finds it, locked."""

    id: UUID
    sort: str
    area: str
    done_at: datetime
    undone_at: datetime | None
    touched: tuple[str, ...]
    inverse: dict[str, Any]


def keep(
    source: FileSource | None,
    act: Act,
    *,
    sort: str,
    area: str,
    counts: Mapping[str, int],
    touched: Iterable[str],
    inverse: Mapping[str, Any],
) -> None:
    """Put an import on record; without a source (the set-up of a demonstration) there is none. Call inside a handler.

    `touched` names the rows it wrote, `inverse` is whatever the room's undo handler needs, JSON-able (bytes too).
    """
    if source is None:
        return
    rows = sum(counts.get(n, 0) for n in ("added", "changed", "same", "removed"))
    progress.say("write", rows, rows)
    sql.run(
        """insert into trust_import (id, sort, area, file, digest, account, done_at, counts, touched, inverse, key)
           values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)""",
        (source.id, sort, str(area), source.name[:200], source.digest, act.actor.account, act.now,
         sql.adapt(dict(counts)), list(touched), sealed.seal_bytes(msgspec.msgpack.encode(inverse)), act.key),
    )  # fmt: skip


def load(id: UUID) -> Kept:
    """An import, locked. Raises Missing."""
    row = sql.one(
        """select id, sort, area, done_at, undone_at, touched, inverse from trust_import where id = %s for update""",
        (id,),
    )
    if row is None:
        raise Missing
    inverse = msgspec.msgpack.decode(sealed.unseal_bytes(row["inverse"]))
    return Kept(**row | {"touched": tuple(row["touched"]), "inverse": inverse})


def check_undo(kept: Kept) -> None:
    """Raise Refusal unless the import stands and no later one wrote the same rows."""
    if kept.undone_at is not None:
        raise Refusal("undone", "这次导入已经撤销过了。")
    later = sql.one(
        """select file, done_at from trust_import
           where sort = %s and undone_at is null and (done_at, id) > (%s, %s) and touched && %s::text[]
           order by done_at desc, id desc limit 1""",
        (kept.sort, kept.done_at, kept.id, list(kept.touched)),
    )
    if later is not None:
        day = f"{later['done_at']:%m-%d}"
        raise Refusal("built_upon", f"后来（{day}）导入的“{later['file']}”又改过其中的内容。请先撤销那一次。")


def touched_since(sort: str, since: datetime) -> list[str]:
    """The rows that standing imports of a sort wrote after a moment."""
    return sql.values(
        """select distinct t from trust_import i, unnest(i.touched) t
           where i.sort = %s and i.undone_at is null and i.done_at >= %s""",
        (sort, since),
    )


def worked_since(accounts: Iterable[UUID], since: datetime, area: str) -> dict[UUID, int]:
    """How many journal entries each of these accounts has made in an area from a moment on. Call inside a handler."""
    sql.setting("liren.scopes", area)
    rows = sql.rows(
        """select actor_account, count(*) as n from trust_entry
           where actor_account = any(%s) and recorded_at >= %s and recorded_at <= now() group by 1""",
        (list(accounts), since),
    )
    return {row["actor_account"]: row["n"] for row in rows}


def lean(what: str, ids: Iterable[str], since: datetime | None = None) -> None:
    """Raise Refusal naming what other rooms have built upon these rows (after `since`, when given)."""
    wanted = list(ids)
    if not wanted:
        return
    found = [sentence for ask in LEANS.get(what, ()) if (sentence := ask(wanted, since))]
    if found:
        raise Refusal("built_upon", f"不能撤销：{'；'.join(found)}。")


def mark_undone(kept: Kept, act: Act) -> None:
    """Say that an import was undone, and by whom. Call inside the undo handler."""
    sql.run(
        "update trust_import set undone_at = %s, undone_by = %s where id = %s", (act.now, act.actor.account, kept.id)
    )


def import_list(viewer: Actor, sorts: Mapping[str, str], *, before: datetime | None = None) -> list[ImportCard]:
    """The imports of these sorts (sort → the right that shows it) in the viewer's areas, newest first."""
    grounds = [(sort, where(viewer, right, "i.area")) for sort, right in sorts.items()]
    if not grounds:
        return []
    condition = " or ".join(f"(i.sort = %s and {ground.sql})" for _, ground in grounds)
    params = [p for sort, ground in grounds for p in (sort, *ground.params)]
    return _cards(
        f"where ({condition}) and (%s::timestamptz is null or i.done_at < %s) order by i.done_at desc limit {PAGE + 1}",
        (*params, before, before),
    )


def import_card(viewer: Actor, id: UUID, sorts: Mapping[str, str]) -> ImportCard:
    """One import. Raises Missing outside the viewer's areas and sorts."""
    found = _cards("where i.id = %s", (id,))
    if not found or found[0].sort not in sorts:
        raise Missing
    need(viewer, sorts[found[0].sort], found[0].area)
    return found[0]


def same_file(viewer: Actor, digest: bytes, sort: str) -> ImportCard | None:
    """The latest standing import of the very same file."""
    found = _cards(
        "where i.digest = %s and i.sort = %s and i.undone_at is null order by i.done_at desc limit 1", (digest, sort)
    )
    return found[0] if found else None


def _cards(rest: str, params: tuple[Any, ...]) -> list[ImportCard]:
    return [ImportCard(**row | {"digest": bytes(row["digest"])}) for row in sql.rows(CARD + rest, params)]
