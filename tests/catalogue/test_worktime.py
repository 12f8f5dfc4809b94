"""Working time: each day against chinesecalendar, each law of counting as a property."""

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import chinese_calendar
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liren.catalogue import worktime
from liren.catalogue.worktime import SHANGHAI, Calendar, Limit, after, due, worked

FILE = Path(worktime.__file__).parent / "calendars" / "china.toml"
CHINA = msgspec.convert(tomllib.loads(FILE.read_text("utf-8")), Calendar)

moments = st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 1)).map(
    lambda d: d.replace(microsecond=0, tzinfo=SHANGHAI)
)
hours = st.builds(Limit, st.integers(1, 90).map(float), st.sampled_from(["urgent_hour", "work_hour"]))
days = st.builds(Limit, st.integers(1, 20).map(float), st.sampled_from(["work_day", "day"]))
limits = hours | days


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_each_day_of_the_years_agrees_with_chinesecalendar(year: int) -> None:
    day = date(year, 1, 1)
    while day.year == year:
        assert CHINA.is_working(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "limit", "end"),
    [
        ("2026-11-23 14:32", Limit(4, "work_hour"), "2026-11-24 09:32"),
        ("2026-11-23 14:32", Limit(5, "work_day"), "2026-11-30 17:30"),
        ("2026-11-22 03:00", Limit(0.25, "urgent_hour"), "2026-11-22 03:15"),
        ("2026-09-30 17:00", Limit(1, "work_hour"), "2026-10-08 09:00"),
        ("2026-09-30 10:00", Limit(2, "work_day"), "2026-10-09 17:30"),
        ("2026-02-13 10:00", Limit(1, "work_day"), "2026-02-14 17:30"),
        ("2026-09-28 10:00", Limit(5, "day"), "2026-10-08 17:30"),
        ("2026-11-23 10:00", Limit(2, "work_hour"), "2026-11-23 12:00"),
    ],
)
def test_a_limit_ends_where_a_clerk_would_say(start: str, limit: Limit, end: str) -> None:
    assert due(at(start), limit, CHINA) == worktime.Due(at(end).astimezone(UTC), False)


def test_beyond_the_calendar_a_limit_is_provisional() -> None:
    assert due(at("2026-12-31 10:00"), Limit(1, "work_day"), CHINA) == worktime.Due(
        at("2027-01-01 17:30").astimezone(UTC), True
    )


@given(moments, moments, limits)
def test_a_later_start_never_ends_earlier(one: datetime, other: datetime, limit: Limit) -> None:
    first, second = sorted((one, other))
    assert due(first, limit, CHINA).at <= due(second, limit, CHINA).at


@given(moments, hours)
def test_an_hour_limit_uses_exactly_its_hours(start: datetime, limit: Limit) -> None:
    assert worked(start, due(start, limit, CHINA).at, limit.unit, CHINA) == limit.amount * 3600


@given(moments, limits, st.floats(0, 1), st.integers(0, 30 * 86400))
def test_a_pause_gives_back_exactly_what_was_left(start: datetime, limit: Limit, share: float, pause: int) -> None:
    end = due(start, limit, CHINA).at
    budget = worked(start, end, limit.unit, CHINA)
    paused = after(start, int(budget * share), limit.unit, CHINA).at
    used = worked(start, paused, limit.unit, CHINA)
    resumed = paused + timedelta(seconds=pause)
    again = after(resumed, budget - used, limit.unit, CHINA).at
    assert again >= end
    assert used + worked(resumed, again, limit.unit, CHINA) == budget


@given(moments, limits, st.dates(date(2024, 1, 1), date(2026, 12, 31)))
def test_a_new_holiday_never_brings_a_limit_forward(start: datetime, limit: Limit, day: date) -> None:
    last = CHINA.years[-1]
    worked_instead = tuple(d for y in CHINA.years for d in y.workdays if d != day)
    kinder = replace(
        CHINA,
        years=(
            replace(last, holidays=(*CHINA.holidays, day), workdays=worked_instead),
            *(replace(y, holidays=(), workdays=()) for y in CHINA.years[:-1]),
        ),
    )
    assert due(start, limit, kinder).at >= due(start, limit, CHINA).at


def test_a_calendar_with_faults_is_not_published() -> None:
    assert list(worktime.check(CHINA)) == []
    twice = replace(CHINA.years[0], workdays=CHINA.years[0].holidays[:1], notice="")
    bad = replace(CHINA, hours=CHINA.hours[::-1], years=(CHINA.years[1], twice))
    assert [p.key for p in worktime.check(bad)] == ["hours", "years", "years.2024", "years.2024", "years.2024"]
