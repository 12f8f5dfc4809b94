"""A grid divided into micro-grids: which code each part keeps, how good the division is, what stands in its way.

Sizes: 镇江 50–100 resident households a micro-grid (domain.md §2.1), warned about and never enforced. A code is two
digits, given once and never again: 99 for the life of a grid (mechanisms §7).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import pi

import shapely
from shapely.geometry.base import BaseGeometry

from liren.kernel import AreaCode, Refusal
from liren.places.rules.cells import Ground, outlines

LEAST, MOST = 50, 100
USUAL = 75
CODES = 99
WARN_AT = 80
TOLERANCE = 1e-3  # share of the grid: borders drawn twice by hand never meet exactly
LEAST_M2 = 10.0
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a division. `pieces` is in how many pieces it lies, `compact` 4π·area/perimeter² (Polsby–Popper)."""

    number: int
    households: int
    buildings: int
    deviation: float
    pieces: int
    compact: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """How good a division is. `mean` is households a part; deviations are shares of it, `road_share` of the inner borders."""

    parts: tuple[Part, ...]
    mean: float
    mean_deviation: float
    most_deviation: float
    broken: int
    compact: float
    road_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The two-digit code of a part within its grid; `new` when no micro-grid of today has it."""

    code: AreaCode
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """The code of every part, the codes that vanish, and how many of the grid's 99 are spent then."""

    of: Mapping[int, Kept]
    gone: tuple[AreaCode, ...] = ()
    spent: int = 0


@dataclass(frozen=True, slots=True)
class Flaw:
    """A fault of the geometry: overlap, gap or outside, with the parts it concerns and its size in square metres."""

    sort: str
    parts: tuple[int, ...]
    m2: float


@dataclass(slots=True)
class _Share:
    households: int = 0
    buildings: int = 0
    members: list[int] = field(default_factory=list)


def parts_for(total: int, target: int, buildings: int) -> int:
    """How many micro-grids a grid of `total` households shall have. Raises Refusal for a grid without households."""
    if not buildings:
        raise Refusal("no_buildings", "这个网格里还没有楼栋，请先导入楼栋。")
    if not total:
        raise Refusal("no_households", "这个网格里的楼栋都没有户数，请先补上户数再划。")
    return max(1, min(round(total / target), buildings, CODES))


def keep_codes(
    grid: AreaCode,
    now: Sequence[str | None],
    parts: Sequence[int],
    households: Sequence[int],
    used: Mapping[str, bool],
) -> Codes:
    """A part keeps the code of the micro-grid of which it holds at least half; the others get codes never used.

    `now`, `parts` and `households` run over the same buildings; `used` are all codes the grid ever had, True for those
    in use. A micro-grid without households counts its buildings. Raises Refusal when the 99 codes run out.
    """
    whole: Counter[str] = Counter()
    common: Counter[tuple[int, str]] = Counter()
    empty = {code for code in now if code} - {c for c, h in zip(now, households, strict=True) if c and h}
    for code, part, count in zip(now, parts, households, strict=True):
        if code:
            whole[code] += 1 if code in empty else count
            common[part, code] += 1 if code in empty else count
    kept: dict[int, AreaCode] = {}
    for (part, code), share in sorted(common.items(), key=lambda item: (-item[1], item[0])):
        if 2 * share >= whole[code] and part not in kept and code not in kept.values():
            kept[part] = AreaCode(code)
    free = (AreaCode(f"{grid}{n:02d}") for n in range(1, CODES + 1) if f"{grid}{n:02d}" not in used)
    of: dict[int, Kept] = {}
    for part in sorted(set(parts)):
        found = kept.get(part) or next(free, None)
        if found is None:
            sentence = f"这个网格的 {CODES} 个微网格代码都用过了，代码用过不再用。请少分几片，或者请上级另编网格代码。"
            raise Refusal("codes_spent", sentence)
        of[part] = Kept(code=found, new=part not in kept)
    gone = {AreaCode(code) for code, open in used.items() if open} - set(kept.values())
    return Codes(of=of, gone=tuple(sorted(gone)), spent=len(set(used) | {one.code for one in of.values()}))


def heirs(now: Sequence[str | None], parts: Sequence[int], households: Sequence[int]) -> dict[int, str]:
    """For every part the micro-grid of today that most of its households come from; parts of nothing but gaps have none."""
    common: dict[int, Counter[str]] = defaultdict(Counter)
    for code, part, count in zip(now, parts, households, strict=True):
        if code:
            common[part][code] += 1 + count * 1000
    return {part: min(found, key=lambda code: (-found[code], code)) for part, found in common.items()}


