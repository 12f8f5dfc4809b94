"""What the board may say: an area against its own past, nothing below ten cases, and no set that another page could misread."""

import pytest

from liren.cases.rules.board import SETS, compare


@pytest.mark.parametrize(("this", "before"), [(0, 0), (9, 0), (9, 400)])
def test_below_ten_cases_nothing_is_said(this, before):
    assert compare(this, before).trend == "few"


def test_an_area_is_worse_only_clearly_above_its_own_usual_week():
    assert compare(24, 72).trend == "worse"
    assert compare(24, 72).more == 6
    assert compare(20, 72).trend == "same"
    assert compare(12, 40).trend == "same"
    assert compare(10, 10).trend == "worse"
    assert compare(10, 80).more == -10


def test_without_four_weeks_of_its_own_an_area_is_not_compared():
    assert compare(24, 8, young=True).trend == "young"


def test_silence_is_in_no_share():
    for name in ("confirmed", "solved", "rated", "satisfied"):
        assert "unconfirmed" not in SETS[name].where
        assert SETS[name].at == "c.confirmed_at"


def test_the_four_facts_are_four_sets():
    conditions = {(SETS[name].at, SETS[name].where) for name in ("handled", "replied", "checked", "confirmed")}
    assert len(conditions) == 4
