"""Bookings: the database says whether a time is free; its no becomes a sentence with the next one that is."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from liren.kernel import Missing, Refusal
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told
from liren.venues import commands, events, reading, rules

PUT = """
insert into venues_booking (id, room, area, series, during, blocked, topic, "group", public, booked_by, booked_at, reason)
select s.id, %s, %s, %s, tstzrange(s.starts, s.ends), tstzrange(s.starts, s.ends + %s), %s, %s, %s, %s, %s, ''
from unnest(%s::uuid[], %s::timestamptz[], %s::timestamptz[]) as s(id, starts, ends) order by s.starts
"""
CANCEL = """
update venues_booking set cancelled_at = %s, cancelled_by = %s, reason = %s
where id = any(%s) returning id, room, series, lower(during) as starts
"""
MOST_NAMED = 3


def book(command: commands.BookRoom, target: Target, act: Act) -> Outcome:
    """Put the wishes down. A wish that another took meanwhile is refused by the exclusion constraint, never by a look before."""
    if target.row["closed_on"] is not None or target.row["venue_closed"] is not None:
        raise Refusal("room_closed", "这间已经停用，不能预约，请另选一间。", field="room")
    slots = sorted(command.slots, key=lambda slot: slot.starts)
    rules.check([(slot.starts, slot.ends) for slot in slots], act.now)
    topic, group = rules.clean_topic(command.topic), rules.clean_group(command.group)
    left = []
    if command.free_only:
        bad = {(c.starts, c.ends) for c in _clashes(target, slots)}
        left = [slot for slot in slots if (slot.starts, slot.ends) in bad]
        slots = [slot for slot in slots if (slot.starts, slot.ends) not in bad]
        if not slots:
            raise Refusal("none_free", "这些时间一场也约不上，请换个时间或换一间。", field="day")
    else:
        _check_open(target, slots)
    try:
        with transaction.atomic():
            sql.run(PUT, (
                command.room, target.scope, command.series, timedelta(minutes=target.row["gap"]), topic, group,
                command.public, act.actor.account, act.now,
                [s.booking for s in slots], [s.starts for s in slots], [s.ends for s in slots],
            ))  # fmt: skip
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") != "venues_booking_once":
            raise
        raise taken(_clashes(target, slots)) from error
    told = tuple(
        Told(
            events.RoomBooked(
                booking=s.booking, room=command.room, series=command.series, starts=s.starts, ends=s.ends,
                public=command.public,
            ),
            s.booking, target.scope,
        )
        for s in slots
    )  # fmt: skip
    answer = {"bookings": [str(s.booking) for s in slots], "left_out": len(left)}
    return Outcome(events=told, answer=answer, scopes=(target.scope,))


def _clashes(target: Target, slots: Sequence[commands.Slot]) -> list[rules.Clash]:
    wishes = [(slot.starts, slot.ends) for slot in slots]
    since, until = reading.search_window(wishes)
    table = _timetable(target.row["venue"], since)
    taken = reading.blocked(target.row["id"], since, until)
    return rules.clashes(wishes, table.during(since, until), taken, timedelta(minutes=target.row["gap"]))


def _check_open(target: Target, slots: Sequence[commands.Slot]) -> None:
    closed = [c for c in _clashes(target, slots) if c.why == "closed"]
    if closed:
        first = closed[0]
        raise Refusal("venue_not_open", f"{moment(first.starts)} 不在开放时间里。{_instead(first)}", field="day")


def _timetable(venue: UUID, since: datetime) -> reading.Timetable:
    week = sql.value("select week from venues_venue where id = %s", (venue,))
    return reading.timetables([(venue, week)], since.astimezone(rules.SHANGHAI).date())[venue]


def taken(found: Sequence[rules.Clash]) -> Refusal:
    """Somebody was faster: which times, and the next one as long that is free."""
    named = "、".join(moment(c.starts) for c in found[:MOST_NAMED])
    more = f"等 {len(found)} 场" if len(found) > MOST_NAMED else ""
    first = found[0] if found else None
    sentence = f"{named}{more} 刚刚已被别人约走。" if first else "这个时间刚刚已被别人约走。"
    return Refusal("slot_taken", sentence + (_instead(first) if first else ""), field="day")


def _instead(clash: rules.Clash) -> str:
    if clash.next_free is None:
        return "四周之内没有一样长的空当，请换一间或改短一些。"
    return f"最近的空当是 {moment(clash.next_free)}–{clash.next_free + (clash.ends - clash.starts):%H:%M}。"


def moment(at: datetime) -> str:
    """11 月 23 日 09:00, as it stands in a refusal."""
    local = at.astimezone(rules.SHANGHAI)
    return f"{local.month} 月 {local.day} 日 {local:%H:%M}"


def load_booking(command: commands.CancelBooking, act: Act) -> Target:
    """The booking a command names, locked."""
    row = sql.one(
        """select id, area, room, series, lower(during) as starts, upper(during) as ends, cancelled_at
           from venues_booking where id = %s for update""",
        (command.booking,),
    )
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row)


def cancel(command: commands.CancelBooking, target: Target, act: Act) -> Outcome:
    reason, row = rules.clean_reason(command.reason), target.row
    if row["cancelled_at"] is not None:
        raise Refusal("booking_cancelled", "这一场已经取消过了。")
    if row["ends"] <= act.now:
        raise Refusal("booking_over", "这一场已经过去，不用取消。")
    ids = [row["id"]]
    if command.following:
        ids = sql.values(
            """select id from venues_booking where series = %s and room = %s and lower(during) >= %s
                 and cancelled_at is null order by lower(during) for update""",
            (row["series"], row["room"], row["starts"]),
        )
    gone = sql.rows(CANCEL, (act.now, act.actor.account, reason, ids))
    told = tuple(
        Told(events.BookingCancelled(booking=b["id"], room=b["room"], series=b["series"], starts=b["starts"]),
             b["id"], target.scope)
        for b in sorted(gone, key=lambda b: b["starts"])
    )  # fmt: skip
    return Outcome(events=told, answer={"cancelled": len(gone)}, scopes=(target.scope,))
