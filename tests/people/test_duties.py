"""Duties on a real database: rights come and go with them, and the database keeps the seats."""

from datetime import timedelta
from uuid import UUID

import pytest

from liren.kernel import AreaCode, Missing, Refusal
from liren.kernel.ids import new_id
from liren.people import commands, queries
from liren.trust import sql
from tests.people.appointing import (
    COMMUNITY,
    GRID,
    MICRO,
    NOW,
    OTHER_TOWN,
    TOWN,
    account_of,
    appointed,
    clerk,
    order,
    person,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("db")
DAY = timedelta(days=1)


def area() -> AreaCode:
    """A grid of its own for each test."""
    area.n += 1
    return AreaCode(f"{COMMUNITY}{area.n:03d}")


area.n = 100


def rights(account: UUID, at=NOW) -> set[str]:
    return set(sql.values('select "right" from trust_grant where account = %s and during @> %s', (account, at)))


def test_an_appointment_grants_the_rights_of_its_post():
    who, grid = person(), area()
    appointed(who, "grid_leader", grid)
    assert "people.see" in rights(account_of(who))
    assert sql.values("select distinct area from trust_grant where account = %s", (account_of(who),)) == [grid]


def test_rights_end_in_the_moment_the_duty_ends_and_the_row_stays():
    who, grid = person(), area()
    duty = appointed(who, "grid_leader", grid)
    order(commands.EndDuty(duty=duty, at=NOW + DAY), now=NOW + DAY)
    assert rights(account_of(who), NOW) != set()
    assert rights(account_of(who), NOW + DAY) == set()
    assert sql.value("select upper(during) from people_duty where id = %s", (duty,)) == NOW + DAY


def test_a_person_without_an_account_gets_the_rights_when_one_is_linked():
    who, grid = person(account=False), area()
    appointed(who, "grid_leader", grid)
    account = new_id()
    order(commands.LinkAccount(person=who, account=account), now=NOW + DAY)
    assert "people.see" in rights(account, NOW + DAY)
    assert rights(account, NOW) == set()


def test_a_seat_for_one_refuses_a_second_holder_at_the_same_time():
    grid = area()
    appointed(person(), "grid_leader", grid)
    with pytest.raises(Refusal) as caught:
        appointed(person(), "grid_leader", grid)
    assert caught.value.sentence == "这个岗位此期间已有人任职，请先办结束或交接。"


def test_a_post_for_many_takes_many_but_nobody_twice():
    grid, who = area(), person()
    appointed(person(), "grid_keeper", grid)
    appointed(who, "grid_keeper", grid)
    with pytest.raises(Refusal, match="已经担任同一职务"):
        appointed(who, "grid_keeper", grid)


def test_each_building_has_a_head_of_its_own():
    grid = area()
    one, two = new_id(), new_id()
    appointed(person(), "building_head", grid, building=one)
    appointed(person(), "building_head", grid, building=two)
    with pytest.raises(Refusal, match="已有人任职"):
        appointed(person(), "building_head", grid, building=one)


def test_the_three_administrators_are_three_people():
    who = person()
    appointed(who, "system_admin", TOWN)
    with pytest.raises(Refusal, match="三个人分别担任"):
        appointed(who, "auditor", TOWN)


def test_nobody_appoints_himself_or_links_his_own_account_to_another():
    who = person()
    me = clerk(account=account_of(who))
    with pytest.raises(Refusal, match="不能任命自己"):
        order(commands.AppointDuty(duty=new_id(), person=who, post="grid_leader", area=area(), starts=NOW), me)
    other = person(account=False)
    with pytest.raises(Refusal, match="不能把自己的账号关联给别人"):
        order(commands.LinkAccount(person=other, account=me.account), me)


def test_a_handover_leaves_no_moment_without_a_holder():
    grid, old, new = area(), person("老李"), person("小周")
    duty, at = appointed(old, "grid_leader", grid), NOW + DAY
    order(commands.HandOverDuty(duty=duty, successor=new_id(), person=new, at=at))
    names = [
        [h.name for h in queries.holders(clerk(), "grid_leader", grid, t)] for t in (at - timedelta(microseconds=1), at)
    ]
    assert names == [["老李"], ["小周"]]
    assert rights(account_of(new), NOW) == set()
    assert rights(account_of(new), at) != set()
    assert rights(account_of(old), at) == set()


def test_a_failed_handover_leaves_the_old_holder_in_place():
    grid, old = area(), person("老李")
    duty = appointed(old, "grid_leader", grid)
    with pytest.raises(Missing):
        order(commands.HandOverDuty(duty=duty, successor=new_id(), person=new_id(), at=NOW + DAY))
    assert [h.name for h in queries.holders(clerk(), "grid_leader", grid, NOW + 2 * DAY)] == ["老李"]
    assert rights(account_of(old), NOW + 2 * DAY) != set()


def test_a_clerk_of_another_town_finds_nothing_to_end():
    duty = appointed(person(), "grid_leader", area())
    with pytest.raises(Missing):
        order(commands.EndDuty(duty=duty, at=NOW + DAY), clerk(OTHER_TOWN))


def test_an_account_is_one_persons():
    first = person()
    with pytest.raises(Refusal, match="已经关联了另一个人"):
        order(commands.LinkAccount(person=person(account=False), account=account_of(first)))


def test_the_keeper_is_the_micro_grids_own_else_the_grids_else_the_leader():
    viewer = clerk()
    appointed(person("书记"), "community_secretary", COMMUNITY)
    assert queries.keeper_of(viewer, MICRO, NOW).name == "书记"
    appointed(person("网格长"), "grid_leader", GRID)
    assert queries.keeper_of(viewer, MICRO, NOW).name == "网格长"
    appointed(person("网格员"), "grid_keeper", GRID)
    assert queries.keeper_of(viewer, MICRO, NOW).name == "网格员"
    appointed(person("联络员", work_phone="0511-86881234", phone="13900000148"), "micro_grid_keeper", MICRO)
    found = queries.keeper_of(viewer, MICRO, NOW)
    assert (found.name, found.post_label, found.area) == ("联络员", "微网格员（联络员）", MICRO)
    assert queries.keeper_of(viewer, AreaCode(f"{GRID}02"), NOW).name == "网格员"
    chain = [(h.post, h.name) for h in queries.duty_chain(viewer, MICRO, NOW)]
    assert chain == [
        ("micro_grid_keeper", "联络员"), ("grid_keeper", "网格员"), ("grid_leader", "网格长"),
        ("community_secretary", "书记"),
    ]  # fmt: skip
    public = queries.public_keeper(clerk(rights=()), MICRO, NOW)
    assert (public.name, public.work_phone) == ("联络员", "0511-86881234")
    assert "13900000148" not in repr(public)


def test_a_duty_is_listed_by_post_shown_with_its_history_and_hidden_from_other_towns():
    who, grid = person("老周"), area()
    ended = appointed(who, "grid_keeper", grid)
    order(commands.EndDuty(duty=ended, at=NOW + DAY))
    running = appointed(who, "grid_leader", grid, starts=NOW + 2 * DAY)
    later = NOW + 3 * DAY
    assert [d.duty for d in queries.duty_list(clerk(), grid, later)] == [running]
    assert queries.duty_list(clerk(), grid, later, post="grid_keeper") == []
    assert [d.duty for d in queries.duty_history(clerk(), who)] == [running, ended]
    assert [d.duty for d in queries.duties_by_person(clerk(), [who], NOW)] == [ended]
    assert [d.duty for d in queries.duties_of(clerk(), account_of(who), later)] == [running]
    assert queries.duty_card(clerk(), running).post_label == "网格长"
    with pytest.raises(Missing):
        queries.duty_card(clerk(OTHER_TOWN), running)
    assert queries.duty_history(clerk(OTHER_TOWN), who) == []


def test_a_resident_gets_no_account_ids():
    from liren.kernel.actor import ANONYMOUS

    with pytest.raises(Missing):
        queries.keeper_of(ANONYMOUS, MICRO, NOW)
