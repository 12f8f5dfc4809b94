"""高新区, the zone of the bulletin's first article, as a town of the demonstration county; all of it invented.

260 grids and 1,312 micro-grids are the bulletin's own figures; so is that more than three hundred party members are
keepers, here exactly 318 (docs: domain.md §1.1, HX-01 to HX-03). Its codes are local ones, which the national tree never
uses (mechanisms.md §7): town 901, communities 901 and on. The same seed gives the same zone.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from liren.config.demo import town, town_land, zone_cut, zone_land
from liren.config.demo import town_names as names
from liren.config.demo.town import Area, Division, Town
from liren.config.demo.zone_land import Feature
from liren.kernel import AreaCode

ZONE = AreaCode("321181901")
NAME = "高新区"
CENTRE = (119.665, 32.015)
RADIUS_M = 6600.0
SHARES = (0.147, 0.067, 0.053, 0.053, 0.68)  # of the households: many villages, so that a building is small
HOUSEHOLDS = 72  # mean of a micro-grid
FIRST_PHONE = 1000


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything; the defaults are the zone's own, tests take less."""

    communities: int = 40
    grids: int = 260
    micro_grids: int = 1312
    party_keepers: int = 318
    parks: int = 44
    lakes: int = 6


FULL = Size()


@dataclass(frozen=True, slots=True)
class Zone:
    """The zone as a town, what its map draws, and over which areas the keeper is a party member."""

    town: Town
    features: tuple[Feature, ...]
    party: frozenset[AreaCode]


def generate(seed: int = 2026, size: Size = FULL) -> Zone:
    """Always the same zone for a seed. Its land, roads and buildings are generated; its micro-grids are cut from them by the
    product (zone_cut.py)."""
    rng = np.random.default_rng(seed)
    whole = town_land.outline(rng, RADIUS_M)
    points = town_land.homes(rng, whole, RADIUS_M, HOUSEHOLDS * size.micro_grids, SHARES)
    piece = town_land.Piece(whole, np.arange(len(points)))
    leaves = town.divide(rng, piece, points, town.shares(size.communities, size.grids, size.micro_grids))
    plane = zone_land.tile([leaf.shape for _, _, leaf in leaves])
    divisions = tuple(_divisions(rng, size))
    features = tuple(_features(rng, size, leaves, plane))
    blocked = shapely.union_all([f.shape for f in features if f.layer != "road"]).buffer(zone_land.KEPT_CLEAR_M)
    places = [(c, g) for c, g, _ in leaves]
    blocks = list(_blocks(places))
    sites = [(code, shapely.difference(shape, blocked)) for code, shape in zip(blocks, plane, strict=True)]
    homes = {code: len(leaf.homes) for code, (_, _, leaf) in zip(blocks, leaves, strict=True)}
    built = list(town.raise_buildings(rng, NAME, CENTRE, sites, homes))
    grids = sorted(set(places))
    number = {code: n for n, code in enumerate(blocks)}
    parts = zone_cut.cut(
        plane, [grids.index(place) for place in places], [number[b.micro_grid] for b in built],
        zone_cut.in_metres(built, CENTRE), [b.households for b in built], size.micro_grids, seed,
    )  # fmt: skip
    areas, codes = _areas(divisions, [grids[g] for g in parts.grid], parts.shapes)
    buildings = zone_cut.housed(built, parts.of, codes)
    keepers = tuple(town.keepers(rng, areas, FIRST_PHONE))
    held = [k.area for k in keepers if len(k.area) >= 15]
    party = frozenset(held[i] for i in rng.choice(len(held), size.party_keepers, replace=False))
    return Zone(Town(divisions, areas, buildings, keepers), features, party)


def _blocks(places: list[tuple[int, int]]) -> Iterator[AreaCode]:
    """A name for each block that the streets enclose, numbered within its grid, while the zone is being built."""
    seen: dict[tuple[int, int], int] = {}
    for c, g in places:
        seen[c, g] = seen.get((c, g), 0) + 1
        yield AreaCode(f"{ZONE}{901 + c}{g + 1:03d}{seen[c, g]:02d}")


def _divisions(rng: np.random.Generator, size: Size) -> Iterator[Division]:
    """The county's own branch of the tree down to the zone's communities."""
    yield from (row for row in town.read_divisions() if len(row.code) <= 6)
    yield Division(ZONE, NAME, 4, str(town.COUNTY))
    called = names.communities(rng)
    for number in range(size.communities):
        yield Division(AreaCode(f"{ZONE}{901 + number}"), next(called), 5, str(ZONE))


def _areas(
    divisions: tuple[Division, ...], places: list[tuple[int, int]], plane: list[shapely.Geometry]
) -> tuple[tuple[Area, ...], list[AreaCode]]:
    """All outlined areas of the zone, and the micro-grids' codes in the order of `plane`."""
    degrees = [town.to_degrees(shape, CENTRE) for shape in plane]
    name = {row.code: row.name for row in divisions}
    codes: list[AreaCode] = []
    members: dict[AreaCode, list[int]] = {}
    seen: dict[AreaCode, int] = {}
    for i, (c, g) in enumerate(places):
        community = AreaCode(f"{ZONE}{901 + c}")
        grid = AreaCode(f"{community}{g + 1:03d}")
        seen[grid] = seen.get(grid, 0) + 1
        name.setdefault(grid, f"第{names.numeral(g + 1)}网格")
        micro_grid = AreaCode(f"{grid}{seen[grid]:02d}")
        name[micro_grid] = f"{names.numeral(seen[grid])}号微网格"
        codes.append(micro_grid)
        for code in (ZONE, community, grid, micro_grid):
            members.setdefault(code, []).append(i)
    areas = [
        Area(code, name[code], shapely.coverage_union_all([degrees[i] for i in members[code]]))
        for code in sorted(members)
    ]
    return tuple(areas), codes


def _features(
    rng: np.random.Generator, size: Size, leaves: list[tuple[int, int, town_land.Piece]], plane: list[shapely.Geometry]
) -> Iterator[Feature]:
    """Roads of three classes with names for the wider two, the river, lakes and parks; metres."""
    communities = [c for c, _, _ in leaves]
    grids = [c * size.grids + g for c, g, _ in leaves]
    called = names.streets(rng)
    for rank, lines in enumerate(zone_land.roads(plane, grids, communities), start=1):
        for line in shapely.get_parts(lines):
            yield Feature("road", rank, next(called) if rank < 3 else "", line)
    half = size.communities // 2
    north = [shape for c, shape in zip(communities, plane, strict=True) if c < half]
    south = [shape for c, shape in zip(communities, plane, strict=True) if c >= half]
    yield Feature("water", 0, "织水河", zone_land.river(north, south))
    chosen = rng.choice(len(plane), size.parks + size.lakes, replace=False)
    heads = names.estates(rng)
    for n, i in enumerate(chosen):
        water = n < size.lakes
        head = next(heads)[:2]
        yield Feature(
            "water" if water else "green", 0, f"{head}湖" if water else f"{head}公园", zone_land.pond(plane[i])
        )


def in_degrees(feature: Feature) -> shapely.Geometry:
    """A feature as a map file has it."""
    return town.to_degrees(feature.shape, CENTRE)
