"""Free time: what is left beside what is taken, the next time as long, weeks that repeat."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liren.kernel import Refusal
from liren.venues.rules import SHANGHAI, check, clashes, common, free, minutes, next_free, weekly

START = datetime(2026, 11, 23, 8, tzinfo=SHANGHAI)
HOUR, NO_GAP = timedelta(hours=1), timedelta()


def at(hour: float) -> datetime:
    return START + timedelta(hours=hour - 8)


def periods(*pairs: tuple[float, float]) -> list[tuple[datetime, datetime]]:
    return [(at(a), at(b)) for a, b in pairs]


def test_what_is_free_is_what_is_open_and_not_taken():
    assert free(periods((8, 12), (14, 18)), periods((9, 10), (11, 15))) == periods((8, 9), (10, 11), (15, 18))


edges = st.lists(st.integers(0, 95), min_size=2, max_size=8, unique=True).map(sorted)
sets = edges.map(
    lambda e: [
        (START + timedelta(minutes=15 * a), START + timedelta(minutes=15 * b))
        for a, b in zip(e[::2], e[1::2], strict=False)
    ]
)


@given(sets, sets)
def test_free_and_taken_together_are_the_open_time(opened, taken):
    left = free(opened, taken)
    assert common(left, taken) == []
    assert minutes(left) + minutes(common(opened, taken)) == minutes(opened)


@given(sets, sets, st.integers(1, 6), st.integers(0, 2))
def test_the_next_free_time_is_the_first_that_fits(opened, taken, quarters, gap):
    length, behind = timedelta(minutes=15 * quarters), timedelta(minutes=15 * gap)
    found = next_free(opened, taken, length, behind, START)
    every = [START + timedelta(minutes=15 * n) for n in range(96)]
    fits = [m for m in every if not clashes([(m, m + length)], opened, taken, behind)]
    assert found == (fits[0] if fits else None)


def test_a_clash_says_whether_it_is_taken_or_closed_and_what_could_be_had():
    found = clashes(periods((9, 10), (13, 14), (16, 17)), periods((8, 12), (14, 18)), periods((9.5, 10.5)), NO_GAP)
    assert [(c.why, c.next_free) for c in found] == [("taken", at(10.5)), ("closed", at(14))]


def test_the_gap_behind_a_booking_is_kept_free_on_both_sides():
    opened, taken = periods((8, 18)), periods((10, 11.25))  # one hour and a quarter to tidy up
    gap = timedelta(minutes=15)
    assert clashes(periods((9, 10)), opened, taken, gap) != []
    assert clashes(periods((8.75, 9.75)), opened, taken, gap) == []
    assert next_free(opened, taken, HOUR, gap, at(9.5)) == at(11.25)


def test_weeks_repeat_to_the_last_day_and_at_least_once():
    found = weekly(at(14), at(16), (START + timedelta(weeks=3)).date())
    assert [s for s, _ in found] == [at(14) + timedelta(weeks=n) for n in range(4)]
    assert weekly(at(14), at(16), (START - timedelta(days=9)).date()) == periods((14, 16))


@pytest.mark.parametrize(
    ("wishes", "code"),
    [
        ([], "no_slot"), (periods((9, 9)), "slot_order"), (periods((9, 9.1)), "slot_length"), (periods((7, 9)), "slot_past"),
        (periods((8, 21)), "slot_length"), (periods((9, 10), (9.5, 11)), "slot_twice"),
        ([(at(9) + timedelta(days=400), at(10) + timedelta(days=400))], "slot_far"),
        ([(at(9) + timedelta(days=n), at(10) + timedelta(days=n)) for n in range(61)], "many_slots"),
    ],
)  # fmt: skip
def test_a_wish_no_room_could_grant_is_refused(wishes, code):
    with pytest.raises(Refusal) as no:
        check(wishes, START)
    assert no.value.code == code
