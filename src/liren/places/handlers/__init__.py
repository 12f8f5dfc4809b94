"""Commands of the places room → rows → events, and the statements that the three imports share."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import shapely

from liren.kernel.rows import BadRows, RowError
from liren.places import atlas
from liren.places.geometry import area_m2
from liren.places.handlers import stays
from liren.places.locator import Locator
from liren.places.rules import Current, Plan, Wanted, plan
from liren.trust import epochs, sql

CHUNK = 1000
HERE = ZoneInfo("Asia/Shanghai")

ADD_AREAS = """
insert into places_area (code, name, level, parent)
select code, name, length(code), parent from unnest(%s::text[], %s::text[], %s::text[]) as r(code, name, parent)
"""
RENAME_AREAS = """
update places_area a set name = r.name from unnest(%s::text[], %s::text[]) as r(code, name) where a.code = r.code
"""
END_VERSIONS = """
update places_area_version set during = daterange(lower(during), %s) where area = any(%s) and upper_inf(during)
"""
BEGIN_VERSIONS = """
insert into places_area_version (area, name, during, shape, lon, lat, area_m2, households)
select area, name, daterange(%s, null), shape, lon, lat, m2, 0
from unnest(%s::text[], %s::text[], %s::bytea[], %s::float8[], %s::float8[], %s::float8[])
     as r(area, name, shape, lon, lat, m2)
"""
CORRECT_VERSIONS = """
update places_area_version v set name = r.name, shape = r.shape, lon = r.lon, lat = r.lat, area_m2 = r.m2
from unnest(%s::text[], %s::text[], %s::bytea[], %s::float8[], %s::float8[], %s::float8[])
     as r(area, name, shape, lon, lat, m2)
where v.area = r.area and upper_inf(v.during)
"""
COUNT_HOUSEHOLDS = """
update places_area_version v set households = coalesce(t.n, 0)
from places_area_version w left join (
  select left(b.area, l.level) as area, sum(b.households) as n
  from places_building b cross join (values (2), (4), (6), (9), (12), (15), (17)) l(level)
  where b.area is not null group by 1
) t on t.area = w.area
where w.id = v.id and upper_inf(v.during) and v.households <> coalesce(t.n, 0)
"""
MOVE_BUILDINGS = """
update places_building b set area = r.area from unnest(%s::uuid[], %s::text[]) as r(id, area) where b.id = r.id
"""


def today(now: datetime) -> date:
    """The day in Shanghai on which a version begins."""
    return now.astimezone(HERE).date()


def stop(errors: Iterable[RowError]) -> None:
    """Raise BadRows when there is anything to mend."""
    found = tuple(errors)
    if found:
        raise BadRows(found)


def take_the_map() -> int:
    """Raise the map's epoch and hold its row, so that imports wait for each other; imports may take a minute."""
    sql.setting("transaction_timeout", "60s")
    atlas.forget()
    return epochs.bump(atlas.EPOCH)


def tree() -> tuple[set[str], set[str]]:
    """(codes in use, codes given up)."""
    rows = sql.rows("select code, closed_on is not null as closed from places_area")
    return {r["code"] for r in rows if not r["closed"]}, {r["code"] for r in rows if r["closed"]}


def write(wanted: Sequence[Wanted], day: date) -> Plan:
    """Write areas and their versions; the plan says what was new and what changed."""
    made = plan(wanted, current([wish.code for wish in wanted]), day)
    sql.run(ADD_AREAS, columns([(str(w.code), w.name, w.code.parent) for w in made.added], 3))
    renamed = [(str(w.code), w.name) for w in (*made.replaced, *made.corrected)]
    sql.run(RENAME_AREAS, columns(renamed, 2))
    sql.run(END_VERSIONS, (day, [str(w.code) for w in made.replaced]))
    sql.run(BEGIN_VERSIONS, (day, *columns([_version(w) for w in (*made.added, *made.replaced)], 6)))
    sql.run(CORRECT_VERSIONS, columns([_version(w) for w in made.corrected], 6))
    return made


def current(codes: Iterable[str]) -> dict[str, Current]:
    """The versions that hold now, by code."""
    rows = sql.rows(
        """select area, name, shape, lower(during) as since from places_area_version
           where upper_inf(during) and area = any(%s)""",
        ([str(code) for code in codes],),
    )
    return {
        r["area"]: Current(
            name=r["name"], shape=bytes(r["shape"]) if r["shape"] is not None else None, since=r["since"]
        )
        for r in rows
    }


def _version(wish: Wanted) -> tuple[object, ...]:
    """(area, name, shape, lon, lat, square metres) of a version."""
    if wish.shape is None:
        return str(wish.code), wish.name, None, None, None, None
    shape = shapely.from_wkb(wish.shape)
    middle = shape.centroid
    return str(wish.code), wish.name, wish.shape, middle.x, middle.y, area_m2(shape)


def columns(rows: Sequence[tuple[object, ...]], width: int) -> tuple[list[object], ...]:
    """Rows as the arrays that unnest takes."""
    return tuple([row[at] for row in rows] for at in range(width))


def settle(locator: Locator, day: date) -> None:
    """Put every building into the micro-grid it stands in on the new map from `day` on, and count households again."""
    rows = sql.rows("select id, area, lon, lat from places_building order by id")
    if rows:
        found = locator.find_all(np.array([(r["lon"], r["lat"]) for r in rows]))
        moved = [(r["id"], code) for r, code in zip(rows, found, strict=True) if r["area"] != code]
        for at in range(0, len(moved), CHUNK):
            sql.run(MOVE_BUILDINGS, columns(moved[at : at + CHUNK], 2))
    stays.keep(day)
    count_households()


def count_households() -> None:
    """Sum the buildings' households into every current version above them."""
    sql.run(COUNT_HOUSEHOLDS)


def inverse(made: Plan) -> dict[str, object]:
    """What undoing needs to know: (code, name, digest of the outline) as written, and (name, outline) as before."""
    return {
        "added": [(str(w.code), w.name, digest(w.shape)) for w in made.added],
        "changed": [
            (str(w.code), w.name, digest(w.shape), made.before[w.code].name, made.before[w.code].shape)
            for w in (*made.replaced, *made.corrected)
        ],
    }


def digest(shape: bytes | None) -> bytes:
    """The SHA-256 of an outline, b"" without one."""
    return hashlib.sha256(shape).digest() if shape else b""
