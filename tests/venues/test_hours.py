"""Opening hours: read as people write them, said back the same, open or closed at a moment."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liren.kernel import Refusal
from liren.venues.commands import Span
from liren.venues.rules import SHANGHAI, Opening, open_periods, opening, parse_spans, parse_week, week_of, week_words

OFFICE = parse_week("周一至周五 08:30-12:00，14:00-17:30；周六 09:00-12:00")
MONDAY = date(2026, 11, 23)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


def test_a_week_is_read_as_it_is_written_on_a_door():
    assert [s for s in OFFICE if s.weekday in (1, 6)] == [
        Span(weekday=1, opens=510, closes=720), Span(weekday=1, opens=840, closes=1050),
        Span(weekday=6, opens=540, closes=720),
    ]  # fmt: skip
    assert {s.weekday for s in OFFICE} == {1, 2, 3, 4, 5, 6}
    assert parse_week("每天 08:00-24:00") == week_of(dict.fromkeys(range(1, 8), ((480, 1440),)))


@pytest.mark.parametrize("text", ["8：30—12：00、14.00~17.30", "08:30-12:00, 14:00-17:30", "14:00至17:30，8:30到12:00"])
def test_the_marks_people_use_between_times_are_understood(text):
    assert parse_spans(text) == ((510, 720), (840, 1050))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("周一至周五 八点半", "不是开放时间"), ("周一 17:30-08:30", "过夜"), ("周一 08:00-25:00", "24:00"),
        ("工作日 08:00-12:00", "哪几天"), ("周五至周一 08:00-12:00", "前后反了"), ("周一 08:00-10:00，09:00-11:00", "重叠"),
        ("周一 08:00-10:00；周一 12:00-14:00", "写了两次"),
    ],
)  # fmt: skip
def test_what_is_no_opening_time_is_refused_with_what_to_do(text, says):
    with pytest.raises(Refusal, match=says):
        parse_week(text)


spans = st.lists(st.integers(0, 48), min_size=2, max_size=4, unique=True).map(
    lambda edges: tuple((a * 30, b * 30) for a, b in zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False))
)


@given(st.dictionaries(st.integers(1, 7), spans, max_size=7).map(week_of))
def test_said_in_words_and_read_again_it_is_the_same_week(week):
    assert parse_week(week_words(week)) == week


def test_open_now_says_until_when_and_closed_says_when_again():
    assert opening(OFFICE, {}, moment(MONDAY, 9)) == Opening(True, moment(MONDAY, 12))
    assert opening(OFFICE, {}, moment(MONDAY, 12)) == Opening(False, moment(MONDAY, 14))
    assert opening(OFFICE, {}, moment(MONDAY + timedelta(days=6), 9)) == Opening(
        False, moment(MONDAY + timedelta(7), 8, 30)
    )
    assert opening((), {}, moment(MONDAY, 9)) == Opening(False, None)


def test_a_day_of_its_own_goes_before_its_weekday():
    days = {MONDAY: (), MONDAY + timedelta(days=6): ((600, 660),)}
    assert not opening(OFFICE, days, moment(MONDAY, 9)).open
    assert opening(OFFICE, days, moment(MONDAY + timedelta(days=6), 10, 30)).open


def test_hours_that_meet_at_midnight_are_one_period():
    week = parse_week("每天 00:00-24:00")
    assert open_periods(week, {}, MONDAY, 3) == [(moment(MONDAY, 0), moment(MONDAY + timedelta(days=3), 0))]
