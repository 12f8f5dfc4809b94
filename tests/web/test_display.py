"""Times and figures read as the look's "Writing Chinese" wants them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from liren.web.display import (
    Clock,
    clock_words,
    day_words,
    full_words,
    grouped,
    limit_clock,
    moment_words,
    percent,
    size_words,
    span_words,
    table_words,
)

NOW = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)  # 23 November 2026, 14:32 in Shanghai


@pytest.fixture(autouse=True)
def chinese():
    with translation.override("zh-hans"):
        yield


@pytest.mark.parametrize(
    ("away", "state", "words"),
    [
        (timedelta(hours=-3, minutes=-12), "late", "超 3 时 12 分"),
        (timedelta(hours=-1, minutes=-5), "late", "超 1 时 05 分"),
        (timedelta(minutes=-26), "late", "超 26 分"),
        (timedelta(seconds=-1), "late", "刚刚超期"),
        (timedelta(days=-1, hours=-2), "late", "超 1 天 2 时"),
        (timedelta(), "soon", "剩不到 1 分"),
        (timedelta(minutes=18), "soon", "剩 18 分"),
        (timedelta(hours=2), "soon", "剩 2 时"),
        (timedelta(hours=2, seconds=1), "okay", "剩 2 时"),
        (timedelta(hours=2, minutes=58), "okay", "剩 2 时 58 分"),
        (timedelta(hours=4), "okay", "今天 18:32"),
        (timedelta(hours=19), "okay", "明天 09:32"),
        (timedelta(days=2), "okay", "11 月 25 日"),
        (timedelta(days=60), "okay", "2027 年 1 月 22 日"),
    ],
)
def test_a_limit_counts_down_then_names_the_time_then_the_day(away: timedelta, state: str, words: str):
    assert clock_words(NOW + away, NOW) == Clock(state, words)


def test_a_day_begins_at_midnight_in_shanghai_and_not_in_greenwich():
    late_evening = datetime(2026, 11, 23, 15, 59, tzinfo=UTC)
    assert day_words(late_evening, NOW) == "今天"
    assert day_words(late_evening + timedelta(minutes=1), NOW) == "明天"
    assert moment_words(NOW - timedelta(days=1), NOW) == "昨天 14:32"


def test_a_paused_or_finished_case_shows_its_word_instead_of_the_limit():
    overdue = NOW - timedelta(days=3)
    assert limit_clock(overdue, NOW, held="暂停，等配件") == Clock("hold", "暂停，等配件")
    assert limit_clock(overdue, NOW, done="已核查") == Clock("done", "已核查")
    assert limit_clock(None, NOW) == Clock("okay", "不限时")


def test_tables_and_receipts_have_their_own_form():
    assert table_words(NOW) == "11-23 14:32"
    assert full_words(NOW) == "2026 年 11 月 23 日 14:32"


def test_a_span_has_at_most_two_units():
    assert span_words(timedelta(days=2, hours=5, minutes=40)) == "2 天 5 时"


def test_thousands_are_grouped_and_minus_is_a_minus():
    assert (grouped(1286), grouped(-3), grouped(999)) == ("1,286", "−3", "999")


def test_a_share_carries_its_sample_and_is_not_shown_below_ten():
    assert percent(118, 128) == "92.2%（118 / 128）"
    assert percent(9, 9) == "件少（9）"
    assert percent(1000, 1286) == "77.8%（1,000 / 1,286）"


def test_a_place_is_as_large_as_one_says_it():
    assert size_words(21508.4) == "21,508 平方米"
    assert size_words(31_431_355) == "31.43 平方公里"
