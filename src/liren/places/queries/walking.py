"""How far people walk: the last result the worker kept for an area, and how far a running order is."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from liren.kernel import Actor
from liren.places import atlas
from liren.places.walks import Walks, unpacked
from liren.trust import epochs, sql
from liren.trust.sight import need

CARD = (
    "id, area, state, done, total, trouble, made_at, settled_at, mean, bound, cardinality(lons) as places, map, ground"
)
LAST = f"""
select {CARD} from places_walks where starts_with(%s, area) and state = 'done' order by length(area) desc, made_at desc limit 1
"""
RUNNING = f"select {CARD} from places_walks where starts_with(%s, area) and state = 'waiting' order by made_at limit 1"
REFUSED = f"select {CARD} from places_walks where area = %s order by made_at desc limit 1"
KEPT = 4  # results in memory


@dataclass(frozen=True, slots=True, kw_only=True)
class WalksCard:
    """An order: `done` of `total` steps; of a finished one the metres that `places` sites chosen anew would leave."""

    id: UUID
    area: str
    state: str
    done: int
    total: int
    trouble: str
    made_at: datetime
    settled_at: datetime | None
    mean: float | None
    bound: float | None
    places: int
    current: bool


_kept: "OrderedDict[tuple[str, UUID, str], Walks]" = OrderedDict()


def last_walks(viewer: Actor, within: str) -> WalksCard | None:
    """The newest result that holds for an area: its own, else that of an area around it. Needs `places.see`."""
    need(viewer, "places.see", within)
    return _card(LAST, within)


def running_walks(viewer: Actor, within: str) -> WalksCard | None:
    """The order for an area, or around it, that the worker is at."""
    need(viewer, "places.see", within)
    return _card(RUNNING, within)


def refused_walks(viewer: Actor, within: str) -> WalksCard | None:
    """The newest order of an area when it came to nothing."""
    need(viewer, "places.see", within)
    found = _card(REFUSED, within)
    return found if found and found.state == "refused" else None


def walks(viewer: Actor, within: str) -> Walks | None:
    """The walks inside an area as last worked out, None before the first time or where nobody lives."""
    card = last_walks(viewer, within)
    if card is None:
        return None
    key = (str(connection.settings_dict["NAME"]), card.id, within)
    if key not in _kept:
        content = sql.value("select content from places_walks where id = %s", (card.id,))
        found = unpacked(bytes(content))
        _kept[key] = found if within == card.area else found.within(within)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    _kept.move_to_end(key)
    return _kept[key] if _kept[key].homes else None


def _card(query: str, within: str) -> WalksCard | None:
    row = sql.one(query, (within,))
    if row is None:
        return None
    stands = row.pop("map") == epochs.current(atlas.EPOCH), row.pop("ground") == epochs.current(atlas.GROUND)
    return WalksCard(**row, current=all(stands))
