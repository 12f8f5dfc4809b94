"""Venues and their rooms. All of it stands on a poster at the door; the office's lists keep to the viewer's areas."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from liren.kernel import Actor, Missing
from liren.people import queries as people
from liren.trust import sql
from liren.trust.sight import after, where
from liren.venues.kinds import ACCESS, ROOM_KINDS
from liren.venues.reading import Timetable, timetables
from liren.venues.rules import SHANGHAI, Opening

VENUE = """
select v.id, v.area, v.name, v.address, v.lon, v.lat, v.phone, v.floor_area, v.operator, v.week, v.zones, v.closed_on, v.version
from venues_venue v where {condition} order by v.community, v.name
"""
ROOM = """
select r.id, r.venue, r.name, r.kind, r.seats, r.gap, r.closed_on, r.version, v.name as venue_name, v.area,
       v.closed_on as venue_closed
from venues_room r join venues_venue v on v.id = r.venue where {condition} order by v.name, translate(r.name, '一二三四五六七八九十', '123456789:') collate "C"
"""
"""Rooms in the order of their numbers, Chinese ones too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessFact:
    """One barrier-free fact; never checked: `unknown` without a day."""

    code: str
    label: str
    answer: str
    checked_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueCard:
    """A venue with its timetable from yesterday on and whether it is open now. `access` is filled for a single one."""

    id: UUID
    area: str
    name: str
    address: str
    lon: float
    lat: float
    phone: str
    floor_area: int | None
    operator: UUID | None
    operator_name: str
    zones: tuple[str, ...]
    closed_on: date | None
    version: int
    timetable: Timetable
    opening: Opening
    access: tuple[AccessFact, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomCard:
    """A room that can be booked; `gap` are the minutes kept free behind each booking."""

    id: UUID
    venue: UUID
    venue_name: str
    area: str
    name: str
    kind: str
    kind_label: str
    seats: int
    gap: int
    open: bool
    version: int


def on_list(viewer: Actor, now: datetime, *, within: str = "", zone: str = "") -> list[VenueCard]:
    """Every venue in use, inside an area, with a zone. Public: any viewer may ask. Three statements."""
    conditions, params = ["v.closed_on is null"], list[Any]()
    if within:
        conditions.append("v.area >= %s and v.area < %s")
        params += [within, after(within)]
    if zone:
        conditions.append("%s = any(v.zones)")
        params.append(zone)
    return _cards(viewer, " and ".join(conditions), params, now)


def mine(viewer: Actor, now: datetime, *, within: str = "", zone: str = "", closed: bool = False) -> list[VenueCard]:
    """The office's list: the venues in the areas where the viewer holds `venues.see`, closed ones when asked for."""
    seen = where(viewer, "venues.see", "v.area")
    conditions, params = [seen.sql], list[Any](seen.params)
    if not closed:
        conditions.append("v.closed_on is null")
    if within:
        conditions.append("v.area >= %s and v.area < %s")
        params += [within, after(within)]
    if zone:
        conditions.append("%s = any(v.zones)")
        params.append(zone)
    return _cards(viewer, " and ".join(conditions), params, now)


def venue_card(viewer: Actor, id: UUID, now: datetime) -> VenueCard:
    """One venue with its barrier-free facts, a closed one too. Public. Raises Missing."""
    found = _cards(viewer, "v.id = %s", [id], now)
    if not found:
        raise Missing("没有找到这个阵地。")
    rows = sql.rows("select fact, answer, checked_on from venues_access where venue = %s", (id,))
    held = {row["fact"]: row for row in rows}
    facts = tuple(
        AccessFact(
            code=code, label=label, answer=held[code]["answer"] if code in held else "unknown",
            checked_on=held[code]["checked_on"] if code in held else None,
        )
        for code, label in ACCESS.items()
    )  # fmt: skip
    return _with(found[0], facts)


def _with(card: VenueCard, facts: tuple[AccessFact, ...]) -> VenueCard:
    return replace(card, access=facts)


def _cards(viewer: Actor, condition: str, params: Iterable[Any], now: datetime) -> list[VenueCard]:
    rows = sql.rows(VENUE.format(condition=condition), list(params))
    since = now.astimezone(SHANGHAI).date() - timedelta(days=1)
    tables = timetables([(row["id"], row.pop("week")) for row in rows], since)
    operators = people.unit_names(viewer, {row["operator"] for row in rows if row["operator"]})
    return [
        VenueCard(
            **row | {"zones": tuple(row["zones"])}, operator_name=operators.get(row["operator"], ""),
            timetable=tables[row["id"]], opening=tables[row["id"]].at(now),
        )
        for row in rows
    ]  # fmt: skip


def rooms_of(viewer: Actor, venues: Iterable[UUID], *, closed: bool = False) -> list[RoomCard]:
    """The rooms of venues, by name. Public."""
    only = "" if closed else " and r.closed_on is null"
    return [_room(row) for row in sql.rows(ROOM.format(condition=f"r.venue = any(%s){only}"), (list(venues),))]


def rooms_within(viewer: Actor, within: str, *, kind: str = "") -> list[RoomCard]:
    """The rooms in use inside an area, of one kind when asked for, where the viewer holds `venues.see`."""
    seen = where(viewer, "venues.see", "v.area")
    condition = f"{seen.sql} and v.area >= %s and v.area < %s and r.closed_on is null and v.closed_on is null and (%s = '' or r.kind = %s)"
    found = sql.rows(ROOM.format(condition=condition), (*seen.params, within, after(within), kind, kind))
    return [_room(row) for row in found]


def room_card(viewer: Actor, id: UUID) -> RoomCard:
    """One room, a closed one too. Public. Raises Missing."""
    row = sql.one(ROOM.format(condition="r.id = %s"), (id,))
    if row is None:
        raise Missing("没有找到这个房间。")
    return _room(row)


def _room(row: dict[str, Any]) -> RoomCard:
    shut = row.pop("closed_on") is not None, row.pop("venue_closed") is not None
    return RoomCard(**row, kind_label=ROOM_KINDS[row["kind"]], open=not any(shut))


def room_counts(viewer: Actor, venues: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    """(rooms, of them deliberation rooms) in use, by venue. Public."""
    rows = sql.rows(
        """select venue, count(*) as n, count(*) filter (where kind = 'deliberation') as deliberation from venues_room
           where venue = any(%s) and closed_on is null group by venue""",
        (list(venues),),
    )
    return {row["venue"]: (row["n"], row["deliberation"]) for row in rows}


def counts(viewer: Actor, within: str) -> tuple[int, int]:
    """How many venues and deliberation rooms are in use inside an area. Public figures (domain.md HX-08, HX-09)."""
    row = sql.one(
        """select count(distinct v.id) as venues, count(r.id) as rooms
           from venues_venue v left join venues_room r on r.venue = v.id and r.closed_on is null and r.kind = 'deliberation'
           where v.closed_on is null and v.area >= %s and v.area < %s""",
        (within, after(within)),
    )
    return row["venues"], row["rooms"]
