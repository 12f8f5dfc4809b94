"""Rooms of a venue: adding, correcting, closing and opening again."""

from typing import Any

from liren.kernel import Code, Event, Missing, Refusal
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told
from liren.venues import commands, events, rules

ROOM = """
select r.id, r.venue, r.name, r.kind, r.seats, r.gap, r.closed_on, r.version, v.area, v.closed_on as venue_closed
from venues_room r join venues_venue v on v.id = r.venue where r.id = %s for update of r
"""
OneRoom = commands.CorrectRoom | commands.CloseRoom | commands.ReopenRoom | commands.BookRoom


def into_venue(command: commands.AddRoom, act: Act) -> Target:
    """The venue that gets a room, locked."""
    row = sql.one("select id, area, closed_on, version from venues_venue where id = %s for update", (command.venue,))
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row)


def load_room(command: OneRoom, act: Act) -> Target:
    """The room a command names, locked: two who book at once stand in line here, and the constraint says no to the second."""
    row = sql.one(ROOM, (command.room,))
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row, version=row["version"], now_is={"name": row["name"]})


def add(command: commands.AddRoom, target: Target, act: Act) -> Outcome:
    if target.row["closed_on"] is not None:
        raise Refusal("venue_closed", "这个阵地已经停用，要用请先恢复。")
    rules.check_room(command.kind, command.seats, command.gap)
    sql.insert("venues_room", {
        "id": command.room, "venue": command.venue, "name": rules.clean_name(command.name, "房间名称"), "kind": command.kind,
        "seats": command.seats, "gap": command.gap, "version": 1,
    })  # fmt: skip
    event = events.RoomAdded(room=command.room, venue=command.venue, kind=Code(command.kind))
    return _told(event, command.room, target.scope)


def correct(command: commands.CorrectRoom, target: Target, act: Act) -> Outcome:
    rules.check_room(command.kind, command.seats, command.gap)
    _write(target, {
        "name": rules.clean_name(command.name, "房间名称"), "kind": command.kind, "seats": command.seats, "gap": command.gap,
    })  # fmt: skip
    return _told(events.RoomCorrected(room=command.room, venue=target.row["venue"]), command.room, target.scope)


def close(command: commands.CloseRoom, target: Target, act: Act) -> Outcome:
    if target.row["closed_on"] is not None:
        raise Refusal("room_closed", "这间已经停用了。")
    ahead = sql.value(
        "select count(*) from venues_booking where room = %s and upper(during) > %s and cancelled_at is null",
        (command.room, act.now),
    )
    if ahead:
        raise Refusal("room_booked", f"这间还有 {ahead} 场预约，请先取消或改到别处。")
    _write(target, {"closed_on": act.now.astimezone(rules.SHANGHAI).date()})
    return _told(events.RoomClosed(room=command.room, venue=target.row["venue"]), command.room, target.scope)


def reopen(command: commands.ReopenRoom, target: Target, act: Act) -> Outcome:
    if target.row["closed_on"] is None:
        raise Refusal("room_open", "这间本来就在用。")
    _write(target, {"closed_on": None})
    return _told(events.RoomReopened(room=command.room, venue=target.row["venue"]), command.room, target.scope)


def _write(target: Target, changed: dict[str, Any]) -> None:
    sql.update("venues_room", changed | {"version": target.row["version"] + 1}, {"id": target.row["id"]})


def _told(event: Event, room: Any, area: str) -> Outcome:
    return Outcome(events=(Told(event, room, area),), answer={"room": str(room)}, scopes=(area,))
