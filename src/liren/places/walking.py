"""The worker's part of siting: the walks of the oldest order, some candidates at a time, so that nothing else waits long.

What is worked out so far lies in this process; a worker that dies begins the order again.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

import numpy as np

from liren.kernel import AreaCode
from liren.kernel.actor import the_house
from liren.places import walks
from liren.places.commands import KeepWalks
from liren.places.walks import Distances, Walks
from liren.trust import gate, sql

NAME: Final = "places.walking"
AT_ONCE: Final = 20  # candidates a step
STARTS: Final = 5
NEXT = "select id, area, lons, lats from places_walks where state = 'waiting' order by made_at, id limit 1"


@dataclass(slots=True)
class Going:
    """An order half done: the rows so far, a chunk of candidates each."""

    walks: Walks
    rows: list[Distances]

    @property
    def chunks(self) -> int:
        return -(-len(self.walks.grids) // AT_ONCE)


_going: dict[UUID, Going] = {}


def step(now: datetime) -> bool:
    """A chunk of the oldest order; False when nobody waits. Half a second on one core."""
    order = sql.one(NEXT)
    if order is None:
        _going.clear()
        return False
    id, area = order["id"], AreaCode(order["area"])
    if id not in _going:
        _going.clear()
        found = walks.read(area)
        if found is None:
            _tell(KeepWalks(walks=id, done=1, total=1, trouble="这里还没有带户数的楼栋，请先导入楼栋。"), area, now)
            return True
        _going[id] = Going(found, [])
    _tell(_advanced(order, _going[id]), area, now)
    return True


def _tell(command: KeepWalks, area: AreaCode, now: datetime) -> None:
    gate.execute(command, actor=the_house(NAME, area), now=now, key=uuid5(command.walks, str(command.done)))


def _advanced(order: dict[str, Any], going: Going) -> KeepWalks:
    """One chunk more; after the last, the walks from the venues of the order and the best that as many could do anew."""
    from liren.places.siting.walking import walk

    held, done = going.walks, len(going.rows)
    total = going.chunks + 1
    if done < going.chunks:
        some = held.grid_points[done * AT_ONCE : (done + 1) * AT_ONCE]
        going.rows.append(walk(held.network, held.metres.of(some), held.metres.of(held.points)))
        return KeepWalks(walks=order["id"], done=done + 1, total=total)
    held.distance = np.concatenate(going.rows)
    held.of(list(zip(order["lons"], order["lats"], strict=True)))
    mean, bound = _anew(held, len(order["lons"]))
    return KeepWalks(
        walks=order["id"], done=total, total=total, content=walks.packed(held), ways=held.ways, mean=mean, bound=bound
    )


def _anew(held: Walks, count: int) -> tuple[float | None, float | None]:
    """What as many sites could do at best if all were free, and what no choice can beat: metres on average."""
    from liren.places.siting.median import p_median

    if not 0 < count <= len(held.grids):
        return None, None
    found = p_median(held.distance, held.households, count, starts=STARTS)
    whole = float(held.households.sum())
    return found.cost / whole, found.bound / whole
