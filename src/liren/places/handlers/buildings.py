"""Buildings: put into their micro-grids, a thousand a statement."""

from typing import Any

from liren.kernel.area import Level
from liren.kernel.ids import new_id
from liren.places import atlas, commands, events, rules
from liren.places.handlers import CHUNK, count_households, stop, take_the_map
from liren.trust import epochs, sql
from liren.trust.registry import Act, Outcome, Target, Told

PUT = """
insert into places_building as b (id, area, code, name, address, lon, lat, households, floors, footprint)
select * from unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::float8[], %s::float8[], %s::int[],
                     %s::smallint[], %s::bytea[])
on conflict (code) do update set area = excluded.area, name = excluded.name, address = excluded.address,
  lon = excluded.lon, lat = excluded.lat, households = excluded.households, floors = excluded.floors,
  footprint = excluded.footprint
where (b.area, b.name, b.address, b.lon, b.lat, b.households, b.floors, b.footprint) is distinct from
  (excluded.area, excluded.name, excluded.address, excluded.lon, excluded.lat, excluded.households, excluded.floors,
   excluded.footprint)
returning xmax = 0 as added
"""


def import_buildings(command: commands.ImportBuildings, target: Target, act: Act) -> Outcome:
    take_the_map()
    epochs.bump(atlas.GROUND)
    now = atlas.load()
    there = _there(command)
    if not command.datum:
        grids = [shape for code, shape in now.shapes.items() if code.level is Level.MICRO_GRID]
        doubt = rules.of_buildings(command.rows, {c: (b["lon"], b["lat"]) for c, b in there.items()}, grids)
        stop([doubt] if doubt else [])
    taken = {code: building["area"] for code, building in there.items()}
    stop(rules.check_buildings(command.rows, now.locator, command.area, taken))
    placed = [(row, now.locator.find(row.lon, row.lat)) for row in command.rows]
    put: list[bool] = []
    for start in range(0, len(placed), CHUNK):
        rows = [
            (new_id(), code, r.code, r.name, r.address, r.lon, r.lat, r.households, r.floors, r.footprint)
            for r, code in placed[start : start + CHUNK]
        ]
        put += sql.values(PUT, [list(column) for column in zip(*rows, strict=True)])
    count_households()
    added, outside = sum(put), sum(code is None for _, code in placed)
    event = events.BuildingsImported(area=command.area, added=added, changed=len(put) - added, outside=outside)
    answer = {"added": added, "changed": len(put) - added, "same": len(placed) - len(put), "outside": outside}
    told = Told(event, events.area_id(command.area), command.area)
    return Outcome(events=(told,), answer=answer, scopes=(command.area,))


def _there(command: commands.ImportBuildings) -> dict[str, dict[str, Any]]:
    """Those buildings of the file that exist, by number."""
    rows = sql.rows(
        "select code, area, lon, lat from places_building where code = any(%s)", ([row.code for row in command.rows],)
    )
    return {row["code"]: row for row in rows}
