"""Buildings: put into their micro-grids, a thousand a statement."""

from typing import Any

import numpy as np

from liren.kernel import progress
from liren.kernel.area import Level
from liren.kernel.ids import new_id
from liren.kernel.rows import RowError
from liren.places import atlas, commands, events, rules
from liren.places.handlers import CHUNK, count_households, stays, stop, take_the_map, today
from liren.trust import epochs, imports, sql
from liren.trust.registry import Act, Outcome, Target, Told

COLUMNS = "id, area, code, name, address, lon, lat, households, floors, footprint"
PUT = """
insert into places_building as b (id, area, code, name, address, lon, lat, households, floors, footprint)
select * from unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::float8[], %s::float8[], %s::int[],
                     %s::smallint[], %s::bytea[])
on conflict (code) do update set area = excluded.area, name = excluded.name, address = excluded.address,
  lon = excluded.lon, lat = excluded.lat, households = excluded.households, floors = excluded.floors,
  footprint = coalesce(excluded.footprint, b.footprint)
where (b.area, b.name, b.address, b.lon, b.lat, b.households, b.floors, b.footprint) is distinct from
  (excluded.area, excluded.name, excluded.address, excluded.lon, excluded.lat, excluded.households, excluded.floors,
   coalesce(excluded.footprint, b.footprint))
returning id, code, xmax = 0 as added
"""


def import_buildings(command: commands.ImportBuildings, target: Target, act: Act) -> Outcome:
    take_the_map()
    epochs.bump(atlas.GROUND)
    now = atlas.load()
    before = there(command)
    stop(wrong(command, now, before))
    found = now.locator.find_all(np.array([(row.lon, row.lat) for row in command.rows]))
    placed = list(zip(command.rows, found, strict=True))
    put: list[dict[str, Any]] = []
    for start in range(0, len(placed), CHUNK):
        progress.say("write", start, len(placed))
        rows = [
            (new_id(), code, r.code, r.name, r.address, r.lon, r.lat, r.households, r.floors, r.footprint)
            for r, code in placed[start : start + CHUNK]
        ]
        put += sql.rows(PUT, [list(column) for column in zip(*rows, strict=True)])
    stays.keep(today(act.now))
    count_households()
    added, outside = sum(line["added"] for line in put), sum(code is None for _, code in placed)
    event = events.BuildingsImported(area=command.area, added=added, changed=len(put) - added, outside=outside)
    answer = {"added": added, "changed": len(put) - added, "same": len(placed) - len(put), "outside": outside}
    inverse = {
        "added": [str(line["id"]) for line in put if line["added"]],
        "changed": [_plain(before[line["code"]]) for line in put if not line["added"]],
    }
    touched = [str(line["id"]) for line in put]
    imports.keep(
        command.source, act, sort="buildings", area=command.area, counts=answer, touched=touched, inverse=inverse
    )
    told = Told(event, events.area_id(command.area), command.area)
    return Outcome(events=(told,), answer=answer, scopes=(command.area,))


def wrong(command: commands.ImportBuildings, now: atlas.Atlas, before: dict[str, dict[str, Any]]) -> list[RowError]:
    """Everything that stands against the rows on the map as it is; `before` are those that exist."""
    if not command.datum:
        grids = [shape for code, shape in now.shapes.items() if code.level is Level.MICRO_GRID]
        doubt = rules.of_buildings(command.rows, {c: (b["lon"], b["lat"]) for c, b in before.items()}, grids)
        if doubt:
            return [doubt]
    taken = {code: building["area"] for code, building in before.items()}
    return rules.check_buildings(command.rows, now.locator, command.area, taken)


def there(command: commands.ImportBuildings) -> dict[str, dict[str, Any]]:
    """Those buildings of the file that exist, whole, by number."""
    rows = sql.rows(f"select {COLUMNS} from places_building where code = any(%s)", ([r.code for r in command.rows],))
    return {row["code"]: row for row in rows}


def _plain(row: dict[str, Any]) -> list[Any]:
    """A row as it is kept for undoing, in the order of COLUMNS."""
    return [str(content) if name == "id" else content for name, content in row.items()]
