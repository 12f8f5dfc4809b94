"""Party membership is a fact with a source behind row-level security; out of the room come numbers, never a name."""

from datetime import date

import psycopg
import pytest

from liren.kernel import AreaCode, Missing, Refusal
from liren.kernel.actor import the_house
from liren.kernel.area import Level
from liren.kernel.ids import new_id
from liren.people import commands, queries
from liren.trust import journal, sql
from tests.people.appointing import NOW, OTHER_TOWN, appointed, clerk, order, person

pytestmark = pytest.mark.usefixtures("db")
COMMUNITY = AreaCode("321181108204")
PARTY = clerk(rights=("people.see", "people.party"))


def noted(persons, **told):
    command = {"list": new_id(), "area": COMMUNITY, "source": "branch_list", "on": date(2026, 11, 1)} | told
    order(commands.NotePartyMembers(persons=tuple(persons), **command), PARTY)
    return command["list"]


@pytest.fixture(scope="module")
def keepers(db):
    who = [person(f"网格员{n}", COMMUNITY) for n in range(12)]
    for n, one in enumerate(who):
        appointed(one, "micro_grid_keeper", AreaCode(f"{COMMUNITY}001{n + 1:02d}"))
    return who


def test_keepers_on_the_list_are_counted_once_each_and_a_second_list_changes_nothing(keepers):
    noted(keepers[:5])
    noted(keepers[:5], source="organisation_department")
    assert queries.party_share(PARTY, COMMUNITY, NOW) == queries.PartyShare(keepers=12, members=5, micro_grids=5)


def test_below_ten_keepers_there_is_no_number(keepers):
    grid = AreaCode(f"{COMMUNITY}00101")
    assert queries.party_share(PARTY, grid, NOW) is None


def test_the_journal_keeps_how_many_and_never_who(keepers):
    list_ = noted(keepers[:3])
    (entry,) = journal.timeline(the_house("test"), list_, NOW)
    assert entry.event.noted == 3
    assert not any(str(k) in repr(entry.event) for k in keepers)


def test_without_areas_row_level_security_shows_no_member(keepers):
    noted(keepers[:1])
    assert sql.value("select count(*) from people_partymember") == 0


def test_somebody_outside_the_register_stops_the_whole_list(keepers, db):
    fresh = keepers[11]
    with pytest.raises(Refusal, match="不在本区域的人员名册里"):
        noted([fresh, new_id()])
    with psycopg.connect(db.owner()) as link:
        assert not link.execute("select 1 from people_partymember where person = %s", (fresh,)).fetchall()


def test_a_source_that_is_not_a_party_list_is_refused(keepers):
    with pytest.raises(Refusal, match="请选名单的来源"):
        noted(keepers[:1], source="hearsay")


def test_who_may_not_see_the_people_of_an_area_gets_no_number(keepers):
    with pytest.raises(Missing):
        queries.party_share(clerk(area=OTHER_TOWN), COMMUNITY, NOW)


def test_an_area_alone_below_ten_keepers_takes_the_next_smallest_with_it(keepers):
    shares = queries.party_shares(PARTY, AreaCode("321181108"), Level.COMMUNITY, NOW)
    assert shares[str(COMMUNITY)] is not None
    small = AreaCode("321181108205")
    appointed(person("网格员", small), "micro_grid_keeper", AreaCode(f"{small}00101"))
    shares = queries.party_shares(PARTY, AreaCode("321181108"), Level.COMMUNITY, NOW)
    assert shares[str(small)] is None
    assert shares[str(COMMUNITY)] is None, "the whole minus the rest would tell the small one"
