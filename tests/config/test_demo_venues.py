"""The zone's venues: the bulletin's figures exactly, and bookings that the house itself accepts."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from liren.config.demo import build, cast, town, venues, zone, zone_build
from liren.kernel.actor import ANONYMOUS, the_house
from liren.trust import replayed, sql
from liren.venues import queries
from liren.venues.commands import AddRoom

SMALL = zone.Size(communities=2, grids=6, micro_grids=22, party_keepers=5, parks=2, lakes=1)
MONDAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def small():
    return zone.generate(7, SMALL)


def rooms(places: list[venues.Place]) -> list[AddRoom]:
    return [room for place in places for room in place.rooms]


def test_there_are_44_venues_with_150_deliberation_rooms_one_in_each_community():
    made = zone.generate()
    places = venues.generate(made.town)
    assert len(places) == len({place.venue.name for place in places}) == 44
    assert sum(room.kind == "deliberation" for room in rooms(places)) == 150
    assert {place.community for place in places} == {a.name for a in made.town.at(12)}
    assert len({place.venue.phone for place in places}) == 44


def test_the_same_seed_gives_the_same_venues_and_bookings(small):
    one, two, other = (venues.generate(small.town, seed, 5, 17) for seed in (3, 3, 4))
    assert one == two
    assert one != other
    assert list(venues.bookings(one, MONDAY)) == list(venues.bookings(two, MONDAY))


def test_no_two_bookings_of_a_room_are_wished_for_one_time(small):
    places = venues.generate(small.town, 3, 5, 17)
    taken = Counter((wish.room, slot.starts) for wish in venues.bookings(places, MONDAY) for slot in wish.slots)
    assert taken
    assert set(taken.values()) == {1}


def test_built_through_the_gate_they_are_open_hosted_and_booked_and_a_second_build_adds_nothing(db, small):
    replayed.declare()
    build.draw_map(town.generate(7, micro_grids=11, grids=11))
    zone_build.draw_map(small)
    build.order("test:units", [_unit()])
    places, now = venues.generate(small.town, 3, 5, 17), datetime.now(UTC)
    venues.build(places, now)
    assert queries.counts(ANONYMOUS, zone.ZONE) == (5, 17)
    ahead = queries.booked(the_house("test"), now, now + timedelta(days=14))
    assert ahead
    assert len({b.series for b in ahead}) > 5
    before = sql.value("select count(*) from trust_key"), sql.value("select count(*) from venues_booking")
    venues.build(places, now)
    assert (sql.value("select count(*) from trust_key"), sql.value("select count(*) from venues_booking")) == before


def _unit():
    from liren.kernel import AreaCode
    from liren.people.commands import RegisterUnit

    unit = cast.ZONE_UNIT["z-civil"]
    return RegisterUnit(unit=unit.id, parent=None, kind=unit.kind, name=unit.name, area=AreaCode(unit.area))
