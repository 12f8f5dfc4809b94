"""The demonstration's committees and workers: the bulletin's figures whenever it is built, and a tree without loose ends."""

from datetime import date

import pytest

from liren.config.demo import zone, zone_people, zone_people_build, zone_tree
from liren.kernel import AreaCode
from liren.people.kinds import HOUSEHOLDS_LINKED
from liren.people.rules.committees import check_term, within_term
from liren.people.rules.units import ABOVE

COMMUNITIES = [AreaCode(f"321181901{n}") for n in range(901, 941)]


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2028, 2, 29)])
def test_the_counts_are_the_bulletin_s_on_any_day(today):
    made = zone_people.generate(COMMUNITIES, "高新区社会事务局", today)
    post = {w.phone for w in made.workers if w.last is None}
    assert len(post) == 168
    assert len({w.phone for w in made.workers if w.all_round and w.last is None}) == 158
    assert len({w.phone for w in made.workers if w.level == "social_worker" and w.last is None}) == 92
    part = [s.background for s in made.seats if s.standing == "part"]
    assert [part.count(b) for b in ("police", "resident", "property")] == [21, 36, 8]
    assert len({p.phone for p in made.persons}) == len(made.persons)
    assert made == zone_people.generate(COMMUNITIES, "高新区社会事务局", today), "the same seed, the same people"


def test_every_party_unit_has_the_tier_above_it_and_links_as_many_households_as_one_can_know():
    made = zone.generate(7, zone.Size(communities=3, grids=9, micro_grids=40, party_keepers=5, parks=2, lakes=1))
    rows = list(zone_tree.rows(made))
    there = {(r.kind, str(r.area)) for r in rows}
    for row in rows:
        above = ABOVE[row.kind]
        assert above == "party" or any((above, str(a)) in there for a in row.area.ancestors()), row
        assert not row.doors or HOUSEHOLDS_LINKED[0] <= len(row.doors) <= HOUSEHOLDS_LINKED[1]
    doors = [door for row in rows for door in row.doors]
    assert len(doors) == len(set(doors)), "no household is linked twice"


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2028, 2, 29)])
def test_every_seat_lies_in_the_term_of_its_committee(today):
    made = zone_people.generate(COMMUNITIES, "高新区社会事务局", today)
    terms = zone_people_build.terms([str(c) for c in COMMUNITIES], today)
    days = {(str(t.area), t.body, t.number): (t.starts, t.last) for t in terms}
    for seat in made.seats:
        term = days[str(seat.area), seat.body, seat.term]
        assert within_term(seat.term, term, seat.starts, seat.last) == (seat.last or term[1])
    for (area, body, number), (starts, last) in days.items():
        check_term(area=AreaCode(area), body=body, number=number, starts=starts, last=last)
