"""A topic is a week that is unusual for its place; its words are told only when several people used them."""

from datetime import UTC, datetime, timedelta

import pytest

from liren.cases.triage.topics import Told, beyond, topics

NOW = datetime(2026, 7, 1, tzinfo=UTC)
CALM = ["门前路灯", "水管坏了", "墙上裂缝", "垃圾没收", "公交太少", "学位难等", "油烟呛人", "井盖响声"]


def told(n: int, days: float, place: str = "a", words: str = "永胜路停水", person: str = "") -> Told:
    at = NOW - timedelta(days=days)
    return Told(id=f"{place}{n}-{days}", place=place, about="water", at=at, person=person or f"p{n}", words=words)


def weekly(n: int, place: str = "a", *, now: int = 0) -> list[Told]:
    """A place with n cases in each of the eight weeks before and `now` in this one, all of different words."""
    before = [told(i, 8 + 7 * week, place, CALM[i % 8]) for week in range(8) for i in range(n)]
    return [*before, *(told(i, 2, place, CALM[i % 8]) for i in range(now))]


def test_a_week_far_above_the_usual_is_a_topic_with_its_cases_and_words():
    (found,) = topics([*(told(n, 2) for n in range(8)), *(told(n, 20) for n in range(4))], NOW)
    assert len(found.ids) == 8
    assert found.people == 8
    assert found.usual == found.due == 0.5
    assert found.words == ("永胜路停水",)
    assert not found.narrow


def test_as_many_as_usual_are_no_topic():
    assert topics(weekly(8, now=8), NOW) == []


def test_fewer_than_five_cases_are_never_told():
    assert topics([told(n, 1) for n in range(4)], NOW) == []


def test_words_of_one_loud_person_are_not_told():
    loud = [told(n, 1, words="张三家的狗", person="one") for n in range(6)]
    (found,) = topics(loud, NOW)
    assert found.people == 1
    assert found.words == ()


def test_a_week_in_which_every_place_has_three_times_its_cases_is_no_topic_anywhere():
    assert topics([case for place in "abcdef" for case in weekly(4, place, now=12)], NOW) == []


def test_the_same_twelve_cases_are_a_topic_when_the_other_places_stay_calm():
    calm = [case for place in "bcdef" for case in weekly(4, place, now=4)]
    (found,) = topics([*calm, *weekly(4, now=12)], NOW)
    assert (found.place, found.usual, len(found.ids)) == ("a", 4, 12)


def test_a_place_far_above_a_busy_week_is_a_topic_still():
    busy = [case for place in "bcdef" for case in weekly(4, place, now=12)]
    (found,) = topics([*busy, *weekly(4, now=36)], NOW)
    assert found.place == "a"
    assert found.due == pytest.approx(12, rel=0.05)


def test_where_the_records_begin_this_week_nothing_is_a_topic():
    assert topics([case for place in "abcdef" for case in weekly(0, place, now=12)], NOW) == []


def test_what_six_people_say_for_the_first_time_is_a_topic_in_a_place_that_is_not_hot():
    six = [told(100 + n, 3, words="滨河苑车位") for n in range(6)]
    (found,) = topics([*weekly(30, now=24), *six], NOW)
    assert found.narrow
    assert len(found.ids) == 6
    assert found.usual == 0
    assert found.words == ("滨河苑车位",)


def test_what_is_said_elsewhere_all_the_time_is_no_matter_of_one_place():
    six = [told(100 + n, 3, words="停水通知") for n in range(6)]
    elsewhere = [told(100 + n, 3 + 7 * week, "b", words="停水通知") for week in range(9) for n in range(12)]
    assert topics([*weekly(30, now=24), *weekly(18, "b", now=18), *six, *elsewhere], NOW) == []


def test_what_is_said_here_every_week_is_no_topic():
    always = [told(100 + n, 3 + 7 * week, words="滨河苑车位") for week in range(9) for n in range(6)]
    assert topics([*weekly(30, now=30), *always], NOW) == []


def test_the_tail_of_the_binomial_law():
    assert beyond(0, 3, 0.2) == 1
    assert beyond(3, 0, 0.5) == pytest.approx(0.125)
    assert beyond(2, 2, 0.5) == pytest.approx(11 / 16)
    assert beyond(800, 800, 0.5) == pytest.approx(0.51, abs=0.001)
