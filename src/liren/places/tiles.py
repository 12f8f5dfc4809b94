"""Vector tiles of the county's own map (Mapbox Vector Tile 2.1), cut when they are first asked for.

Two layer sets, each with its epoch: `areas` (towns to micro-grids, outlines and names) changes when a map is adopted,
`ground` (water, green, buildings, roads) when the background is imported. Both are public: outlines, names and footprints
are; households and people are in no tile.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import mapbox_vector_tile
import shapely
from shapely.geometry.base import BaseGeometry

from liren.kernel.area import AreaCode, Level
from liren.places import atlas, rules
from liren.places.mercator import EXTENT, MARGIN, Tile
from liren.trust import sql

SETS: Final = {"areas": atlas.EPOCH, "ground": atlas.GROUND}
FIRST_ZOOM: Final = 7
TOLERANCE: Final = 4.0  # units of the tile: half a pixel of the usual 512
AREA_LAYERS: Final = {
    Level.COUNTY: ("county", 7), Level.TOWN: ("town", 7), Level.COMMUNITY: ("community", 8), Level.GRID: ("grid", 9),
    Level.MICRO_GRID: ("micro", 10),
}  # fmt: skip
"""The layer of a level and the zoom from which it is drawn."""
NAME_ZOOM: Final = {"county": 99, "town": 7, "community": 11, "grid": 14, "micro": 15}
"""The first zoom that shows a layer's names (islands/map/style.ts); a tile of a whole zone carries no others."""
RANK_ZOOM: Final = {"main": 7, "street": 11, "lane": 13}
GREEN_ZOOM: Final = 10
BUILDING_ZOOM: Final = 14

FEATURES = """
select kind, rank, name, shape from places_feature
where box(point(west, south), point(east, north)) && box(point(%s, %s), point(%s, %s)) and (kind <> 'road' or rank = any(%s))
order by id
"""
BUILDINGS = """
select code, footprint from places_building
where point(lon, lat) <@ box(point(%s, %s), point(%s, %s)) and footprint is not null order by id
"""
BUILDING_REACH: Final = 0.004  # degrees: no house is longer than some 350 m, so its point is not farther from a tile


_Thing = tuple[BaseGeometry, dict[str, str]]  # a shape in degrees and what is told of it


@dataclass(slots=True)
class _Index:
    """The shapes of one atlas in a tree, so that a tile looks at what touches it only."""

    of: atlas.Atlas
    codes: list[AreaCode]
    tree: shapely.STRtree
    middles: list[tuple[float, float]] = field(default_factory=list)


_index: _Index | None = None


def cut(layers: str, tile: Tile, epochs: dict[str, int]) -> bytes:
    """The bytes of one tile, b"" where nothing is; `epochs` is how new the map has to be."""
    if tile.z < FIRST_ZOOM:
        return b""
    drawn = _areas(tile, atlas.at(epochs)) if layers == "areas" else _ground(tile)
    found = [{"name": name, "features": features} for name, features in drawn.items() if features]
    if not found:
        return b""
    options = {"y_coord_down": True, "extents": EXTENT}
    return bytes(mapbox_vector_tile.encode(found, default_options=options))


def middles(now: atlas.Atlas, codes: set[str]) -> dict[str, tuple[float, float]]:
    """Where the names of some areas stand: a point inside each, lon, lat."""
    index = _indexed(now)
    return {code: index.middles[at] for at, code in enumerate(index.codes) if code in codes}


def _areas(tile: Tile, now: atlas.Atlas) -> dict[str, list[dict[str, Any]]]:
    index = _indexed(now)
    found: dict[str, list[_Thing]] = {}
    touching = index.tree.query(shapely.box(*tile.bounds)).tolist()
    for at in sorted(touching, key=lambda at: index.codes[at]):
        code = index.codes[at]
        layer, first = AREA_LAYERS.get(code.level, ("", 99))
        if tile.z < first:
            continue
        told = {"code": str(code), "name": rules.short_name(now.names[code])}
        found.setdefault(layer, []).append((now.shapes[code], told))
        if tile.z >= NAME_ZOOM[layer] and tile.holds(*index.middles[at]):
            found.setdefault("label", []).append((shapely.Point(*index.middles[at]), {**told, "level": layer}))
    return {layer: list(_pieces(tile, things)) for layer, things in found.items()}


def _indexed(now: atlas.Atlas) -> _Index:
    global _index
    if _index is None or _index.of is not now:
        codes = sorted(now.shapes)
        shapes = [now.shapes[code] for code in codes]
        middles = [(point.x, point.y) for point in shapely.point_on_surface(shapes)]
        _index = _Index(now, codes, shapely.STRtree(shapes), middles)
    return _index


def _ground(tile: Tile) -> dict[str, list[dict[str, Any]]]:
    west, south, east, north = tile.bounds
    ranks = [rank for rank, first in RANK_ZOOM.items() if tile.z >= first]
    found: dict[str, list[_Thing]] = {"water": [], "green": [], "building": [], "road": []}
    for row in sql.rows(FEATURES, (west, south, east, north, ranks)):
        if row["kind"] == "green" and tile.z < GREEN_ZOOM:
            continue
        told = {"name": row["name"]} if row["name"] else {}
        told |= {"rank": row["rank"]} if row["rank"] else {}
        found[row["kind"]].append((shapely.from_wkb(bytes(row["shape"])), told))
    if tile.z >= BUILDING_ZOOM:
        reach = BUILDING_REACH
        for row in sql.rows(BUILDINGS, (west - reach, south - reach, east + reach, north + reach)):
            found["building"].append((shapely.from_wkb(bytes(row["footprint"])), {}))
    return {layer: list(_pieces(tile, things)) for layer, things in found.items()}


def _pieces(tile: Tile, things: Sequence[_Thing]) -> Iterator[dict[str, Any]]:
    """What of some shapes lies in the tile, in its units and as fine as it can be seen.

    A part keeps as many dimensions as its whole had: a face that only touches the tile leaves a line, which is not drawn.
    """
    edge = EXTENT + MARGIN
    shapes = [shape for shape, _told in things]
    plain = shapely.simplify(tile.units(shapes), TOLERANCE)
    parts, of = shapely.get_parts(shapely.clip_by_rect(plain, -MARGIN, -MARGIN, edge, edge), return_index=True)
    alike = (shapely.get_dimensions(parts) == shapely.get_dimensions(shapes)[of]) & ~shapely.is_empty(parts)
    for part, at in zip(parts[alike], of[alike].tolist(), strict=True):
        yield {"geometry": part, "properties": things[at][1]}
