"""Lists of venues, taken over whole or not at all, and taken back whole."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from liren.kernel import AreaCode, Code, Refusal, progress
from liren.kernel.rows import BadRows
from liren.trust import imports, sql
from liren.trust.imports import Kept
from liren.trust.registry import Act, Outcome, Target, Told
from liren.venues import commands, events
from liren.venues.matching import KEPT, Match, match

ROWS_MAX = 2000
SORT = "venues"
COLUMNS = ", ".join(("id", "version", "community", *KEPT))
INSERT = f"""
insert into venues_venue ({COLUMNS}) select {COLUMNS} from jsonb_populate_recordset(null::venues_venue, %s)
"""
UPDATE = f"""
update venues_venue v set ({COLUMNS}) = (select {", ".join(f"r.{name}" for name in ("id", "version", "community", *KEPT))})
from jsonb_populate_recordset(null::venues_venue, %s) r where v.id = r.id
"""


def over_area(command: commands.ImportVenues, act: Act) -> Target:
    """The right is asked over the area that covers every row."""
    return Target(scope=command.area)


def take_over(command: commands.ImportVenues, target: Target, act: Act) -> Outcome:
    if not command.rows:
        raise Refusal("no_rows", "名单里没有一行内容，请检查表头下面是否有数据。")
    if len(command.rows) > ROWS_MAX:
        raise Refusal("many_rows", f"一次最多导入 {ROWS_MAX} 行，这份有 {len(command.rows)} 行，请分成几份。")
    matches, errors = match(act.actor, command.rows, command.area, act.epochs)
    if errors:
        raise BadRows(tuple(errors))
    fresh = [m for m in matches if m.held is None]
    changed = [m for m in matches if m.changed]
    progress.say("write", 0, len(fresh) + len(changed))
    sql.run(INSERT, (_rows(one.columns | {"id": one.id, "version": 1} for one in fresh),))
    sql.run(
        UPDATE,
        (_rows(one.columns | {"id": one.id, "version": one.held["version"] + 1} for one in changed if one.held),),
    )
    answer = {"added": len(fresh), "changed": len(changed), "same": len(matches) - len(fresh) - len(changed)}
    inverse = {
        "added": [str(m.id) for m in fresh],
        "changed": [(str(m.id), m.held["version"] + 1, [_plain(m.held[f]) for f in KEPT]) for m in changed if m.held],
    }
    touched = [str(m.id) for m in (*fresh, *changed)]
    imports.keep(command.source, act, sort=SORT, area=command.area, counts=answer, touched=touched, inverse=inverse)
    scopes = {one.columns["area"] for one in matches} | {m.held["area"] for m in changed if m.held}
    return Outcome(events=_told(fresh, changed), answer=answer, scopes=(command.area, *scopes))


def _told(fresh: list[Match], changed: list[Match]) -> tuple[Told, ...]:
    new = [
        Told(events.VenueRegistered(venue=m.id, area=AreaCode(m.columns["area"])), m.id, m.columns["area"])
        for m in fresh
    ]
    old = [
        Told(
            events.VenueCorrected(venue=m.id, area=AreaCode(m.columns["area"]), fields=tuple(map(Code, m.changed))),
            m.id, m.columns["area"],
        )
        for m in changed
    ]  # fmt: skip
    return (*new, *old)


def _rows(rows: Iterable[dict[str, Any]]) -> Jsonb:
    """Rows of the table in one parameter, for jsonb_populate_recordset."""
    return Jsonb([{name: _plain(value) for name, value in row.items()} for row in rows])


def _plain(content: Any) -> Any:
    return str(content) if isinstance(content, UUID) else content


def load_import(command: commands.UndoVenuesImport, act: Act) -> Target:
    """The import a command names, locked; the right is asked over the area it covered."""
    kept = imports.load(command.record)
    if kept.sort != SORT:
        raise Refusal("other_sort", "这次导入不是阵地名单，请从导入的页面上撤销。")
    return Target(scope=kept.area, row=kept)


def undo(command: commands.UndoVenuesImport, target: Target, act: Act) -> Outcome:
    kept: Kept = target.row
    imports.check_undo(kept)
    added = [UUID(id) for id in kept.inverse["added"]]
    versions = dict.fromkeys(added, 1) | {UUID(id): version for id, version, _ in kept.inverse["changed"]}
    for row in sql.rows(
        """select v.id, v.name, v.version, exists (select from venues_room r where r.venue = v.id) as rooms
           from venues_venue v where v.id = any(%s) order by v.id for update""",
        (list(versions),),
    ):
        if row["version"] != versions[row["id"]] or (row["rooms"] and row["id"] in added):
            raise Refusal("built_upon", f"不能撤销：“{row['name']}”后来又改过登记，或者已经登记了房间。")
    sql.run("delete from venues_access where venue = any(%s)", (added,))
    sql.run("delete from venues_day where venue = any(%s)", (added,))
    sql.run("delete from venues_venue where id = any(%s)", (added,))
    old = (dict(zip(KEPT, was, strict=True)) | {"id": id, "version": n + 1} for id, n, was in kept.inverse["changed"])
    sql.run(UPDATE, (_rows(row | {"community": row["area"][:12]} for row in old),))
    imports.mark_undone(kept, act)
    area, restored = AreaCode(kept.area), len(kept.inverse["changed"])
    event = events.VenuesImportUndone(record=kept.id, area=area, removed=len(added), restored=restored)
    return Outcome(
        events=(Told(event, kept.id, area),), answer={"removed": len(added), "restored": restored}, scopes=(area,)
    )
