"""A topic is a week that is unusual for its place; its words are told only when several people used them."""

from datetime import UTC, datetime, timedelta

from liren.cases.triage.topics import Told, beyond, topics

NOW = datetime(2026, 7, 1, tzinfo=UTC)


def told(n: int, days: float, place: str = "a", words: str = "永胜路停水", person: str = "") -> Told:
    at = NOW - timedelta(days=days)
    return Told(id=f"{place}{n}-{days}", place=place, about="water", at=at, person=person or f"p{n}", words=words)


def test_a_week_far_above_the_usual_is_a_topic_with_its_cases_and_words():
    (found,) = topics([*(told(n, 2) for n in range(8)), *(told(n, 20) for n in range(4))], NOW)
    assert len(found.ids) == 8
    assert found.people == 8
    assert found.usual == 0.5
    assert found.words == ("永胜路停水",)


def test_as_many_as_usual_are_no_topic():
    before = [told(n, 8 + 7 * week) for week in range(8) for n in range(8)]
    assert topics([*before, *(told(n, 2) for n in range(8))], NOW) == []


def test_fewer_than_five_cases_are_never_told():
    assert topics([told(n, 1) for n in range(4)], NOW) == []


def test_words_of_one_loud_person_are_not_told():
    loud = [told(n, 1, words="张三家的狗", person="one") for n in range(6)]
    (found,) = topics(loud, NOW)
    assert found.people == 1
    assert found.words == ()


def test_the_tail_of_the_poisson_law():
    assert beyond(0, 3) == 1
    assert abs(beyond(5, 1) - 0.00366) < 0.0001
