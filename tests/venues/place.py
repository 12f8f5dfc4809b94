"""Ready hands for tests of venues: a venue with a room in the scene's town, and orders by people who may."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from liren.kernel import Actor, AreaCode, Command, Grant
from liren.kernel.ids import new_id
from liren.trust import gate
from liren.venues import commands as c
from liren.venues.rules import SHANGHAI, parse_week
from tests.scene import TOWN, Scene

ALL = ("venues.see", "venues.register", "venues.book", "people.see", "places.see")


def clerk(area: AreaCode = TOWN, rights: tuple[str, ...] = ALL) -> Actor:
    """Somebody with rights over an area."""
    return Actor(
        kind="staff",
        account=new_id(),
        name="预约员",
        grants=tuple(Grant(right=r, area=area, post="test") for r in rights),
    )


def order(town: Scene, command: Command, actor: Actor | None = None) -> dict[str, Any]:
    return gate.execute(command, actor=actor or clerk(), now=town.now, key=new_id())


def venue(town: Scene, n: int = 0, hours: str = "每天 08:00-20:00", **more: Any) -> UUID:
    """A venue in the n-th micro-grid."""
    lon, lat = town.point(n)
    id = new_id()
    told = {
        "name": f"阵地{str(id)[-6:]}",
        "address": "同心路 1 号",
        "phone": "0511-00001234",
        "zones": ("elders",),
    } | more
    order(town, c.RegisterVenue(venue=id, lon=lon, lat=lat, week=parse_week(hours), **told))
    return id


def room(town: Scene, at: UUID, gap: int = 0, kind: str = "deliberation") -> UUID:
    """A room of a venue."""
    id = new_id()
    order(town, c.AddRoom(room=id, venue=at, name=f"议事室{str(id)[-6:]}", kind=kind, seats=12, gap=gap))
    return id


def tomorrow(town: Scene, hour: int, days: int = 1) -> datetime:
    """A full hour of the day after the scene's today."""
    day = town.now.astimezone(SHANGHAI) + timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def booking(room: UUID, *times: tuple[datetime, datetime], **more: Any) -> c.BookRoom:
    slots = tuple(c.Slot(booking=new_id(), starts=a, ends=b) for a, b in times)
    told = {"topic": "停车位怎么分", "group": "第三网格议事会"} | more
    return c.BookRoom(room=room, series=new_id(), slots=slots, **told)
