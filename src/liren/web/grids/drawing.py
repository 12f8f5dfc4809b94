"""A division as the server draws it: SVG paths for parts and buildings, a plate with number and households for each part.

Parts differ by wash, by hatching and by number, never by colour alone; two that touch never share a wash.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from liren.places.queries import Division

WIDTH, RATIO, PAD = 600.0, 1.25, 12.0
WASHES = 5
PLATE = (60, 42)
SIDE_M, LEAST_PX = 12.0, 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One part: `wash` 0 to 4 chooses colour and hatching."""

    part: int
    wash: int
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """One building; `look` is bld, moved or tower, `to` the parts it may be moved to, spaced."""

    id: str
    path: str
    look: str
    part: int
    x: float
    y: float
    to: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """Number and households of a part; (x, y) is the middle, `left`, `top` its corner, `from_x`, `from_y` its part."""

    part: int
    number: str
    households: int
    x: float
    y: float
    left: float
    top: float
    from_x: float
    from_y: float

    @property
    def away(self) -> bool:
        """The plate had to be put beside its part: a line leads to it."""
        return abs(self.x - self.from_x) + abs(self.y - self.from_y) > PLATE[1]

    @property
    def low(self) -> float:
        return self.y + 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything a template needs to draw one division; `box` is the viewBox."""

    box: str
    areas: tuple[Area, ...]
    houses: tuple[House, ...]
    plates: tuple[Plate, ...]
    roads: tuple[str, ...]
    says: str


class _Sheet:
    """Metres to the picture: north is up, the grid fills the width."""

    def __init__(self, outline: BaseGeometry) -> None:
        self.west, self.south, self.east, self.north = outline.bounds
        wide, high = self.east - self.west, self.north - self.south
        self.scale = (WIDTH - 2 * PAD) / max(wide, high * RATIO, 1.0)
        self.width = wide * self.scale + 2 * PAD
        self.height = high * self.scale + 2 * PAD

    def spot(self, x: float, y: float) -> tuple[float, float]:
        return round((x - self.west) * self.scale + PAD, 1), round((self.north - y) * self.scale + PAD, 1)

    def path(self, shape: BaseGeometry) -> str:
        """Rings and lines as path data, to a tenth of a unit."""
        drawn = []
        for part in shapely.get_parts(shape):
            rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
            for ring in rings:
                spots = [self.spot(x, y) for x, y in ring.coords]
                closed = "Z" if part.geom_type == "Polygon" else ""
                drawn.append("M" + "L".join(f"{x} {y}" for x, y in spots) + closed)
        return "".join(drawn)


def picture(found: Division, says: str, *, marked: Iterable[int] = (), movable: bool = False) -> Picture:
    """Draw a division. `marked` dwellings are teal; `movable` buildings know where they may go."""
    sheet = _Sheet(found.layout.outline)
    teal, heavy = set(marked), set(found.heavy().values())
    washes = _washes(found)
    # How far a line may be smoothed without being seen: half a unit of the picture.
    fine = 0.5 / sheet.scale
    return Picture(
        box=f"0 0 {sheet.width:.0f} {sheet.height:.0f}",
        areas=tuple(
            Area(part=part, wash=washes[part], path=sheet.path(shape.simplify(fine)))
            for part, shape in sorted(found.shapes.items())
        ),
        houses=tuple(_house(found, n, sheet, teal, heavy, movable) for n in range(len(found.dwellings))),
        plates=tuple(_plates(found, sheet)),
        roads=tuple(
            sheet.path(line) for road in found.layout.roads
            if not (line := road.line.intersection(found.layout.outline).simplify(fine)).is_empty
        ),
        says=says,
    )  # fmt: skip


def _house(found: Division, n: int, sheet: _Sheet, teal: set[int], heavy: set[int], movable: bool) -> House:
    one, part = found.dwellings[n], found.labels[n]
    x, y = sheet.spot(one.x, one.y)
    side = max(SIDE_M * sheet.scale, LEAST_PX) / 2
    path = sheet.path(one.footprint) if one.footprint is not None else _square(x, y, side)
    look = "moved" if n in teal else "tower" if n in heavy else "bld"
    to = " ".join(map(str, sorted(found.neighbours(n)))) if movable else ""
    title = f"{one.called} {one.households}"
    return House(id=str(one.id), path=path, look=look, part=part, x=x, y=y, to=to, title=title)


def _square(x: float, y: float, half: float) -> str:
    return f"M{x - half:.1f} {y - half:.1f}h{2 * half:.1f}v{2 * half:.1f}h{-2 * half:.1f}Z"


def _washes(found: Division) -> dict[int, int]:
    """Washes by the order of parts, the first that no neighbour has; beyond five neighbours one comes twice."""
    beside: dict[int, set[int]] = {part: set() for part in found.shapes}
    for a, b in found.layout.ground.edges.tolist():
        one, other = found.labels[a], found.labels[b]
        if one != other and one in beside and other in beside:
            beside[one].add(other)
            beside[other].add(one)
    washes: dict[int, int] = {}
    for place, part in enumerate(sorted(beside)):
        taken = {washes[other] for other in beside[part] if other in washes}
        order = [(place + step) % WASHES for step in range(WASHES)]
        washes[part] = next((wash for wash in order if wash not in taken), order[0])
    return washes


def _plates(found: Division, sheet: _Sheet) -> Iterable[Plate]:
    """In the widest place of each part; a plate that would lie upon another one goes below it, or above at the edge."""
    wide, high = PLATE
    put: list[tuple[float, float]] = []
    for part in found.measures.parts:
        shape = found.shapes.get(part.number)
        if shape is None or shape.is_empty:
            continue
        middle = shapely.maximum_inscribed_circle(shape, tolerance=3.0).coords[0]
        from_x, from_y = sheet.spot(*middle)
        x = min(max(from_x, wide / 2), sheet.width - wide / 2)
        y = min(max(from_y, high / 2), sheet.height - high / 2)
        y = _free(x, y, put, sheet.height)
        put.append((x, y))
        yield Plate(
            part=part.number, number=found.number(part.number), households=part.households, x=x, y=round(y - 4, 1),
            left=round(x - wide / 2, 1), top=round(y - high / 2, 1), from_x=from_x, from_y=from_y,
        )  # fmt: skip


def _free(x: float, y: float, put: list[tuple[float, float]], height: float) -> float:
    wide, high = PLATE

    def clear(at: float) -> bool:
        return all(abs(x - px) >= wide + 2 or abs(at - py) >= high + 2 for px, py in put)

    for step in range(12):
        for at in (y + step * 12, y - step * 12):
            if high / 2 <= at <= height - high / 2 and clear(at):
                return at
    return y
