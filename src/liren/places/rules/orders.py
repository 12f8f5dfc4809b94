"""From a file's bytes to the command that imports it, or BadRows with everything wrong inside the file."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import shapely

from liren.kernel.area import AreaCode, Level
from liren.kernel.rows import BadRows, RowError
from liren.places.commands import AreaRow, BuildingRow, ImportAreas, ImportBuildings, ImportDivisions, ImportGround
from liren.places.geometry import shape_to_wgs84, to_wgs84
from liren.places.rules.areas import read_areas
from liren.places.rules.buildings import read_buildings
from liren.places.rules.divisions import read_divisions
from liren.places.rules.ground import read_ground


def order_divisions(content: bytes, name: str) -> ImportDivisions:
    """The order to import a division table. Raises BadRows."""
    rows, errors = read_divisions(content, name)
    _stop(errors, rows)
    return ImportDivisions(area=covering(_leaves(row.code for row in rows)), rows=tuple(rows))


def order_areas(content: bytes, datum: str = "") -> ImportAreas:
    """The order to import outlines drawn in `datum` ("" when the file does not say). Raises BadRows."""
    outlines, errors = read_areas(content)
    _stop(errors, outlines)
    rows = tuple(
        AreaRow(row=o.row, code=o.code, name=o.name, shape=shapely.to_wkb(shape_to_wgs84(o.shape, datum or "wgs84")))
        for o in outlines
    )
    return ImportAreas(area=covering(row.code for row in rows), rows=rows, datum=datum)


def order_buildings(content: bytes, name: str, area: AreaCode, datum: str = "") -> ImportBuildings:
    """The order to import the buildings of `area`, drawn in `datum` ("" when the file does not say). Raises BadRows."""
    rows, errors = read_buildings(content, name)
    _stop(errors, rows)
    if datum not in ("", "wgs84"):
        rows = [_converted(row, datum) for row in rows]
    return ImportBuildings(area=area, rows=tuple(rows), datum=datum)


def order_ground(content: bytes, area: AreaCode, datum: str = "") -> ImportGround:
    """The order to draw the background of `area` anew, from a file in `datum` ("" when it does not say). Raises BadRows."""
    features, errors = read_ground(content)
    _stop(errors, features)
    rows = [replace(row, shape=shapely.to_wkb(shape_to_wgs84(shape, datum or "wgs84"))) for row, shape in features]
    return ImportGround(area=area, rows=tuple(rows), datum=datum)


def _converted(row: BuildingRow, datum: str) -> BuildingRow:
    ((lon, lat),) = to_wgs84(np.array([[row.lon, row.lat]]), datum).tolist()
    shape = shapely.to_wkb(shape_to_wgs84(shapely.from_wkb(row.footprint), datum)) if row.footprint else None
    return replace(row, lon=lon, lat=lat, footprint=shape)


def covering(codes: Iterable[AreaCode]) -> AreaCode:
    """The deepest area that every code is or lies inside. Raises BadRows when they share none."""
    given = list(codes)
    for size in sorted(Level, reverse=True):
        tops = {code.up_to(size) for code in given}
        if len(tops) == 1 and (top := tops.pop()) is not None:
            return top
    error = RowError(0, "code", "文件里的代码不在同一个省。", "请按省分成几个文件。")
    raise BadRows((error,))


def _leaves(codes: Iterable[AreaCode]) -> list[AreaCode]:
    """The codes that have none of the others inside them: a division table repeats its ancestors only for reference."""
    given = set(codes)
    inner = {above for code in given for above in code.ancestors()[1:]}
    return sorted(given - inner)


def _stop(errors: list[RowError], rows: Sequence[object]) -> None:
    if errors:
        raise BadRows(tuple(errors))
    if not rows:
        raise BadRows((RowError(0, "", "表头下面没有内容。", "请检查是不是选错了文件。"),))
