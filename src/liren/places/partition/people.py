"""How many people a building holds, from the best that the file says; which one it was is told with the plan.

Without a count: households × 2.62 (mean of a family household), else floors × footprint ÷ 38.6 m² (living space per head
in towns), both from the seventh census of China (2020), else every building counts as one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from liren.places.partition.graph import Floats
from liren.places.partition.trouble import BadWeight, NobodyThere, PartitionError, listed

PER_HOUSEHOLD = 2.62
M2_PER_HEAD = 38.6
M_PER_FLOOR = 3.0
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "population": ("population", "人口", "人数"),
    "households": ("households", "户数"),
    "levels": ("levels", "floors", "building:levels", "层数", "楼层"),
    "height": ("height", "高度"),
}


@dataclass(frozen=True, slots=True)
class People:
    """`weight` (n) people; `source` says in words where they come from; `missing` the rows that had no figure;
    `household` how much of the weight is one household."""

    weight: Floats
    source: str
    missing: tuple[int, ...]
    household: float = PER_HOUSEHOLD


def count(rows: Sequence[Mapping[str, object]], footprint: Floats, column: str = "") -> People:
    """The people of each building; `rows` their properties, `footprint` (n) m², 0 for a point.

    `column` is the property to take, "" finds the best one. Raises BadWeight for what is no number or negative,
    NobodyThere when everything is zero, PartitionError for a column that no building has.
    """
    if column:
        values = _numbers(rows, (column,), column)
        if np.isnan(values).all():
            raise PartitionError(f"没有一栋楼有“{column}”这一列。请核对列名，或不写 --people。")
        return _told(values, f"“{column}”列", 1.0 if column in HEADINGS["households"] else PER_HOUSEHOLD)
    found = {name: _numbers(rows, names, names[0]) for name, names in HEADINGS.items()}
    if not np.isnan(found["population"]).all():
        return _told(found["population"], "人口数")
    if not np.isnan(found["households"]).all():
        return _told(found["households"] * PER_HOUSEHOLD, f"户数 × {PER_HOUSEHOLD} 人")
    if (footprint > 0).any() and not (np.isnan(found["levels"]).all() and np.isnan(found["height"]).all()):
        floors = np.where(np.isnan(found["levels"]), found["height"] / M_PER_FLOOR, found["levels"])
        missing = np.flatnonzero(np.isnan(floors))
        floors = np.where(np.isnan(floors), 1.0, np.maximum(1.0, floors))
        source = f"层数 × 占地面积 ÷ 人均 {M2_PER_HEAD} 平方米（没有户数和人口）"
        return _positive(floors * footprint / M2_PER_HEAD, source, tuple(missing.tolist()))
    return People(np.ones(len(rows)), "没有户数、人口和层数，每栋按 1 计，只求栋数均匀", (), 1.0)


def _told(values: Floats, source: str, household: float = PER_HOUSEHOLD) -> People:
    missing = np.flatnonzero(np.isnan(values))
    return _positive(np.where(np.isnan(values), 0.0, values), source, tuple(missing.tolist()), household)


def _positive(weight: Floats, source: str, missing: tuple[int, ...], household: float = PER_HOUSEHOLD) -> People:
    if weight.sum() <= 0:
        raise NobodyThere(f"按{source}，楼栋里一个人也没有，无从均分。请补上户数或人口。")
    return People(weight, source, missing, household)


def _numbers(rows: Sequence[Mapping[str, object]], names: tuple[str, ...], shown: str) -> Floats:
    """The first of these properties that a row has, NaN where none."""
    found = np.full(len(rows), np.nan)
    bad: list[int] = []
    for i, row in enumerate(rows):
        value = next((row[n] for n in names if row.get(n) not in (None, "")), None)
        if value is None:
            continue
        try:
            found[i] = float(str(value).strip())
        except ValueError:
            bad.append(i)
    bad += np.flatnonzero(found < 0).tolist() + np.flatnonzero(np.isinf(found)).tolist()
    if bad:
        raise BadWeight(f"第 {listed(sorted(bad))} 个图形的“{shown}”不是数，或是负数。", sorted(bad))
    return found


def as_whole(weight: NDArray[np.float64]) -> list[float]:
    """For files: whole numbers as such, others with one digit."""
    return [int(w) if w == int(w) else round(w, 1) for w in weight.tolist()]
