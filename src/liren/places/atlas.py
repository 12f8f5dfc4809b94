"""The map in memory: outlines, names and the locator, one copy a process, thrown away when the map changes.

The gate hands every handler the map's epoch together with its key, so a worker that holds an old map notices before it
locates (mechanisms §7). Pages that read without a gate look at the epoch at most once a second.
"""

import time
from dataclasses import dataclass

import shapely
from django.db import connection
from shapely.geometry.base import BaseGeometry

from liren.kernel.area import AreaCode, Level
from liren.places.locator import Locator, Shape
from liren.trust import epochs, sql

EPOCH = "places.map"
GROUND = "places.ground"  # what is drawn below the areas: roads, waters, greens, buildings
LOOK_AGAIN_S = 1.0

CURRENT = """
select v.id, v.area, v.name, v.shape
from places_area_version v join places_area a on a.code = v.area
where upper_inf(v.during) and a.closed_on is null
"""


@dataclass(frozen=True, slots=True)
class Atlas:
    """Today's map as of one epoch. `county` is the county that the outlines lie in, None without any."""

    epoch: int
    names: dict[str, str]
    versions: dict[str, int]
    shapes: dict[AreaCode, BaseGeometry]
    locator: Locator
    county: AreaCode | None


@dataclass(slots=True)
class _Shelf:
    """The cached atlas and when its epoch was last compared."""

    database: str
    atlas: Atlas
    looked: float


_shelf: _Shelf | None = None


def at(known: dict[str, int] | None = None) -> Atlas:
    """The atlas, at least as new as the epochs that came with a key; without them at most a second old."""
    global _shelf
    shelf = _shelf
    database = str(connection.settings_dict["NAME"])
    if shelf is not None and shelf.database == database:
        if known is not None and shelf.atlas.epoch >= known.get(EPOCH, 0):
            return shelf.atlas
        if known is None and time.monotonic() - shelf.looked < LOOK_AGAIN_S:
            return shelf.atlas
        if epochs.current(EPOCH) == shelf.atlas.epoch:
            shelf.looked = time.monotonic()
            return shelf.atlas
    looked = time.monotonic()
    _shelf = _Shelf(database, load(), looked)
    return _shelf.atlas


def forget() -> None:
    """Compare epochs at the next reading: this process has just changed the map itself."""
    if _shelf is not None:
        _shelf.looked = -LOOK_AGAIN_S


def load() -> Atlas:
    """Read the map as the running transaction sees it. The epoch comes first: a map may be newer than it says, never older."""
    epoch = epochs.current(EPOCH)
    rows = sql.rows(CURRENT)
    shapes = {AreaCode(r["area"]): shapely.from_wkb(bytes(r["shape"])) for r in rows if r["shape"] is not None}
    versions = {r["area"]: r["id"] for r in rows}
    highest = min(shapes, key=lambda code: (len(code), code), default=None)
    county = highest and (highest.up_to(Level.COUNTY) or highest)
    grids = [Shape(code, shape, versions[code]) for code, shape in shapes.items() if code.level is Level.MICRO_GRID]
    names = {r["area"]: r["name"] for r in rows}
    return Atlas(epoch, names, versions, shapes, Locator.build(grids, shapes.get(county) if county else None), county)
