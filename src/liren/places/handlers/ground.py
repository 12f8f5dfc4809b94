"""The background of the map: what a file holds of a kind replaces what was there of it."""

import shapely

from liren.kernel import Code
from liren.places import atlas, commands, events, rules
from liren.places.handlers import CHUNK, stop
from liren.trust import epochs, sql
from liren.trust.registry import Act, Outcome, Target, Told

PUT = """
insert into places_feature (id, area, kind, rank, name, shape, west, south, east, north)
select * from unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bytea[],
                     %s::float8[], %s::float8[], %s::float8[], %s::float8[])
on conflict (id) do nothing
returning 1
"""
REMOVE = "delete from places_feature where starts_with(area, %s) and kind = any(%s) and not (id = any(%s::uuid[]))"


def import_ground(command: commands.ImportGround, target: Target, act: Act) -> Outcome:
    sql.setting("transaction_timeout", "60s")
    epochs.bump(atlas.GROUND)
    area = str(command.area)
    stop(rules.check_ground(command.rows, atlas.load().shapes.get(command.area), command.datum))
    rows = {rules.feature_id(area, row): row for row in command.rows}
    kinds = sorted({row.kind for row in rows.values()})
    removed = sql.run(REMOVE, (area, kinds, list(rows)))
    columns = [(id, area, r.kind, r.rank, r.name, r.shape, *shapely.from_wkb(r.shape).bounds) for id, r in rows.items()]
    added = 0
    for start in range(0, len(columns), CHUNK):
        added += len(sql.values(PUT, [list(one) for one in zip(*columns[start : start + CHUNK], strict=True)]))
    event = events.GroundImported(
        area=command.area, kinds=tuple(Code(kind) for kind in kinds), added=added, removed=removed
    )
    answer = {"added": added, "changed": 0, "same": len(command.rows) - added, "removed": removed}
    told = Told(event, events.area_id(command.area), command.area)
    return Outcome(events=(told,), answer=answer, scopes=(command.area,))