def measure(ground: Ground, labels: Sequence[int], households: Sequence[int]) -> Measures:
    """The figures of a division; every one of them is explained in words beside it on the page."""
    shares: dict[int, _Share] = defaultdict(_Share)
    for house, (part, count) in enumerate(zip(labels, households, strict=True)):
        shares[part].households += count
        shares[part].buildings += 1
        shares[part].members.append(house)
    mean = sum(households) / len(shares)
    shapes = outlines(ground, labels)
    parts = tuple(
        Part(
            number=part,
            households=share.households,
            buildings=share.buildings,
            deviation=share.households / mean - 1 if mean else 0.0,
            pieces=pieces(ground, share.members),
            compact=_compact(shapes[part]),
        )
        for part, share in sorted(shares.items())
    )
    off = [abs(part.deviation) for part in parts]
    inner = [(labels[a] != labels[b], n, road) for (a, b), n, road in _borders(ground)]
    length = sum(n for cut, n, _road in inner if cut)
    return Measures(
        parts=parts,
        mean=mean,
        mean_deviation=sum(off) / len(off),
        most_deviation=max(off),
        broken=sum(part.pieces - 1 for part in parts),
        compact=sum(part.compact for part in parts) / len(parts),
        road_share=sum(n for cut, n, road in inner if cut and road) / length if length else 0.0,
    )


def _borders(ground: Ground) -> "list[tuple[list[int], float, int]]":
    return list(zip(ground.edges.tolist(), ground.length.tolist(), ground.road.tolist(), strict=True))


def pieces(ground: Ground, members: Sequence[int]) -> int:
    """In how many pieces these houses lie, by their common borders; twins don't count."""
    rest = {house for house in members if ground.twin[house] == house}
    beside: dict[int, list[int]] = defaultdict(list)
    for a, b in ground.edges.tolist():
        if a in rest and b in rest:
            beside[a].append(b)
            beside[b].append(a)
    found = 0
    while rest:
        found += 1
        heap = [rest.pop()]
        while heap:
            for house in beside[heap.pop()]:
                if house in rest:
                    rest.discard(house)
                    heap.append(house)
    return max(1, found)


def _compact(shape: BaseGeometry) -> float:
    return float(4 * pi * shape.area / shape.length**2) if shape.length else 0.0


def complete(ground: Ground, spots: Sequence[tuple[float, float]], parts: Sequence[int | None]) -> list[int]:
    """Every house in a part: one without goes where the nearest one goes (metres), a twin where its first goes."""
    known = [n for n, part in enumerate(parts) if part is not None]
    found: list[int] = []
    for n, part in enumerate(parts):
        if part is None:
            x, y = spots[n]
            near = min(known, key=lambda m: ((spots[m][0] - x) ** 2 + (spots[m][1] - y) ** 2, m))
            part = parts[near]
        assert part is not None
        found.append(part)
    return [found[twin] for twin in ground.twin]


def part_at(shapes: Mapping[int, BaseGeometry], x: float, y: float) -> int | None:
    """The part whose outline holds the point, the lowest one on a border; None in a crack between them."""
    point = shapely.Point(x, y)
    return next((n for n, shape in sorted(shapes.items()) if shape.intersects(point)), None)


def touching(ground: Ground, labels: Sequence[int], house: int) -> set[int]:
    """The parts a house may be moved to: those of its neighbours."""
    ends = ground.edges[(ground.edges == house).any(axis=1)]
    return {labels[other] for pair in ends.tolist() for other in pair if other != house} - {labels[house]}


def flaws(grid: BaseGeometry, parts: Mapping[int, BaseGeometry]) -> list[Flaw]:
    """What keeps outlines (metres) from being a division of the grid: overlaps, gaps, ground outside. Empty: none."""
    least = max(LEAST_M2, TOLERANCE * grid.area)
    found = [
        Flaw("outside", (number,), beyond)
        for number, shape in sorted(parts.items())
        if (beyond := shape.difference(grid).area) > least
    ]
    numbers = sorted(parts)
    for at, one in enumerate(numbers):
        for other in numbers[at + 1 :]:
            if parts[one].intersects(parts[other]):
                common = parts[one].intersection(parts[other]).area
                if common > least:
                    found.append(Flaw("overlap", (one, other), common))
    gap = grid.difference(shapely.union_all(list(parts.values()))).area
    return [*found, Flaw("gap", (), gap)] if gap > least else found


def part_name(code: str) -> str:
    """The name a new micro-grid begins with, by the last two digits of its code: 十二号微网格."""
    tens, ones = divmod(int(code[-2:]), 10)
    words = ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")
    return f"{words}号微网格"
