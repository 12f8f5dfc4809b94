"""界牌镇, the demonstration town: real names and codes down to its communities, everything below invented from a seed.

The same seed gives the same town, byte for byte. The demo loads it through the real importers, so it is written in the
three file formats they read. What is real and where it comes from stands in jiepai.md.
"""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from liren.config.demo import town_land as land
from liren.config.demo import town_names as names
from liren.kernel import AreaCode, Code
from liren.places.geometry import Metres

DIVISIONS = Path(__file__).with_name("jiepai_divisions.csv")
COUNTY = AreaCode("321181")
TOWN = AreaCode("321181108")
CENTRE = (119.80, 32.10)
RADIUS_M = 3200.0  # of a town of 200 micro-grids; a larger one grows with the square root
HOUSEHOLDS = 74  # mean of a micro-grid; 50–100 is the rule (domain.md §2.1)
COUNTY_CORNERS = (
    (119.40, 31.86), (119.46, 31.77), (119.58, 31.74), (119.71, 31.79), (119.83, 31.88), (119.93, 32.02),
    (119.95, 32.16), (119.85, 32.22), (119.70, 32.20), (119.57, 32.13), (119.47, 32.03),
)  # fmt: skip
COMPASS = (("中心", (0.0, 0.0)), ("界中", (0.2, -0.1)), ("界东", (1.0, 0.0)), ("界西", (-1.0, 0.0)),
           ("界北", (0.0, 1.0)), ("界南", (0.0, -1.0)))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Division:
    """A row of the national tree."""

    code: AreaCode
    name: str
    level: int
    parent: str


