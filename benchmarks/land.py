"""A county of 1,312 micro-grids in even rows: the map of the benchmarks. python -m benchmarks.land DATA puts it there."""

import os
import sys
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

import shapely

from liren.kernel import AreaCode, Command
from liren.places.commands import AreaRow, DivisionRow, ImportAreas, ImportDivisions

COUNTY = AreaCode("321181")
ROWS, COLUMNS = 32, 41
ROWS_OF_A_TOWN, CELLS_OF_A_GRID = 4, 5
WEST, SOUTH, STEP = 119.45, 31.80, 0.006
NAMES = {"32": "江苏省", "3211": "镇江市", "321181": "丹阳市"}


def codes() -> list[AreaCode]:
    """The micro-grids, row by row: a row is a community, four rows a town, five cells a grid."""
    found = []
    for row in range(ROWS):
        town = 101 + row // ROWS_OF_A_TOWN
        community = f"{COUNTY}{town}{201 + row % ROWS_OF_A_TOWN}"
        for column in range(COLUMNS):
            grid, micro = divmod(column, CELLS_OF_A_GRID)
            found.append(AreaCode(f"{community}{grid + 1:03d}{micro + 1:02d}"))
    return found


def cell(n: int) -> tuple[float, float, float, float]:
    """West, south, east, north of the n-th micro-grid in degrees."""
    row, column = divmod(n, COLUMNS)
    west, south = WEST + column * STEP, SOUTH + row * STEP
    return west, south, west + STEP, south + STEP


def orders() -> list[Command]:
    """What makes the map, through the gate: the tree, then each town's outlines."""
    micro = codes()
    tree = dict(NAMES)
    boxes: dict[str, list[float]] = {}
    for n, code in enumerate(micro):
        tree[code[:9]] = f"第 {code[6:9]} 镇"
        tree[code[:12]] = f"{code[6:9]} 镇第 {code[9:12]} 村"
        west, south, east, north = cell(n)
        box = boxes.setdefault(code[:15], [west, south, east, north])
        box[2] = east
        boxes[code] = [west, south, east, north]
    county = [*cell(0)[:2], *cell(len(micro) - 1)[2:]]
    rows = tuple(DivisionRow(row=n, code=AreaCode(c), name=tree[c]) for n, c in enumerate(sorted(tree), start=1))
    made: list[Command] = [ImportDivisions(area=COUNTY, rows=rows)]
    made.append(ImportAreas(area=COUNTY, rows=(_outlined(1, COUNTY, NAMES[COUNTY], county),), datum="wgs84"))
    for town in sorted({code[:9] for code in micro}):
        areas = [c for c in sorted(boxes) if c.startswith(town)]
        outlines = tuple(_outlined(n, c, f"网格 {c[12:]}", boxes[c]) for n, c in enumerate(areas, start=1))
        made.append(ImportAreas(area=AreaCode(town), rows=outlines, datum="wgs84"))
    return made


def _outlined(row: int, code: str, name: str, box: list[float]) -> AreaRow:
    return AreaRow(row=row, code=AreaCode(code), name=name, shape=shapely.to_wkb(shapely.box(*box)))


def lay() -> None:
    """Carry the orders out in the database that Django is set up for; a second time does nothing."""
    from liren.kernel.actor import the_house
    from liren.trust import gate

    for n, order in enumerate(orders()):
        key = uuid5(NAMESPACE_URL, f"liren:bench:land:{n}")
        gate.execute(order, actor=the_house("demo"), now=datetime.now(UTC), key=key)


def main(data: str) -> None:
    from liren.config.supervisor.attach import application

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
    with application(data):
        import django

        django.setup()
        lay()


if __name__ == "__main__":
    main(sys.argv[1])
