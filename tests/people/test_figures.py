"""A figure is the list it counts, a share is rounded half up, and a warning comes once at each of its days."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liren.kernel import AreaCode, Refusal
from liren.people.kinds import HOUSEHOLDS_LINKED, Background, QualificationTag, check_background, check_tag
from liren.people.rules.committees import check_seat
from liren.people.rules.figures import Figure, SeatHeld, Worker, seats, workforce
from liren.people.rules.tiers import gaps
from liren.people.rules.units import check_doors, check_on, check_place, door
from liren.people.rules.workforce import bells, clean_number, mask_number, pass_until, years_later

DAY = date(2026, 11, 23)
LEVELS = ("assistant", "social_worker", "senior")
people = st.builds(
    Worker,
    person=st.integers(0, 10**6).map(lambda n: UUID(int=n)),
    first_hired=st.dates(date(2015, 1, 1), DAY),
    in_post=st.booleans(),
    levels=st.sets(st.sampled_from(LEVELS)).map(frozenset),
    all_round=st.none() | st.booleans(),
    outdated=st.booleans(),
)


@given(st.lists(people, unique_by=lambda w: w.person))
def test_a_share_is_the_length_of_its_list_and_its_list_lies_within_its_sample(workers):
    for figure in workforce(workers, DAY).values():
        assert figure.number == len(figure.counted) == len(set(figure.counted))
        if figure.among is not None:
            assert set(figure.counted) <= set(figure.among)
            assert figure.share is None or 0 <= figure.share <= 100
    found = workforce(workers, DAY)
    assert found["new_in_post"].number <= found["new"].number
    assert found["outdated"].number <= found["unassessed"].number
    assert found["all_round"].number + found["unassessed"].number <= found["in_post"].number


held = st.builds(
    SeatHeld,
    person=st.integers(0, 40).map(lambda n: UUID(int=n)),
    standing=st.sampled_from(("full", "part")),
    background=st.sampled_from(("police", "resident", "property")),
)


@given(st.lists(held))
def test_a_person_with_two_seats_is_one_person_in_every_figure(found):
    counted = seats(found)
    for standing in ("full", "part"):
        parts = [f for code, f in counted.items() if code.startswith(f"{standing}.")]
        assert set(counted[standing].counted) == {p for f in parts for p in f.counted}
        assert counted[standing].number <= sum(f.number for f in parts)


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [(158, 168, "94.05"), (174, 185, "94.05"), (1, 16, "6.25"), (1, 8, "12.50"), (1, 800, "0.13"), (2, 3, "66.67"),
     (168, 168, "100.00")],
)  # fmt: skip
def test_a_share_has_two_places_and_is_rounded_half_up(part, whole, share):
    among = tuple(UUID(int=n) for n in range(whole))
    assert Figure(code="x", counted=among[:part], among=among).share == Decimal(share)


def test_a_share_of_nobody_is_no_number():
    assert Figure(code="x", counted=(), among=()).share is None


def test_two_years_are_counted_by_the_calendar():
    assert years_later(date(2028, 2, 29), -2) == date(2026, 2, 28)
    recruits = [Worker(person=UUID(int=n), first_hired=d, in_post=True)
                for n, d in enumerate((date(2024, 11, 22), date(2024, 11, 23), DAY))]  # fmt: skip
    assert workforce(recruits, DAY)["new"].number == 2


def test_only_the_senior_pass_ends():
    assert pass_until("social_worker", date(2020, 1, 1)) is None
    assert pass_until("senior", date(2024, 2, 29)) == date(2027, 2, 27)


@pytest.mark.parametrize(
    ("left", "told"),
    [(200, [110, 170]), (90, [0, 60]), (60, [0, 30]), (30, [None, 0]), (3, [None, 0]), (-1, [None, None])],
)
def test_a_registration_is_told_at_ninety_and_thirty_days_and_of_those_past_only_the_nearer(left, told):
    found = bells(None, DAY + timedelta(days=left), DAY)[2:]
    assert [None if d is None else (d - DAY).days for d in found] == told
    assert bells(None, None, DAY) == [None] * 4


def test_a_number_is_read_with_spaces_and_shown_with_its_last_four():
    assert clean_number("2099-3210 0012x") == "20993210" + "0012X"
    assert mask_number("209932100012") == "****0012"
    with pytest.raises(Refusal, match="6 到 30 位"):
        clean_number("无")


def test_a_background_sits_only_as_its_entry_allows_and_a_head_is_full_time():
    police = Background(code="police", label="民警", says="", standings=("part",))
    told = {
        "area": AreaCode("321181108006"), "body": "party", "term": 12, "role": "member", "came_by": "co_opted",
        "background": police, "starts": DAY, "last": None,
    }  # fmt: skip
    check_seat(standing="part", **told)
    with pytest.raises(Refusal, match="民警只能任兼职委员"):
        check_seat(standing="full", **told)
    with pytest.raises(Refusal, match="两委设在村"):
        check_seat(standing="part", **told | {"area": AreaCode("321181108")})
    with pytest.raises(Refusal, match="最后一天早于第一天"):
        check_seat(standing="part", **told | {"last": DAY - timedelta(days=1)})


def test_a_broken_entry_is_named_by_key():
    assert [p.key for p in check_background(Background(code="民警", label="", says="", standings=("half",)))] == [
        "code", "label", "standings",
    ]  # fmt: skip
    assert [p.key for p in check_tag(QualificationTag(code="x", label="双全", definition="都会", source=""))] == [
        "definition", "source",
    ]  # fmt: skip


def test_a_party_unit_stands_at_its_level_under_the_tier_above():
    grid, community = AreaCode("321181108006001"), AreaCode("321181108006")
    check_place("party_group", grid, "party_branch", community)
    for kind, area, parent, place in (
        ("party_group", community, "party_branch", community), ("party_group", grid, "party", "321181108"),
        ("party_group", grid, None, None), ("party_group", grid, "party_branch", "321181108007"),
    ):  # fmt: skip
        with pytest.raises(Refusal):
            check_place(kind, area, parent, place)
    check_place("department", community, None, None)


def test_a_change_holds_from_a_day_between_the_last_one_and_today():
    check_on(DAY, DAY, DAY)
    check_on(DAY, None, DAY)
    for on, since in ((DAY + timedelta(days=1), None), (DAY - timedelta(days=2), DAY - timedelta(days=1))):
        with pytest.raises(Refusal):
            check_on(on, since, DAY)


@given(st.integers(0, 25))
def test_a_centre_household_links_five_to_fifteen_doors_or_none(many):
    doors = tuple(("B1", f"{n}") for n in range(many))
    allowed = many == 0 or HOUSEHOLDS_LINKED[0] <= many <= HOUSEHOLDS_LINKED[1]
    if allowed:
        check_doors("party_household", doors)
    else:
        with pytest.raises(Refusal):
            check_doors("party_household", doors)


def test_a_door_is_a_building_s_number_and_a_number_behind_it():
    assert door(" B0001 2 - 301 ") == ("B0001", "2-301")
    with pytest.raises(Refusal, match="例如 B0001 2-301"):
        door("B0001")


@given(st.sets(st.sampled_from(["321181108", "321181108006", "321181108006001", "32118110800600101", "321181"])))
def test_a_gap_is_an_area_of_a_tier_s_level_without_its_unit(areas):
    codes = [AreaCode(a) for a in areas]
    tiers = {9: "party", 12: "party_branch", 15: "party_group", 17: "party_household"}
    every = [(tiers[len(c)], str(c)) for c in codes if len(c) in tiers]
    assert gaps(codes, every) == []
    assert len(gaps(codes, [])) == len(every)
