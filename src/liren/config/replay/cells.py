"""The frozen map: which H3 cells are grids, which neighbourhood each belongs to, and which points mean nothing.

Made once, from the first file. A grid is a cell of resolution 8 (0.74 km²) in which that file had a point, its
micro-grids are the seven cells of resolution 9 inside; a later file's point in no frozen cell is a real outsider.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import h3
import shapely
import shapely.geometry

from liren.config.replay.mapping import Map
from liren.config.replay.rows import LogRow, Point
from liren.config.supervisor.trouble import Trouble
from liren.kernel import AreaCode
from liren.places.commands import AreaRow

GRID, MICRO_GRID = 8, 9
SHARED = 0.01
"""A point shared by more than this share of a file's rows is where the log puts what it can't place."""
UNNAMED = "未注明"
FIRST, MOST = 901, 99
"""Local town and community codes are 901 to 999 (mechanisms.md §7)."""
GRIDS_MOST = 999


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """A county's map. `towns` and `communities` name the codes; `grids` gives each cell of resolution 8 its code."""

    map: str
    county: str
    made_from: str
    towns: dict[str, str]
    communities: dict[str, str]
    grids: dict[str, str]
    defaults: tuple[Point, ...]

    def code(self, point: Point) -> str | None:
        """The micro-grid at a point, None outside every frozen cell."""
        cell = h3.latlng_to_cell(point[1], point[0], MICRO_GRID)
        grid = self.grids.get(h3.cell_to_parent(cell, GRID))
        return f"{grid}{h3.cell_to_child_pos(cell, GRID) + 1:02d}" if grid else None


def shared_points(rows: Iterable[LogRow]) -> frozenset[Point]:
    """Points that at least two rows share, and more than one row in a hundred."""
    counts = Counter(row.point for row in rows)
    least = max(1, SHARED * counts.total())
    return frozenset(point for point, n in counts.items() if point is not None and n > least)


def freeze(rows: tuple[LogRow, ...], map: Map, made_from: str) -> Frozen:
    """Make a county's map from a first file. Raises Trouble when the file has more areas than local codes."""
    defaults = shared_points(rows)
    owners = _owners([r for r in rows if r.point and not r.vague and r.point not in defaults])
    towns_of = _majority((r.neighbourhood, r.town) for r in rows if r.neighbourhood and r.town)
    by_town: dict[str, set[str]] = defaultdict(set)
    for name in owners.values():
        by_town[towns_of.get(name, UNNAMED)].add(name)
    towns: dict[str, str] = {}
    communities: dict[str, str] = {}
    grids: dict[str, str] = {}
    for t, town in enumerate(_fits(sorted(by_town), "乡镇")):
        town_code = f"{map.county}{FIRST + t}"
        towns[town_code] = town
        for c, name in enumerate(_fits(sorted(by_town[town]), f"“{town}”的社区")):
            code = f"{town_code}{FIRST + c}"
            communities[code] = name
            cells = sorted(cell for cell, owner in owners.items() if owner == name)
            if len(cells) > GRIDS_MOST:
                raise Trouble(
                    f"“{name}”有 {len(cells)} 个网格，一个社区最多 {GRIDS_MOST} 个。请在映射里换一个更细的社区列。"
                )
            grids |= {cell: f"{code}{n:03d}" for n, cell in enumerate(cells, start=1)}
    return Frozen(
        map=str(map.code), county=str(map.county), made_from=made_from, towns=towns, communities=communities,
        grids=grids, defaults=tuple(sorted(defaults)),
    )  # fmt: skip


def _fits(names: list[str], what: str) -> list[str]:
    if len(names) > MOST:
        raise Trouble(f"{what}有 {len(names)} 个，地方代码只有 {MOST} 个（901 至 999）。请在映射里换一个列。")
    return names


def _owners(rows: list[LogRow]) -> dict[str, str]:
    """Each cell of resolution 8 that has points, and the neighbourhood with most of them."""
    cells = {row.point: _grid(row.point) for row in rows if row.point}
    named = _majority((cells[row.point], row.neighbourhood) for row in rows if row.point and row.neighbourhood)
    return {cell: named.get(cell, UNNAMED) for cell in cells.values()}


def _grid(point: Point) -> str:
    return str(h3.cell_to_parent(h3.latlng_to_cell(point[1], point[0], MICRO_GRID), GRID))


def _majority(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each first word the commonest second one; a tie goes to the one that sorts first."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for key, word in pairs:
        counts[key][word] += 1
    return {key: min(words, key=lambda w: (-words[w], w)) for key, words in counts.items()}


def outlines(frozen: Frozen, town: str) -> tuple[AreaRow, ...]:
    """The grids and micro-grids of one town as the places room takes them; a grid is exactly its seven micro-grids."""
    rows: list[AreaRow] = []
    for cell, code in sorted(frozen.grids.items(), key=lambda item: item[1]):
        if not code.startswith(town):
            continue
        name = f"{frozen.communities[code[:12]][:40]}第 {int(code[12:])} 网格"
        children = sorted(h3.cell_to_children(cell, MICRO_GRID), key=lambda child: h3.cell_to_child_pos(child, GRID))
        rows.append(_outlined(len(rows), code, name, children))
        for n, child in enumerate(children, start=1):
            rows.append(_outlined(len(rows), f"{code}{n:02d}", f"{name}第 {n} 微网格", [child]))
    return tuple(rows)


def _outlined(row: int, code: str, name: str, cells: list[str]) -> AreaRow:
    shape = shapely.geometry.shape(h3.cells_to_geo(cells))
    return AreaRow(row=row, code=AreaCode(code), name=name, shape=shapely.to_wkb(shape))
