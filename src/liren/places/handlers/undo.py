"""An import taken back whole, or a sentence that names what stands in the way."""

from datetime import date
from uuid import UUID

from liren.kernel import AreaCode, Refusal
from liren.places import atlas, commands, events, rules
from liren.places.handlers import columns, current, digest, ground, settle, stays, take_the_map, today, write
from liren.trust import epochs, imports, sql
from liren.trust.imports import Kept
from liren.trust.registry import Act, Outcome, Target, Told

RESTORE = """
update places_building b set name = r.name, address = r.address, lon = r.lon, lat = r.lat, households = r.households,
  floors = r.floors, footprint = r.footprint
from unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::float8[], %s::float8[], %s::int[],
            %s::smallint[], %s::bytea[])
     as r(id, area, code, name, address, lon, lat, households, floors, footprint)
where b.id = r.id
"""
CLOSE = """
update places_area_version set during = daterange(lower(during), greatest(%s, lower(during) + 1))
where area = any(%s) and upper_inf(during)
"""


def load_import(command: commands.UndoMapImport, act: Act) -> Target:
    """The import a command names, locked; the right is asked over the area it covered."""
    kept = imports.load(command.record)
    return Target(scope=kept.area, row=kept)


def undo(command: commands.UndoMapImport, target: Target, act: Act) -> Outcome:
    kept: Kept = target.row
    imports.check_undo(kept)
    removed, restored = ground.take_back(kept) if kept.sort == "ground" else _map(kept, today(act.now))
    imports.mark_undone(kept, act)
    area = AreaCode(kept.area)
    event = events.MapImportUndone(record=kept.id, area=area, removed=removed, restored=restored)
    answer = {"removed": removed, "restored": restored}
    return Outcome(events=(Told(event, events.area_id(area), area),), answer=answer, scopes=(area,))


def _map(kept: Kept, day: date) -> tuple[int, int]:
    take_the_map()
    done = _buildings(kept) if kept.sort == "buildings" else _areas(kept, day)
    settle(atlas.load().locator, day)
    return done


def _buildings(kept: Kept) -> tuple[int, int]:
    epochs.bump(atlas.GROUND)
    added, changed = kept.inverse["added"], kept.inverse["changed"]
    imports.lean("building", added)
    stays.forget(UUID(id) for id in added)
    sql.run("delete from places_building where id = any(%s)", ([UUID(id) for id in added],))
    sql.run(RESTORE, columns([(UUID(id), *rest) for id, *rest in changed], 10))
    return len(added), len(changed)


def _areas(kept: Kept, day: date) -> tuple[int, int]:
    added, changed = kept.inverse["added"], kept.inverse["changed"]
    _unchanged_since([row[:3] for row in (*added, *changed)])
    codes = [code for code, *_ in added]
    _empty(codes, kept)
    imports.lean("area", codes)
    imports.lean("area", [code for code, *_ in changed], kept.done_at)
    write(
        [rules.Wanted(code=AreaCode(code), name=name, shape=shape, exact=True) for code, _, _, name, shape in changed],
        day,
    )
    _give_up(codes, day)
    return len(added), len(changed)


def _unchanged_since(written: list[tuple[str, str, bytes]]) -> None:
    """Raise Refusal unless every area still is as the import wrote it."""
    now = current([code for code, *_ in written])
    for code, name, outline in written:
        held = now.get(code)
        if held is None or (held.name, digest(held.shape)) != (name, outline):
            raise Refusal("built_upon", f"不能撤销：{name}（{code}）后来又改过名称、边界，或者已经停用。")


def _empty(codes: list[str], kept: Kept) -> None:
    """Raise Refusal when something came into the new areas afterwards."""
    inside = sql.value(
        """select count(*) from places_area where parent = any(%s) and closed_on is null and code <> all(%s)""",
        (codes, codes),
    )
    if inside:
        raise Refusal("built_upon", f"不能撤销：里面后来又有了 {inside} 个下级区域。请先撤销那次导入。")
    houses = sql.value(
        "select count(*) from places_building where area = any(%s) and id::text = any(%s)",
        (codes, imports.touched_since("buildings", kept.done_at)),
    )
    if houses:
        raise Refusal("built_upon", f"不能撤销：里面后来又导入了 {houses} 栋楼。请先撤销那次导入。")


def _give_up(codes: list[str], day: date) -> None:
    """Areas whose first day is today leave no trace on the map; older ones are closed and their codes rest."""
    fresh = sql.values(
        """select area from places_area_version where area = any(%s) group by area having min(lower(during)) >= %s""",
        (codes, day),
    )
    sql.run("update places_building set area = null where area = any(%s)", (codes,))
    sql.run("delete from places_stay where area = any(%s)", (fresh,))
    sql.run("delete from places_area_version where area = any(%s)", (fresh,))
    sql.run("delete from places_area where code = any(%s)", (fresh,))
    rest = sorted(set(codes) - set(fresh))
    sql.run("update places_area set closed_on = %s where code = any(%s)", (day, rest))
    sql.run(CLOSE, (day, rest))
