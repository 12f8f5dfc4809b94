"""Venues of the demonstration: in the zone 44 service places with 150 deliberation rooms, a few in the town, six weeks of bookings.

44 and 150 are the bulletin's own figures (domain.md §1.1, HX-08, HX-09); names, hours and bookings are invented from a seed. One
venue a community, the others where most people live; each hosts as many deliberation rooms as the next.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid5

import numpy as np

from liren.config.demo.cast import TOWN, UNIT, ZONE, ZONE_UNIT, id_of
from liren.config.demo.town import Building, Town
from liren.config.demo.town_names import numeral
from liren.kernel import AreaCode
from liren.kernel.area import Level
from liren.places.commands import AskWalks
from liren.places.rules import short_name
from liren.venues import commands as c
from liren.venues.kinds import ACCESS
from liren.venues.rules import SHANGHAI, parse_week

VENUES, DELIBERATION = 44, 150
WEEKS_BACK, WEEKS = 4, 6
FIRST_PHONE = {"zone": 9700, "town": 9780}
HOURS = (
    "周一至周五 08:30-20:30；周六至周日 09:00-17:00", "每天 08:30-18:00", "周一至周五 08:00-12:00，13:30-18:00；周六 09:00-12:00",
    "每天 07:30-21:00",
)  # fmt: skip
ZONES = ("new_trades", "farm_goods", "women_children", "elders", "reading", "mediation")
TOPICS = (
    ("楼道杂物怎么清", "{grid}议事会"), ("停车位怎么分", "{grid}议事会"), ("加装电梯商量会", "{grid}议事会"),
    ("广场舞的时间", "{community}文体队"), ("合唱排练", "{community}合唱队"), ("妇女儿童活动", "{community}妇联"),
    ("网格党小组学习", "{grid}党小组"), ("物业费公示答疑", "{community}业主小组"), ("骑手安全课", "新业态党支部"),
)  # fmt: skip
PUBLIC = frozenset({"加装电梯商量会", "物业费公示答疑"})
STARTS, LENGTH = (9, 10, 14, 15, 16), timedelta(hours=2)
CHECKED = date(2026, 10, 12)


@dataclass(frozen=True, slots=True)
class Place:
    """One venue with the rooms in it, as the orders that enter them; `rooms` the deliberation rooms first."""

    venue: c.RegisterVenue
    access: c.NoteAccess
    rooms: tuple[c.AddRoom, ...]
    community: str


def generate(
    town: Town, seed: int = 2026, venues: int = VENUES, deliberation: int = DELIBERATION, *, head: str = "zone"
) -> list[Place]:
    """Always the same venues for a seed: exactly `venues` with `deliberation` deliberation rooms in all.

    `head` sets the ids of the zone and of the town apart, and says whose unit runs them.
    """
    rng = np.random.default_rng([seed, 44])
    by_community: dict[str, list[Building]] = {}
    for building in town.buildings:
        by_community.setdefault(building.micro_grid[: Level.COMMUNITY], []).append(building)
    names = {str(a.code): short_name(a.name) for a in town.at(Level.COMMUNITY)}
    homes = {code: sum(b.households for b in found) for code, found in by_community.items()}
    order = sorted(homes, key=lambda code: (-homes[code], code))
    sites = [order[n % len(order)] for n in range(venues)]
    rooms = [deliberation // venues + (n < deliberation % venues) for n in range(venues)]
    seen: Counter[str] = Counter()
    found = []
    for n, (community, count) in enumerate(zip(sites, rooms, strict=True)):
        seen[community] += 1
        label = (
            "党群服务中心"
            if seen[community] == 1
            else f"邻里驿站{'' if seen[community] == 2 else numeral(seen[community])}"
        )
        houses = by_community[community]
        share = np.array([float(b.households) for b in houses])
        house = houses[int(rng.choice(len(houses), p=share / share.sum()))]
        found.append(_place(rng, head, n, names[community], names[community] + label, house, count))
    return found


def _place(
    rng: np.random.Generator, head: str, n: int, community: str, name: str, house: Building, deliberation: int
) -> Place:
    id = id_of(f"venue:{head}:{n}")
    unit = {"zone": ZONE_UNIT["z-civil"], "town": UNIT["civil"]}[head]
    chosen = {ZONES[i] for i in rng.choice(len(ZONES), int(rng.integers(1, 5)), replace=False)}
    venue = c.RegisterVenue(
        venue=id, name=name, address=f"{house.address}旁", lon=round(house.lon + 0.0001, 6), lat=house.lat,
        phone=f"0511-0000{FIRST_PHONE[head] + n}", floor_area=int(rng.integers(18, 160)) * 10, operator=unit.id if n % 3 else None,
        week=parse_week(HOURS[int(rng.integers(len(HOURS)))]), zones=("one_stop", "multi_use", *sorted(chosen)),
    )  # fmt: skip
    answers = rng.choice(["yes", "no", "unknown"], len(ACCESS), p=[0.6, 0.25, 0.15])
    facts = tuple((fact, str(answer)) for fact, answer in zip(ACCESS, answers, strict=True) if answer != "unknown")
    access = c.NoteAccess(
        venue=id, checked_on=CHECKED - timedelta(days=int(rng.integers(120))), facts=facts or (("ramp", "yes"),)
    )
    rooms = [
        c.AddRoom(
            room=id_of(f"room:{head}:{n}:{r}"), venue=id, name=f"{numeral(r + 1)}号议事室", kind="deliberation",
            seats=int(rng.integers(4, 13)) * 2, gap=15 if r == 0 else 0,
        )
        for r in range(deliberation)
    ]  # fmt: skip
    if n % 2 == 0:
        rooms.append(
            c.AddRoom(room=id_of(f"hall:{head}:{n}"), venue=id, name="多功能厅", kind="activity", seats=60, gap=30)
        )
    return Place(venue, access, tuple(rooms), community)


def bookings(places: list[Place], monday: date, seed: int = 2026) -> Iterator[c.BookRoom]:
    """Weekly meetings from four weeks before a Monday to two weeks on, none in the way of another."""
    rng = np.random.default_rng([seed, 150])
    for place in places:
        for room in place.rooms:
            hours = rng.choice(len(STARTS), int(rng.integers(1, 5)), replace=False)
            for day, hour in zip(rng.choice(5, len(hours), replace=False), hours, strict=True):
                topic, group = TOPICS[int(rng.integers(len(TOPICS)))]
                yield _weekly(room, monday + timedelta(days=int(day)), STARTS[int(hour)], topic, group.format(
                    community=place.community.removesuffix("社区"), grid=f"第{numeral(int(rng.integers(1, 7)))}网格"
                ))  # fmt: skip


def _weekly(room: c.AddRoom, day: date, hour: int, topic: str, group: str) -> c.BookRoom:
    series = uuid5(room.room, f"{day}:{hour}")
    first = datetime.combine(day, time(hour), SHANGHAI) - timedelta(weeks=WEEKS_BACK)
    starts = [first + timedelta(weeks=n) for n in range(WEEKS)]
    slots = tuple(c.Slot(booking=uuid5(series, str(s)), starts=s, ends=s + LENGTH) for s in starts)
    return c.BookRoom(
        room=room.room, series=series, slots=slots, topic=topic, group=group, public=topic in PUBLIC, free_only=True
    )


def walks(places: list[Place], head: str) -> AskWalks:
    """Have the worker measure how far everybody walks to these venues."""
    town = AreaCode(TOWN if head == "town" else ZONE)
    spots = tuple((place.venue.lon, place.venue.lat) for place in places)
    return AskWalks(walks=id_of(f"walks:{head}"), area=town, places=spots)


def build(places: list[Place], now: datetime, *, head: str = "zone") -> None:
    """Through the gate, like anybody's; what stands already is left alone. A meeting that no door is open for is left out."""
    from liren.config.demo.build import order
    from liren.kernel import Refusal
    from liren.kernel.actor import the_house
    from liren.trust import gate

    order(f"{head}:venues", [place.venue for place in places])
    order(f"{head}:access", [place.access for place in places])
    order(f"{head}:rooms", [room for place in places for room in place.rooms])
    order(f"{head}:walks", [walks(places, head)])
    today = now.astimezone(SHANGHAI).date()
    monday = today - timedelta(days=today.weekday())
    since = datetime.combine(monday - timedelta(weeks=WEEKS_BACK), time(), SHANGHAI).astimezone(UTC)
    for wish in bookings(places, monday):
        try:
            gate.execute(wish, actor=the_house("demo"), now=since, key=uuid5(wish.series, "key"))
        except Refusal as no:
            if no.code != "none_free":
                raise
