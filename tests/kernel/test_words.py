"""The words all rooms speak: codes that are codes, prefixes that contain, ids that keep their order."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liren.kernel import AreaCode, Code, Conflict, Denied, Missing, Refusal
from liren.kernel.area import LEVEL_LABELS, Level
from liren.kernel.ids import id_at, new_id

codes = st.sampled_from([2, 4, 6, 9, 12, 15, 17]).flatmap(lambda n: st.text("0123456789", min_size=n, max_size=n))


@given(codes)
def test_a_code_lies_in_each_of_its_ancestors(text):
    code = AreaCode(text)
    assert code.ancestors()[0] == code
    assert all(a.covers(code) for a in code.ancestors())
    assert [len(a) for a in code.ancestors()] == [n for n in sorted(Level, reverse=True) if n <= len(text)]


@given(codes, codes)
def test_an_area_covers_another_exactly_when_it_is_its_prefix(one, other):
    assert AreaCode(one).covers(AreaCode(other)) == other.startswith(one)


@pytest.mark.parametrize(
    "text", ["", "3", "321", "32118110", "32118a", "３２１１８１", "321181108 ", "3211811080060011"]
)
def test_what_is_no_area_code_is_refused(text):
    with pytest.raises(ValueError, match="not an area code"):
        AreaCode(text)


def test_the_parent_of_a_province_is_nobody():
    assert AreaCode("32").parent is None
    assert AreaCode("321181108").parent == "321181"
    assert AreaCode("32118110800600101").up_to(Level.COMMUNITY) == "321181108006"
    assert AreaCode("321181").up_to(Level.TOWN) is None


def test_every_level_has_a_chinese_label():
    assert set(LEVEL_LABELS) == set(Level)


@pytest.mark.parametrize("text", ["", "A", "路灯", "two words", "x" * 65, "_x"])
def test_what_is_no_code_is_refused(text):
    with pytest.raises(ValueError, match="not a code"):
        Code(text)


def test_new_ids_sort_by_birth():
    made = [new_id() for _ in range(1000)]
    assert made == sorted(made)
    assert {i.version for i in made} == {7}


def test_an_id_of_a_moment_is_the_same_twice_and_sorts_with_it():
    moment = datetime(2011, 7, 1, 5, 32, 33, tzinfo=UTC)
    one, again = id_at(moment, b"0123456789"), id_at(moment, b"0123456789")
    assert one == again
    assert one.version == 7
    assert one < id_at(moment + timedelta(seconds=1), b"0123456789")


def test_a_refusal_has_a_status_a_code_and_a_sentence():
    assert [r.status for r in (Refusal("a", "甲。"), Missing(), Denied(), Conflict("b", "乙。"))] == [
        422,
        404,
        403,
        409,
    ]
    assert Conflict("b", "乙。", current={"state": "closed"}).current == {"state": "closed"}
