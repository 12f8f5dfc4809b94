"""The worker's part of cutting: one grid of the oldest order at a time, so that nothing else waits long.

The partitioner (SciPy, Numba) is loaded here and nowhere in the web process.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

import numpy as np
import shapely

from liren.kernel import AreaCode, Refusal
from liren.kernel.actor import the_house
from liren.places import layout
from liren.places.commands import CutPlan, DraftPlans, Seat
from liren.places.layout import Layout
from liren.places.rules import dividing
from liren.trust import gate, sql

NAME: Final = "places.cutting"
AIMS: Final[dict[str, dict[str, Any]]] = {
    "few": {"keep": 3.0},  # the search begins at today's division and pays for every household it moves
    "even": {"tol": 0.0},
    "whole": {"tol": 0.15},  # deviations up to here cost little: shape and roads decide
}
NEXT = """
select c.id, c.households, c.parts, c.seed, g.area from places_cut c join places_cut_grid g on g.cut_id = c.id
where g.state = 'waiting' and c.stopped_at is null order by c.made_at, c.id, g.area limit 1
"""


def step(now: datetime) -> bool:
    """Cut the next waiting grid and draft its plans; False when nobody waits. Half a second on one core."""
    order = sql.one(NEXT)
    if order is None:
        return False
    area = AreaCode(order["area"])
    try:
        plans, trouble = cut(layout.of(area), order), ""
    except Refusal as no:
        plans, trouble = (), no.sentence
    command = DraftPlans(cut=order["id"], area=area, plans=plans, trouble=trouble)
    gate.execute(command, actor=the_house(NAME, area), now=now, key=uuid5(order["id"], area))
    return True


def cut(found: Layout, order: dict[str, Any]) -> tuple[CutPlan, ...]:
    """Up to three different plans for one grid. Raises Refusal where there is nothing to divide.

    `order` has id, households (wished for a micro-grid), parts (or None) and seed.
    """
    from liren.places.partition import PartitionError, partition

    own = [n for n, twin in enumerate(found.ground.twin) if twin == n]
    parts = order["parts"] or dividing.parts_for(sum(found.households), order["households"], len(own))
    arrays = _arrays(found, own)
    made: dict[str, list[int]] = {}
    for aim, wish in AIMS.items():
        before = _before(found, own, parts) if aim == "few" else None
        if aim == "few" and before is None:
            continue
        try:
            result = partition(**arrays, k=parts, ref=before, seed=order["seed"], **wish)
        except PartitionError as trouble:
            raise Refusal("cut", trouble.sentence) from trouble
        made[aim] = _expanded(found, own, result.labels.tolist())
    return tuple(
        CutPlan(plan=_id(order["id"], found.grid, aim), aim=aim, seats=_seats(found, labels))
        for aim, labels in made.items()
        if labels not in [other for name, other in made.items() if list(made).index(name) < list(made).index(aim)]
    )


def _arrays(found: Layout, own: Sequence[int]) -> dict[str, Any]:
    """The grid as the partitioner takes it: a row for every spot, its twins' households included."""
    place = {n: at for at, n in enumerate(own)}
    weight = np.zeros(len(own))
    for one, twin in zip(found.dwellings, found.ground.twin, strict=True):
        weight[place[twin]] += one.households
    cells = np.array([found.ground.polygons[n] for n in own])
    rim = shapely.length(shapely.intersection(shapely.boundary(cells), found.outline.boundary))
    at = np.zeros(len(found.dwellings), np.int32)
    at[list(own)] = np.arange(len(own))
    return {
        "xy": np.array([found.spots[n] for n in own]), "weight": weight, "area": shapely.area(cells), "rim": rim,
        "edges": at[found.ground.edges], "edge_len": found.ground.length, "edge_road": found.ground.road,
    }  # fmt: skip


def _before(found: Layout, own: Sequence[int], parts: int) -> "np.ndarray[Any, Any] | None":
    """Today's division as the partitioner takes it: the largest micro-grids are 0 to parts - 1, the rest is free."""
    people: Counter[str] = Counter()
    for one in found.dwellings:
        if one.area:
            people[one.area] += one.households
    if not people:
        return None
    rank = {code: n for n, (code, _count) in enumerate(people.most_common(parts))}
    return np.array([rank.get(found.dwellings[n].area or "", -1) for n in own], np.int32)


def _expanded(found: Layout, own: Sequence[int], labels: list[int]) -> list[int]:
    """Parts 1 to k for every dwelling, numbered from west to east and north to south (domain.md §2.1)."""
    of = dict(zip(own, labels, strict=True))
    middle: dict[int, list[float]] = {}
    for part in sorted(set(labels)):
        spots = [found.spots[n] for n in own if of[n] == part]
        middle[part] = [sum(x for x, _y in spots) / len(spots), -sum(y for _x, y in spots) / len(spots)]
    number = {part: n for n, part in enumerate(sorted(middle, key=lambda part: middle[part]), start=1)}
    return [number[of[twin]] for twin in found.ground.twin]


def _seats(found: Layout, labels: Sequence[int]) -> tuple[Seat, ...]:
    return tuple(Seat(building=one.id, part=part) for one, part in zip(found.dwellings, labels, strict=True))


def _id(cut: UUID, grid: str, aim: str) -> UUID:
    return uuid5(cut, f"{grid}:{aim}")
