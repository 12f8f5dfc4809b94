"""Venues: entering, correcting, other hours for a day, barrier-free facts, closing and opening again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from liren.catalogue import queries as catalogue
from liren.kernel import AreaCode, Code, Event, Missing, Refusal
from liren.kernel.area import Level
from liren.people import queries as people
from liren.places import queries as places
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told
from liren.venues import commands, events, kinds, reading, rules
from liren.venues.rules.fields import clean_note

COLUMNS = "id, area, name, address, lon, lat, phone, floor_area, operator, week, zones, closed_on, version"
KEPT = ("area", "name", "address", "lon", "lat", "phone", "floor_area", "operator", "week", "zones")

OneVenue = (
    commands.CorrectVenue | commands.SetVenueDay | commands.NoteAccess | commands.CloseVenue | commands.ReopenVenue
)


def new_venue(command: commands.RegisterVenue, act: Act) -> Target:
    """A venue about to be entered, in the micro-grid its point lies in."""
    return Target(scope=area_at(command.lon, command.lat, act))


def load_venue(command: OneVenue, act: Act) -> Target:
    """The venue a command names, locked."""
    row = sql.one(f"select {COLUMNS} from venues_venue where id = %s for update", (command.venue,))
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row, version=row["version"], now_is={"name": row["name"]})


def area_at(lon: float, lat: float, act: Act) -> AreaCode:
    """The micro-grid at a point. Raises Refusal where there is none."""
    if trouble := places.point_trouble(lon, lat, act.epochs):
        raise trouble
    found = places.locate(lon, lat, act.epochs)
    if found is None:
        raise Refusal("venue_outside", "这个位置不在任何网格里，请在地图上重新选。", field="place")
    return found.scope


def register(command: commands.RegisterVenue, target: Target, act: Act) -> Outcome:
    row = entry(command, AreaCode(target.scope), act)
    sql.insert("venues_venue", stored({"id": command.venue, **row, "version": 1}))
    event = events.VenueRegistered(venue=command.venue, area=AreaCode(target.scope))
    return _told(event, command.venue, target.scope, answer={"venue": str(command.venue)})


def correct(command: commands.CorrectVenue, target: Target, act: Act) -> Outcome:
    _open(target)
    row = entry(command, area_at(command.lon, command.lat, act), act)
    changed = changed_fields(row, target.row)
    if not changed:
        return Outcome(answer={"venue": str(command.venue), "changed": 0}, scopes=(target.scope,))
    sql.update("venues_venue", stored(row | {"version": target.row["version"] + 1}), {"id": command.venue})
    sql.run("update venues_booking b set area = %s from venues_room r where r.id = b.room and r.venue = %s and b.area <> %s",
            (row["area"], command.venue, row["area"]))  # fmt: skip
    if "week" in changed:
        _fits(command.venue, act.now, None, "week")
    event = events.VenueCorrected(venue=command.venue, area=AreaCode(row["area"]), fields=tuple(map(Code, changed)))
    return _told(
        event, command.venue, row["area"], answer={"venue": str(command.venue), "changed": len(changed)},
        scopes=(target.scope, row["area"]),
    )  # fmt: skip


def entry(command: commands.RegisterVenue | commands.CorrectVenue, area: AreaCode, act: Act) -> dict[str, Any]:
    """The cleaned columns of a venue. Raises Refusal naming the field."""
    known = [e.code for e in catalogue.entries(kinds.FAMILY, area=area, at=act.now)]
    if command.operator is not None and not people.unit_names(act.actor, [command.operator]):
        raise Refusal("operator", "没有这个单位，请从列表里选运营单位。", field="operator")
    return {
        "area": str(area),
        "community": str(area[: Level.COMMUNITY]),
        "name": rules.clean_name(command.name, "名称"),
        "address": rules.clean_address(command.address),
        "lon": command.lon,
        "lat": command.lat,
        "phone": rules.clean_phone(command.phone),
        "floor_area": rules.check_floor(command.floor_area),
        "operator": command.operator,
        "week": rules.check_week(command.week),
        "zones": rules.check_zones(command.zones, known),
    }


def changed_fields(row: dict[str, Any], held: dict[str, Any]) -> list[str]:
    """The names of the columns in which a row differs from the one that is held."""
    return [name for name in KEPT if row[name] != held[name]]


def stored(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its week as jsonb."""
    return row | {"week": Jsonb(row["week"])} if "week" in row else row


