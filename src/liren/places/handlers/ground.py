"""The background of the map: what a file holds of a kind replaces what was there of it, and can be put back whole."""

from typing import Any
from uuid import UUID

import shapely

from liren.kernel import Code, Refusal, progress
from liren.kernel.rows import RowError
from liren.places import atlas, commands, events, rules
from liren.places.handlers import CHUNK, columns, stop
from liren.trust import epochs, imports, sql
from liren.trust.imports import Kept
from liren.trust.registry import Act, Outcome, Target, Told

COLUMNS = "id, area, kind, rank, name, shape, west, south, east, north"
WIDTH = 10
PUT = f"""
insert into places_feature ({COLUMNS})
select * from unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bytea[],
                     %s::float8[], %s::float8[], %s::float8[], %s::float8[])
on conflict (id) do nothing
returning id
"""
GOING = "from places_feature where starts_with(area, %s) and kind = any(%s) and not (id = any(%s::uuid[]))"


def import_ground(command: commands.ImportGround, target: Target, act: Act) -> Outcome:
    _take_the_ground()
    stop(wrong(command))
    area, rows = str(command.area), by_id(command)
    kinds = sorted({row.kind for row in rows.values()})
    gone = sql.rows(f"delete {GOING} returning {COLUMNS}", (area, kinds, list(rows)))
    added = _put(
        [(id, area, r.kind, r.rank, r.name, r.shape, *shapely.from_wkb(r.shape).bounds) for id, r in rows.items()]
    )
    answer = {"added": len(added), "changed": 0, "same": len(command.rows) - len(added), "removed": len(gone)}
    imports.keep(
        command.source, act, sort="ground", area=area, counts=answer,
        touched=[str(id) for id in (*added, *(row["id"] for row in gone))],
        inverse={"added": [str(id) for id in added], "removed": [_plain(row) for row in gone]},
    )  # fmt: skip
    event = events.GroundImported(
        area=command.area, kinds=tuple(Code(kind) for kind in kinds), added=len(added), removed=len(gone)
    )
    told = Told(event, events.area_id(command.area), command.area)
    return Outcome(events=(told,), answer=answer, scopes=(command.area,))


def take_back(kept: Kept) -> tuple[int, int]:
    """Undo: what the file brought goes, what it replaced comes back. Answers how many of each; raises Refusal."""
    _take_the_ground()
    added = [UUID(id) for id in kept.inverse["added"]]
    removed = sql.run("delete from places_feature where id = any(%s)", (added,))
    if removed < len(added):
        raise Refusal("built_upon", "不能撤销：其中的内容后来又换过一份。请再导入一份完整的文件。")
    back = _put([(UUID(id), *rest) for id, *rest in kept.inverse["removed"]])
    return removed, len(back)


def by_id(command: commands.ImportGround) -> dict[UUID, commands.FeatureRow]:
    """The rows of a file by the ids they have on the map; the same thing drawn twice is there once."""
    return {rules.feature_id(str(command.area), row): row for row in command.rows}


def wrong(command: commands.ImportGround) -> list[RowError]:
    """Everything that stands against the rows on the map as it is."""
    return rules.check_ground(command.rows, atlas.load().shapes.get(command.area), command.datum)


def going(command: commands.ImportGround, kept: list[UUID]) -> list[dict[str, Any]]:
    """What is on the map of the file's kinds and not in the file: id, kind and name."""
    kinds = sorted({row.kind for row in command.rows})
    return sql.rows(f"select id, kind, name {GOING} order by kind, name, id", (str(command.area), kinds, kept))


def there(ids: list[UUID]) -> set[UUID]:
    """Those of the ids that are on the map."""
    return set(sql.values("select id from places_feature where id = any(%s)", (ids,)))


def _take_the_ground() -> None:
    sql.setting("transaction_timeout", "60s")
    epochs.bump(atlas.GROUND)


def _put(rows: list[tuple[object, ...]]) -> list[UUID]:
    """Add these rows, those already there excepted; the ids of the added."""
    added: list[UUID] = []
    for at in range(0, len(rows), CHUNK):
        progress.say("write", at, len(rows))
        added += sql.values(PUT, columns(rows[at : at + CHUNK], WIDTH))
    return added


def _plain(row: dict[str, Any]) -> list[Any]:
    """A row as it is kept for undoing, in the order of COLUMNS."""
    return [str(row["id"]), *(bytes(c) if name == "shape" else c for name, c in row.items() if name != "id")]
