"""Bookings on a real database: the constraint decides, a sentence says what is free next, and nobody is half booked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from liren.kernel import Missing, Refusal
from liren.kernel.actor import ANONYMOUS
from liren.trust import sql
from liren.venues import commands as c
from liren.venues import queries
from liren.venues.rules import parse_week
from tests.venues.place import booking, clerk, order, room, tomorrow, venue

HOUR = timedelta(hours=1)


@pytest.fixture
def place(town):
    """A venue that is open from eight to eight, with one room."""
    at = venue(town)
    return at, room(town, at)


def held(room) -> int:
    return sql.value("select count(*) from venues_booking where room = %s and cancelled_at is null", (room,))


def test_two_who_book_the_same_room_at_the_same_minute_one_gets_it_the_other_the_next_free_time(town, place):
    _, one = place
    starts, line = tomorrow(town, 14), Barrier(2)

    def book(n: int) -> str:
        line.wait()
        try:
            order(town, booking(one, (starts, starts + HOUR), group=f"第{n}小组"))
            return "booked"
        except Refusal as no:
            return no.sentence
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        ended = sorted(pool.map(book, (1, 2)))
    assert ended.count("booked") == 1
    sentence = next(words for words in ended if words != "booked")
    assert "14:00 刚刚已被别人约走。最近的空当是" in sentence
    assert "15:00–16:00。" in sentence
    assert held(one) == 1


def test_the_database_itself_refuses_an_overlap_whatever_the_rules_say(town, place):
    from django.db import IntegrityError, transaction

    _, one = place
    starts = tomorrow(town, 9)
    order(town, booking(one, (starts, starts + HOUR)))
    with pytest.raises(IntegrityError, match="venues_booking_once"), transaction.atomic():
        sql.run(
            """insert into venues_booking (id, room, area, series, during, blocked, topic, "group", public, booked_at, reason)
               select gen_random_uuid(), room, area, series, during, blocked, topic, "group", public, now(), ''
               from venues_booking where room = %s""",
            (one,),
        )


def test_one_room_s_booking_is_no_hindrance_to_another_room_nor_one_hour_to_the_next(town, place):
    at, one = place
    other, starts = room(town, at), tomorrow(town, 10)
    order(town, booking(one, (starts, starts + HOUR)))
    order(town, booking(other, (starts, starts + HOUR)))
    order(town, booking(one, (starts + HOUR, starts + 2 * HOUR)))
    assert (held(one), held(other)) == (2, 1)


def test_a_gap_is_kept_free_behind_every_booking(town):
    one, starts = room(town, venue(town), gap=30), tomorrow(town, 10)
    order(town, booking(one, (starts, starts + HOUR)))
    with pytest.raises(Refusal, match=r"11:30–12:30"):
        order(town, booking(one, (starts + HOUR, starts + 2 * HOUR)))
    order(town, booking(one, (starts + HOUR * 1.5, starts + HOUR * 2.5)))


def test_outside_the_opening_hours_nothing_is_booked_and_the_next_time_is_named(town, place):
    with pytest.raises(Refusal, match=r"不在开放时间里。最近的空当是 .* 08:00–10:00"):
        order(town, booking(place[1], (tomorrow(town, 19), tomorrow(town, 21))))
    with pytest.raises(Refusal, match="已经过去"):
        order(town, booking(place[1], (tomorrow(town, 9, days=-1), tomorrow(town, 10, days=-1))))


def test_a_series_goes_in_whole_or_the_free_ones_only_as_one_chooses(town, place):
    _, one = place
    starts = tomorrow(town, 15)
    order(town, booking(one, (starts + timedelta(weeks=1), starts + timedelta(weeks=1) + HOUR)))
    weeks = [(starts + timedelta(weeks=n), starts + timedelta(weeks=n) + HOUR) for n in range(4)]
    card = queries.room_card(ANONYMOUS, one)
    assert [clash.starts for clash in queries.foresee(clerk(), card, weeks)] == [weeks[1][0]]
    with pytest.raises(Refusal, match="刚刚已被别人约走"):
        order(town, booking(one, *weeks))
    assert held(one) == 1, "all or none"
    answer = order(town, booking(one, *weeks, free_only=True))
    assert (len(answer["bookings"]), answer["left_out"], held(one)) == (3, 1, 4)
    assert len(set(sql.values("select series from venues_booking where room = %s", (one,)))) == 2


def test_one_of_a_series_or_all_that_follow_are_called_off_with_a_reason_and_their_time_is_free(town, place):
    _, one = place
    starts = tomorrow(town, 17)
    weeks = [(starts + timedelta(weeks=n), starts + timedelta(weeks=n) + HOUR) for n in range(5)]
    made = order(town, booking(one, *weeks))["bookings"]
    with pytest.raises(Refusal, match="为什么取消"):
        order(town, c.CancelBooking(booking=made[1], reason=" "))
    assert order(town, c.CancelBooking(booking=made[1], reason="停电检修"))["cancelled"] == 1
    with pytest.raises(Refusal, match="已经取消过"):
        order(town, c.CancelBooking(booking=made[1], reason="停电检修"))
    assert order(town, c.CancelBooking(booking=made[3], reason="小组解散", following=True))["cancelled"] == 2
    assert held(one) == 2
    order(town, booking(one, weeks[1]))


def test_who_may_not_book_there_is_not_told_that_there_is_anything(town, place):
    wish = booking(place[1], (tomorrow(town, 9), tomorrow(town, 10)))
    with pytest.raises(Missing):
        order(town, wish, clerk(rights=()))
    with pytest.raises(Refusal, match="职责不包括"):
        order(town, wish, clerk(rights=("venues.see",)))
    with pytest.raises(Missing):
        queries.foresee(clerk(rights=("venues.see",)), queries.room_card(ANONYMOUS, place[1]), [(town.now, town.now)])


def test_the_public_sees_what_is_taken_but_not_by_whom_and_the_topic_of_public_meetings_only(town, place):
    at, one = place
    starts = tomorrow(town, 9, days=3)
    order(town, booking(one, (starts, starts + HOUR), topic="家务事"))
    order(town, booking(one, (starts + HOUR, starts + 2 * HOUR), topic="加装电梯议事会", public=True))
    seen = queries.busy(ANONYMOUS, at, starts, starts + 4 * HOUR)
    assert [b.topic for b in seen] == ["", "加装电梯议事会"]
    assert queries.booked(ANONYMOUS, starts, starts + 4 * HOUR, room=one) == []
    assert len(queries.booked(clerk(), starts, starts + 4 * HOUR, room=one)) == 2


def test_free_time_is_what_the_door_says_less_what_is_booked(town, place):
    at, one = place
    day = tomorrow(town, 8, days=4)
    order(town, booking(one, (day + HOUR, day + 2 * HOUR)))
    card = queries.venue_card(ANONYMOUS, at, town.now)
    rooms = queries.rooms_of(ANONYMOUS, [at])
    found = queries.free_time(ANONYMOUS, rooms, card.timetable, day.date(), 1, town.now)
    assert found[one] == [(day, day + HOUR), (day + 2 * HOUR, day + 12 * HOUR)]


def test_the_use_rate_is_booked_opening_time_by_opening_time(town, place):
    at, one = place
    day = tomorrow(town, 0, days=5)
    order(town, booking(one, (day + 8 * HOUR, day + 11 * HOUR)))
    found = queries.rates(clerk(), queries.rooms_of(ANONYMOUS, [at]), day, day + timedelta(days=1))[one]
    assert (found.booked, found.open, found.bookings) == (180, 720, 1)


def test_other_hours_for_a_day_do_not_throw_anybody_out(town, place):
    at, one = place
    starts = tomorrow(town, 18, days=6)
    order(town, booking(one, (starts, starts + HOUR)))
    short = c.SetVenueDay(venue=at, day=starts.date(), spans=((540, 1020),), note="元旦")
    with pytest.raises(Refusal, match=r"18:00 .*已有预约，共 1 场"):
        order(town, short)
    order(town, c.SetVenueDay(venue=at, day=starts.date() + timedelta(days=1), spans=(), note="盘点"))
    with pytest.raises(Refusal, match="不在开放时间里"):
        order(town, booking(one, (starts + timedelta(days=1), starts + timedelta(days=1) + HOUR)))
    order(town, c.SetVenueDay(venue=at, day=starts.date() + timedelta(days=1), spans=None))
    order(town, booking(one, (starts + timedelta(days=1), starts + timedelta(days=1) + HOUR)))


def test_shorter_weeks_and_a_usual_day_again_name_the_bookings_that_would_be_left_outside(town, place):
    at, one = place
    late = tomorrow(town, 20, days=8)
    order(town, c.SetVenueDay(venue=at, day=late.date(), spans=((480, 1320),), note="夜间开放"))
    made = order(town, booking(one, (late, late + HOUR)))["bookings"]
    with pytest.raises(Refusal, match="共 1 场不在新的开放时间里"):
        order(town, c.SetVenueDay(venue=at, day=late.date(), spans=None))
    order(town, c.CancelBooking(booking=made[0], reason="改白天"))
    order(town, c.SetVenueDay(venue=at, day=late.date(), spans=None))
    order(town, booking(one, (tomorrow(town, 18, days=9), tomorrow(town, 19, days=9))))
    lon, lat = town.point(0)
    card = queries.venue_card(ANONYMOUS, at, town.now)
    shorter = {
        "name": card.name,
        "address": card.address,
        "lon": lon,
        "lat": lat,
        "week": parse_week("每天 08:00-17:00"),
    }
    with pytest.raises(Refusal, match=r"18:00 .*共 1 场不在新的开放时间里"):
        order(town, c.CorrectVenue(venue=at, **shorter))


def test_a_venue_or_room_with_bookings_ahead_is_not_closed(town, place):
    at, one = place
    made = order(town, booking(one, (tomorrow(town, 11), tomorrow(town, 12))))["bookings"]
    for closing in (c.CloseRoom(room=one), c.CloseVenue(venue=at)):
        with pytest.raises(Refusal, match="1 场预约"):
            order(town, closing)
    order(town, c.CancelBooking(booking=made[0], reason="改到别处"))
    order(town, c.CloseRoom(room=one))
    with pytest.raises(Refusal, match="已经停用"):
        order(town, booking(one, (tomorrow(town, 11), tomorrow(town, 12))))
    order(town, c.ReopenRoom(room=one))
    order(town, c.CloseVenue(venue=at))
    assert at not in {v.id for v in queries.on_list(ANONYMOUS, town.now)}
    order(town, c.ReopenVenue(venue=at))


def test_topics_and_groups_take_no_mobile_number(town, place):
    with pytest.raises(Refusal, match="不要写手机号"):
        order(town, booking(place[1], (tomorrow(town, 9), tomorrow(town, 10)), group="找老王 13800000147"))
