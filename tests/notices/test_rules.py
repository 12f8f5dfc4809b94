"""When letters go, what they say, and what a wording may contain."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from liren.kernel import Code, Refusal
from liren.notices import rules
from liren.notices.kinds import Notice, check
from tests.cases.scenes import CHINA

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
LATE = Notice(
    code="late", label="超时", level="alert", title="已超时", body="{case}已过{clock}时限（{due}）。",
    slots={"case": "subject", "clock": "code:clock", "due": "time"},
)  # fmt: skip
FACTS = ((Code("clock"), Code("solve")), (Code("due"), NOON))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=rules.SHANGHAI)


def here(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 22, hour, minute, tzinfo=rules.SHANGHAI)


@pytest.mark.parametrize(
    ("written", "goes"),
    [
        (here(7), here(7)),
        (here(21, 59), here(21, 59)),
        (here(22), here(7) + timedelta(days=1)),
        (here(23, 59), here(7) + timedelta(days=1)),
        (here(0, 30), here(7)),
        (here(6, 59), here(7)),
    ],
)
def test_a_quiet_letter_written_at_night_goes_at_seven(written, goes):
    assert rules.letter_at(written, LATE, None, CHINA) == goes


def test_an_urgent_letter_goes_at_night():
    assert rules.letter_at(here(23), replace(LATE, quiet=False), None, CHINA) == here(23)
    assert rules.letter_at(here(23), LATE, here(23) - timedelta(minutes=5), CHINA) == here(23)


@pytest.mark.parametrize(
    ("written", "goes"),
    [
        ("2026-11-23 08:30:05", "2026-11-23 08:45"),
        ("2026-11-23 08:45:01", "2026-11-23 14:15"),
        ("2026-11-23 17:30", "2026-11-24 08:45"),
        ("2026-11-27 16:00", "2026-11-30 08:45"),
        ("2026-09-30 15:00", "2026-10-08 08:45"),
        ("2026-10-09 15:00", "2026-10-10 08:45"),
    ],
)
def test_a_digest_goes_in_the_morning_and_after_lunch_of_a_working_day(written, goes):
    digest = replace(LATE, digest=True)
    assert rules.letter_at(moment(written), digest, None, CHINA) == moment(goes)
    assert rules.letter_at(moment(written), digest, moment(goes), CHINA) == moment(written)


def test_facts_are_codes_numbers_times_and_ids_and_nothing_else():
    assert rules.stored_facts(LATE, FACTS) == {"clock": "solve", "due": NOON.isoformat()}
    with pytest.raises(Refusal, match="填错了类型"):
        rules.stored_facts(LATE, ((Code("clock"), "李大妈投诉"), FACTS[1]))


def test_a_missing_or_unknown_fact_is_named():
    with pytest.raises(Refusal, match="空位对不上：clock"):
        rules.stored_facts(LATE, FACTS[1:])
    with pytest.raises(Refusal, match="空位对不上：who"):
        rules.stored_facts(LATE, (*FACTS, (Code("who"), UUID(int=1))))


def test_a_time_may_be_missing():
    assert rules.stored_facts(LATE, FACTS[:1]) == {"clock": "solve"}


@pytest.mark.parametrize(
    ("shift", "words"),
    [
        (timedelta(), "今天 12:00"),
        (timedelta(days=1), "明天 12:00"),
        (timedelta(days=-1), "昨天 12:00"),
        (timedelta(days=3), "11 月 25 日 12:00"),
        (timedelta(days=60), "2027 年 1 月 21 日 12:00"),
    ],
)
def test_a_moment_is_said_as_one_says_it(shift, words):
    assert rules.moment(NOON + shift, NOON) == words


def test_today_is_shanghais_today():
    just_after_midnight = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    assert rules.moment(just_after_midnight, NOON) == "明天 00:30"


@pytest.mark.parametrize(
    ("minutes", "words"), [(45, "45 分"), (80, "1 时 20 分"), (120, "2 时"), (27 * 60, "1 天 3 时"), (2880, "2 天")]
)
def test_a_span_is_said_in_its_two_largest_units(minutes, words):
    assert rules.span(minutes) == words


def test_one_notice_is_a_letter_and_several_are_a_digest():
    one = rules.letter([("已超时", "甲已超时。")])
    assert one[0] == "里仁：已超时"
    assert one[1].startswith("甲已超时。\n")
    title, body = rules.letter([("已超时", "甲。"), ("快到时限", "乙。")])
    assert title == "里仁：已超时 1 件，快到时限 1 件"
    assert "已超时（1 件）\n1. 甲。\n\n快到时限（1 件）\n1. 乙。" in body
    many = rules.letter([(f"第{n}种", "甲。") for n in range(4)])
    assert many[0] == "里仁：4 条新消息"


def test_a_wording_cannot_reach_into_objects_or_leave_a_slot_unexplained():
    bad = Notice(
        code="x", label="坏", level="loud", title="{case.__class__}", body="{who}{n:>9}",
        slots={"case": "secret", "idle": "count"},
    )  # fmt: skip
    found = {(p.key, p.sentence) for p in check(bad)}
    assert ("title", "大括号里只能写空位的名字。") in found
    assert ("body", "大括号里只能写空位的名字。") in found
    assert ("body", "用了空位“who”，slots 里没有说明。") in found
    assert ("slots.idle", "这个空位没有用到。") in found
    assert ("slots.case", "没有“secret”这种空位。") in found
    assert any(key == "level" for key, _ in found)
    assert check(LATE) == []