@dataclass(frozen=True, slots=True)
class Area:
    """An outlined area from the county down to the micro-grid; the shape is in degrees."""

    code: AreaCode
    name: str
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class Building:
    """A building with its households; `micro_grid` is where it was put, for tests to compare."""

    id: str
    name: str
    address: str
    lon: float
    lat: float
    households: int
    floors: int
    micro_grid: AreaCode


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who is to be appointed to which post over which area."""

    name: str
    phone: str
    post: Code
    area: AreaCode


@dataclass(frozen=True, slots=True)
class Town:
    """Everything the demonstration needs to begin."""

    divisions: tuple[Division, ...]
    areas: tuple[Area, ...]
    buildings: tuple[Building, ...]
    keepers: tuple[Keeper, ...]

    def at(self, level: int) -> list[Area]:
        """The areas whose code has `level` digits."""
        return [area for area in self.areas if len(area.code) == level]


def generate(seed: int = 2026, *, micro_grids: int = 200, grids: int = 40) -> Town:
    """A town of exactly `grids` grids and `micro_grids` micro-grids in the eleven communities of 界牌镇.

    Needs 11 ≤ grids ≤ micro_grids. The county-size set of the benchmarks is micro_grids=1312, grids=260.
    """
    rng = np.random.default_rng(seed)
    divisions = read_divisions()
    communities = [row for row in divisions if len(row.code) == 12]
    radius = RADIUS_M * (micro_grids / 200) ** 0.5
    whole = land.outline(rng, radius)
    points = land.homes(rng, whole, radius, HOUSEHOLDS * micro_grids)
    leaves = divide(
        rng, land.Piece(whole, np.arange(len(points))), points, shares(len(communities), grids, micro_grids)
    )
    plane = land.tile([piece.shape for _, _, piece in leaves])
    areas, ordered = _areas(communities, [leaf[:2] for leaf in leaves], plane)
    homes = {code: len(leaves[index][2].homes) for code, index in ordered}
    buildings = tuple(raise_buildings(rng, "界牌镇", CENTRE, [(code, plane[index]) for code, index in ordered], homes))
    return Town(tuple(divisions), areas, buildings, tuple(keepers(rng, areas)))


def read_divisions() -> list[Division]:
    """The shipped rows of the national tree: province, city, county, town, communities."""
    with DIVISIONS.open(encoding="utf-8", newline="") as file:
        return [Division(AreaCode(r["code"]), r["name"], int(r["level"]), r["parent"]) for r in csv.DictReader(file)]


def spread(total: int, parts: int) -> list[int]:
    """`total` in `parts` whole numbers that differ by at most one."""
    return [total // parts + (index < total % parts) for index in range(parts)]


def shares(communities: int, grids: int, micro_grids: int) -> list[list[int]]:
    """Micro-grids of each grid of each community."""
    sizes = iter(spread(micro_grids, grids))
    return [[next(sizes) for _ in range(count)] for count in spread(grids, communities)]


def divide(
    rng: np.random.Generator, whole: land.Piece, points: land.Plane, shares: list[list[int]]
) -> list[tuple[int, int, land.Piece]]:
    """(community, grid, piece) for every micro-grid, indices counting from 0."""
    leaves = []
    communities = land.cut(rng, whole, points, [sum(share) for share in shares])
    for c, (community, share) in enumerate(zip(communities, shares, strict=True)):
        for g, (grid, count) in enumerate(zip(land.cut(rng, community, points, share), share, strict=True)):
            weights = rng.uniform(0.86, 1.16, count).tolist()
            leaves += [(c, g, piece) for piece in land.cut(rng, grid, points, weights)]
    return leaves


def _areas(
    communities: Sequence[Division], places: Sequence[tuple[int, int]], plane: Sequence[BaseGeometry]
) -> tuple[tuple[Area, ...], list[tuple[AreaCode, int]]]:
    """All outlined areas, and (micro-grid code, index into `plane`) in the order of the codes."""
    degrees = [to_degrees(shape) for shape in plane]
    areas = [
        Area(COUNTY, "丹阳市", shapely.polygons(COUNTY_CORNERS)),
        Area(TOWN, "界牌镇", shapely.coverage_union_all(degrees)),
    ]
    ordered: list[tuple[AreaCode, int]] = []
    members = {c: [i for i, place in enumerate(places) if place[0] == c] for c, _ in places}
    middles = {c: shapely.coverage_union_all([plane[i] for i in group]).centroid for c, group in members.items()}
    for division, c in _placed(communities, middles):
        areas.append(Area(division.code, division.name, shapely.coverage_union_all([degrees[i] for i in members[c]])))
        grids = {g: [i for i in members[c] if places[i][1] == g] for g in sorted({places[i][1] for i in members[c]})}
        outlines = {g: shapely.coverage_union_all([degrees[i] for i in group]) for g, group in grids.items()}
        for number, g in enumerate(sorted(grids, key=lambda g: north_west(outlines[g])), start=1):
            grid = AreaCode(f"{division.code}{number:03d}")
            areas.append(Area(grid, f"第{names.numeral(number)}网格", outlines[g]))
            for place, i in enumerate(sorted(grids[g], key=lambda i: north_west(degrees[i])), start=1):
                code = AreaCode(f"{grid}{place:02d}")
                areas.append(Area(code, f"{names.numeral(place)}号微网格", degrees[i]))
                ordered.append((code, i))
    return tuple(areas), ordered


def _placed(communities: Sequence[Division], middles: dict[int, shapely.Point]) -> Iterator[tuple[Division, int]]:
    """Communities named after a direction lie in it (界东 in the east); the others take what is left, in order."""
    free = dict(middles)
    reach = max(abs(p.x) + abs(p.y) for p in free.values())
    chosen: dict[str, int] = {}
    for head, (east, north) in COMPASS:
        wanted = shapely.Point(east * reach, north * reach)
        nearest = min(free, key=lambda c: (free[c].distance(wanted), c))
        chosen[head] = nearest
        del free[nearest]
    rest = iter(sorted(free))
    for division in communities:
        head = division.name[:2]
        yield division, chosen[head] if head in chosen else next(rest)


def north_west(shape: BaseGeometry) -> float:
    """Codes are given from west to east and north to south (domain.md §2.1)."""
    return float(shape.centroid.x - shape.centroid.y)


def to_degrees(shape: BaseGeometry, centre: tuple[float, float] = CENTRE) -> BaseGeometry:
    """A shape in metres around `centre`, in degrees."""
    return shapely.transform(shape, lambda points: _degrees(points, centre))


def _degrees(points: land.Plane, centre: tuple[float, float]) -> land.Plane:
    metres = Metres(centre[0])
    return metres.degrees(points + metres.of(np.array([centre]))).round(8)


def raise_buildings(
    rng: np.random.Generator,
    town: str,
    centre: tuple[float, float],
    places: Sequence[tuple[AreaCode, BaseGeometry]],
    homes: dict[AreaCode, int],
) -> Iterator[Building]:
    """Buildings for the homes of each micro-grid, in rows on its shape (metres around `centre`), with addresses."""
    estates, streets, hamlets = names.estates(rng), names.streets(rng), names.hamlets(rng)
    street = ""
    for number, (code, shape) in enumerate(places):
        if number % 4 == 0:
            street = next(streets)
        dense = homes[code] / (shape.area / 10_000)
        sizes = _sizes(rng, homes[code], dense)
        sites = _degrees(land.plots(rng, shape, len(sizes)), centre)
        rural = dense < 8
        quarter = next(hamlets) if rural else next(estates)
        gate = 2 * (number % 4) * 40 + int(rng.integers(1, 30))
        for place, (size, (lon, lat)) in enumerate(zip(sizes, sites.tolist(), strict=True), start=1):
            name = f"{quarter}{place}号" if rural else f"{quarter}{place}幢"
            address = f"{town}{quarter}{place}号" if rural else f"{town}{street}{gate}号{name}"
            floors = int(rng.integers(1, 4)) if size <= 3 else max(3, round(size / 4))
            yield Building(f"{code}-{place:03d}", name, address, lon, lat, size, floors, code)


def _sizes(rng: np.random.Generator, total: int, dense: float) -> list[int]:
    """Households of each building, adding up to `total`: farmhouses, walk-ups or towers by households a hectare."""
    low, high = (1, 3) if dense < 8 else (4, 16) if dense < 25 else (12, 36) if dense < 70 else (24, 72)
    sizes: list[int] = []
    while sum(sizes) < total:
        sizes.append(min(int(rng.integers(low, high + 1)), total - sum(sizes)))
    return sizes


def keepers(rng: np.random.Generator, areas: Sequence[Area], first: int = 1) -> Iterator[Keeper]:
    """One person for each community, grid and micro-grid; their phones count on from `first`."""
    posts = {12: Code("community_secretary"), 15: Code("grid_keeper"), 17: Code("micro_grid_keeper")}
    held = [area for area in areas if len(area.code) in posts]
    for number, area in enumerate(held, start=first):
        yield Keeper(names.person(rng), names.phone(number), posts[len(area.code)], area.code)


@dataclass(frozen=True, slots=True)
class Files:
    """Where the three import files of a town were written."""

    divisions: Path
    areas: Path
    buildings: Path


def write(town: Town, folder: Path) -> Files:
    """The town as the files that `liren import` reads; the folder must exist."""
    files = Files(folder / "divisions.csv", folder / "areas.geojson", folder / "buildings.csv")
    _table(files.divisions, ("code", "name", "level", "parent"), town.divisions)
    _table(files.buildings, ("id", "name", "address", "lon", "lat", "households", "floors"), town.buildings)
    features = [
        {
            "type": "Feature",
            "properties": {"code": area.code, "name": area.name},
            "geometry": json.loads(shapely.to_geojson(area.shape)),
        }
        for area in town.areas
    ]
    document = {"type": "FeatureCollection", "features": features}
    files.areas.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return files


def _table(path: Path, columns: tuple[str, ...], rows: Sequence[object]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([getattr(row, column) for column in columns] for row in rows)