def set_day(command: commands.SetVenueDay, target: Target, act: Act) -> Outcome:
    """Other hours for one day; bookings that no longer fit are named and stand in the way."""
    _open(target)
    if command.day < _today(act.now):
        raise Refusal("day_past", "这一天已经过去，请选今天或以后的日子。", field="day")
    sql.run("delete from venues_day where venue = %s and day = %s", (command.venue, command.day))
    minutes = None
    if command.spans is not None:
        rules.check_week(tuple(commands.Span(weekday=1, opens=opens, closes=closes) for opens, closes in command.spans))
        spans = [list(span) for span in sorted(command.spans)]
        sql.insert(
            "venues_day",
            {"venue": command.venue, "day": command.day, "spans": Jsonb(spans), "note": clean_note(command.note)},
        )
        minutes = sum(closes - opens for opens, closes in command.spans)
    _fits(command.venue, max(act.now, rules.at(command.day, 0)), rules.at(command.day, 24 * 60), "day")
    event = events.VenueDaySet(venue=command.venue, day=command.day, open_minutes=minutes)
    return _told(event, command.venue, target.scope, answer={"venue": str(command.venue)})


def _fits(venue: UUID, since: datetime, until: datetime | None, field: str) -> None:
    """Raise Refusal when a booking that is still to come would lie outside the hours as they are now written."""
    booked = sql.rows(
        """select r.name, lower(b.during) as starts, upper(b.during) as ends
           from venues_booking b join venues_room r on r.id = b.room
           where r.venue = %s and b.during && tstzrange(%s, %s) and b.cancelled_at is null order by 2""",
        (venue, since, until),
    )
    if not booked:
        return
    week = sql.value("select week from venues_venue where id = %s", (venue,))
    table = reading.timetables([(venue, week)], _today(since))[venue]
    periods = table.during(booked[0]["starts"], booked[-1]["ends"])
    out = [b for b in booked if not rules.inside(periods, b["starts"], b["ends"])]
    if out:
        at = out[0]["starts"].astimezone(rules.SHANGHAI)
        when = f"{at.month} 月 {at.day} 日 {at:%H:%M}"
        sentence = f"{when} {out[0]['name']}已有预约，共 {len(out)} 场不在新的开放时间里，请先改约或取消。"
        raise Refusal("hours_booked", sentence, field=field)


def note_access(command: commands.NoteAccess, target: Target, act: Act) -> Outcome:
    rules.check_access(command.facts)
    if not command.facts:
        raise Refusal("access_none", "还没有选哪一项，请至少核对一项。", field="facts")
    if command.checked_on > _today(act.now):
        raise Refusal("access_future", "核对的日子不能晚于今天。", field="checked_on")
    for fact, answer in command.facts:
        sql.run(
            """insert into venues_access (venue, fact, answer, checked_on) values (%s, %s, %s, %s)
               on conflict (venue, fact) do update set answer = excluded.answer, checked_on = excluded.checked_on""",
            (command.venue, fact, answer, command.checked_on),
        )
    noted = tuple(Code(fact) for fact, _ in command.facts)
    event = events.AccessNoted(venue=command.venue, checked_on=command.checked_on, facts=noted)
    return _told(event, command.venue, target.scope, answer={"venue": str(command.venue)})


def close(command: commands.CloseVenue, target: Target, act: Act) -> Outcome:
    _open(target)
    ahead = sql.value(
        """select count(*) from venues_booking b join venues_room r on r.id = b.room
           where r.venue = %s and upper(b.during) > %s and b.cancelled_at is null""",
        (command.venue, act.now),
    )
    if ahead:
        raise Refusal("venue_booked", f"这里还有 {ahead} 场预约，请先取消或改到别处。")
    return _closed(target, _today(act.now), events.VenueClosed(venue=command.venue, area=AreaCode(target.scope)))


def reopen(command: commands.ReopenVenue, target: Target, act: Act) -> Outcome:
    if target.row["closed_on"] is None:
        raise Refusal("venue_open", "这个阵地本来就在用。")
    return _closed(target, None, events.VenueReopened(venue=command.venue, area=AreaCode(target.scope)))


def _closed(target: Target, day: Any, event: Event) -> Outcome:
    changed = {"closed_on": day, "version": target.row["version"] + 1}
    sql.update("venues_venue", changed, {"id": target.row["id"]})
    return _told(event, target.row["id"], target.scope)


def _open(target: Target) -> None:
    if target.row["closed_on"] is not None:
        raise Refusal("venue_closed", "这个阵地已经停用，要用请先恢复。")


def _today(now: datetime) -> Any:
    return now.astimezone(rules.SHANGHAI).date()


def _told(
    event: Event, venue: UUID, area: str, *, answer: dict[str, Any] | None = None, scopes: tuple[str, ...] = ()
) -> Outcome:
    return Outcome(events=(Told(event, venue, area),), answer=answer or {}, scopes=scopes or (area,))
