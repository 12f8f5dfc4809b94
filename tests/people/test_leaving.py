"""Leave and leaving: somebody is there for every door in every second, rights follow, and both can be called off."""

import random
from datetime import timedelta

import pytest

from liren.kernel import AreaCode, Denied, Refusal
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.people import commands, queries
from liren.people.rules.leaves import without
from liren.trust import deliveries, journal, sql
from tests.people.appointing import COMMUNITY, NOW, OTHER_TOWN, account_of, appointed, clerk, order, person

pytestmark = pytest.mark.usefixtures("db")
DAY, BLINK = timedelta(days=1), timedelta(microseconds=1)
HOUSE = the_house("coverage")


def micro() -> AreaCode:
    """A micro-grid of its own for each test."""
    micro.n += 1
    return AreaCode(f"{COMMUNITY}7{micro.n:02d}01")


micro.n = 0


def answering(area: AreaCode, at, now=NOW) -> list[str]:
    link = queries.chain(HOUSE, area, at, now=now)[0]
    return [a.name + (f"（代{a.acting_for}）" if a.acting_for else "") for a in link.answers]


def may(who, at) -> bool:
    return bool(
        sql.value("select count(*) from trust_grant where account = %s and during @> %s", (account_of(who), at))
    )


def succession(duty, who) -> commands.Succession:
    return commands.Succession(duty=duty, successor=new_id(), person=who)


def stand_in(duty, who) -> commands.StandIn:
    return commands.StandIn(duty=duty, stand_in=new_id(), person=who)


def away(who, starts, ends, *stand_ins) -> commands.TakeLeave:
    return commands.TakeLeave(leave=new_id(), person=who, starts=starts, ends=ends, stand_ins=stand_ins)


def seconds_without(area: AreaCode, since, until) -> list:
    """The moments around every boundary of every duty and leave in which nobody answers."""
    edges = sql.values(
        """select distinct e from people_duty d, unnest(array[lower(d.during), upper(d.during)]) e where d.area = %s
           union select distinct e from people_leave l, unnest(array[lower(l.during), upper(l.during)]) e""",
        (area,),
    )
    asked = {m for e in edges if e for m in (e - BLINK, e, e + BLINK)} | {since, until - BLINK}
    return sorted(m for m in asked if since <= m < until and len(answering(area, m)) != 1)


def test_a_keeper_who_leaves_hands_over_in_one_act_and_no_door_is_without_a_name_for_a_second():
    one, two = micro(), micro()
    old, anna, bo = person("老李"), person("小安"), person("小波")
    first, second = appointed(old, "micro_grid_keeper", one), appointed(old, "micro_grid_keeper", two)
    at = NOW + 3 * DAY
    order(commands.HandOverAll(person=old, at=at, successions=(succession(first, anna), succession(second, bo))))
    assert [answering(a, at - BLINK) for a in (one, two)] == [["老李"], ["老李"]]
    assert [answering(a, at) for a in (one, two)] == [["小安"], ["小波"]]
    assert seconds_without(one, NOW, at + 30 * DAY) == seconds_without(two, NOW, at + 30 * DAY) == []
    ends = sql.value("select upper(during) from people_duty where id = %s", (first,))
    begins = sql.value("select lower(during) from people_duty where follows = %s", (first,))
    assert ends == begins == at
    assert [may(old, at - BLINK), may(old, at), may(anna, at - BLINK), may(anna, at)] == [True, False, False, True]


def test_one_duty_without_a_successor_and_nothing_happens():
    area, old, new = micro(), person("老李"), person("小安")
    first, second = appointed(old, "micro_grid_keeper", area), appointed(old, "micro_grid_keeper", micro())
    with pytest.raises(Refusal) as caught:
        order(commands.HandOverAll(person=old, at=NOW + DAY, successions=(succession(first, new),)))
    assert (caught.value.code, caught.value.field) == ("no_successor", str(second))
    assert answering(area, NOW + 2 * DAY) == ["老李"]


def test_a_duty_that_was_called_off_is_nobody_s_to_hand_over():
    old, new = person("老李"), person("小安")
    duty = appointed(old, "micro_grid_keeper", micro())
    off = appointed(old, "grid_leader", AreaCode(micro()[:15]), starts=NOW + DAY)
    order(commands.CancelDuty(duty=off))
    assert order(commands.HandOverAll(person=old, at=NOW, successions=(succession(duty, new),))) == {"duties": 1}


def test_duties_to_come_and_stand_ins_of_whoever_leaves_move_too():
    area, other = micro(), micro()
    old, new, keeper, helper = person("老李"), person("小安"), person("在任"), person("帮手")
    mine = appointed(old, "micro_grid_keeper", area)
    coming = appointed(old, "micro_grid_keeper", micro(), starts=NOW + 9 * DAY)
    theirs = appointed(keeper, "micro_grid_keeper", other)
    for_keeper, for_me = new_id(), new_id()
    order(commands.AppointStandIn(duty=theirs, stand_in=for_keeper, person=old, starts=NOW, ends=NOW + 8 * DAY))
    order(commands.AppointStandIn(duty=mine, stand_in=for_me, person=helper, starts=NOW + DAY, ends=NOW + 6 * DAY))
    at = NOW + 3 * DAY
    told = commands.HandOverAll(
        person=old, at=at, successions=tuple(succession(d, new) for d in (mine, coming, for_keeper))
    )
    assert order(told) == {"duties": 3}
    assert [answering(other, m) for m in (at - BLINK, at, NOW + 8 * DAY)] == [
        ["老李（代在任）"],
        ["小安（代在任）"],
        ["在任"],
    ]
    assert [answering(area, m) for m in (at - BLINK, at, NOW + 6 * DAY)] == [
        ["帮手（代老李）"],
        ["帮手（代小安）"],
        ["小安"],
    ]
    assert sql.value("select isempty(during) from people_duty where id = %s", (coming,))
    assert queries.duties_by_person(HOUSE, [new], NOW + 10 * DAY)[0].starts is not None
    assert len(queries.duties_by_person(HOUSE, [new], NOW + 10 * DAY)) == 2
    assert queries.duties_by_person(HOUSE, [old], at) == []


def test_leave_needs_a_stand_in_and_says_for_which_duty():
    area, who, helper = micro(), person("小周"), person("替手")
    duty = appointed(who, "micro_grid_keeper", area)
    with pytest.raises(Refusal) as caught:
        order(away(who, NOW + DAY, NOW + 4 * DAY))
    assert (caught.value.code, caught.value.field) == ("no_stand_in", str(duty))
    assert "请假这几天没有人代" in caught.value.sentence
    order(away(who, NOW + DAY, NOW + 4 * DAY, stand_in(duty, helper)))
    days = [answering(area, m) for m in (NOW + DAY - BLINK, NOW + DAY, NOW + 4 * DAY - BLINK, NOW + 4 * DAY)]
    assert days == [["小周"], ["替手（代小周）"], ["替手（代小周）"], ["小周"]]
    assert seconds_without(area, NOW, NOW + 30 * DAY) == []
    with pytest.raises(Refusal, match="已经登记了请假"):
        order(away(who, NOW + 2 * DAY, NOW + 3 * DAY))


def test_where_the_grid_has_a_keeper_of_its_own_no_stand_in_is_needed_unless_they_are_away_too():
    area, who, grid = micro(), person("小周"), person("专职")
    duty = appointed(grid, "grid_keeper", AreaCode(area[:15]))
    appointed(who, "micro_grid_keeper", area)
    order(away(who, NOW + DAY, NOW + 2 * DAY))
    assert answering(area, NOW + DAY) == ["专职（代小周）"]
    order(away(grid, NOW + 4 * DAY, NOW + 6 * DAY, stand_in(duty, person("另一位"))))
    order(away(who, NOW + 4 * DAY, NOW + 5 * DAY))
    assert answering(area, NOW + 4 * DAY) == ["另一位（代小周）"], (
        "whoever stands in for the grid's keeper takes over too"
    )


def test_whoever_is_on_leave_is_not_asked_first_and_not_shown_to_residents():
    area, who, grid = micro(), person("小周"), person("专职")
    appointed(grid, "grid_keeper", AreaCode(area[:15]))
    appointed(who, "micro_grid_keeper", area)
    order(away(who, NOW + DAY, NOW + 2 * DAY))
    for moment, name in ((NOW, "小周"), (NOW + DAY, "专职"), (NOW + 2 * DAY, "小周")):
        assert queries.keeper_of(HOUSE, area, moment).name == name
        assert queries.public_keeper(HOUSE, area, moment).name == name


def test_somebody_on_leave_cannot_stand_in():
    area, who, helper = micro(), person("小周"), person("也不在")
    duty = appointed(who, "micro_grid_keeper", area)
    order(away(helper, NOW, NOW + 9 * DAY))
    with pytest.raises(Refusal, match="自己也请了假"):
        order(away(who, NOW + DAY, NOW + 2 * DAY, stand_in(duty, helper)))


def test_a_leave_is_called_off_before_it_begins_or_ends_early_and_its_stand_ins_with_it():
    area, who, helper = micro(), person("小周"), person("替手")
    duty = appointed(who, "micro_grid_keeper", area)
    told = away(who, NOW + DAY, NOW + 4 * DAY, stand_in(duty, helper))
    order(told)
    order(commands.CallOffLeave(leave=told.leave))
    assert answering(area, NOW + 2 * DAY) == ["小周"]
    assert not may(helper, NOW + 2 * DAY)
    again = away(who, NOW + DAY, NOW + 4 * DAY, stand_in(duty, helper))
    order(again)
    back = NOW + 2 * DAY
    order(commands.CallOffLeave(leave=again.leave), now=back)
    assert [answering(area, m, back) for m in (back - BLINK, back)] == [["替手（代小周）"], ["小周"]]
    assert seconds_without(area, NOW, NOW + 9 * DAY) == []
    with pytest.raises(Refusal, match="已经结束"):
        order(commands.CallOffLeave(leave=again.leave), now=NOW + 9 * DAY)


def test_whoever_leaves_takes_their_leave_along():
    area, old, new, helper = micro(), person("老李"), person("小安"), person("替手")
    duty = appointed(old, "micro_grid_keeper", area)
    order(away(old, NOW + DAY, NOW + 9 * DAY, stand_in(duty, helper)))
    at = NOW + 3 * DAY
    order(commands.HandOverAll(person=old, at=at, successions=(succession(duty, new),)))
    assert [answering(area, m) for m in (at - BLINK, at)] == [["替手（代老李）"], ["小安"]]
    assert seconds_without(area, NOW, NOW + 30 * DAY) == []


def test_the_stand_in_may_be_the_successor():
    area, old, new = micro(), person("老李"), person("小安")
    duty = appointed(old, "micro_grid_keeper", area)
    order(commands.AppointStandIn(duty=duty, stand_in=new_id(), person=new, starts=NOW, ends=NOW + 9 * DAY))
    at = NOW + 3 * DAY
    order(commands.HandOverDuty(duty=duty, successor=new_id(), person=new, at=at))
    assert [answering(area, m) for m in (at - BLINK, at)] == [["小安（代老李）"], ["小安"]]


def test_when_the_moment_has_come_the_takeover_is_told_and_not_before():
    old, new, successor = person("老李"), person("小安"), new_id()
    duty = appointed(old, "micro_grid_keeper", micro())
    order(commands.HandOverDuty(duty=duty, successor=successor, person=new, at=NOW + DAY))
    for moment, count in ((NOW, 0), (NOW + DAY, 1), (NOW + 2 * DAY, 1)):
        while deliveries.ring(lambda moment=moment: moment):
            pass
        told = [e for e in journal.timeline(HOUSE, successor, NOW - DAY) if type(e.event).__name__ == "DutyTakenOver"]
        assert len(told) == count


def test_a_clerk_of_another_town_lets_nobody_go():
    old = person("老李")
    duty = appointed(old, "micro_grid_keeper", micro())
    with pytest.raises((Refusal, Denied)):
        order(commands.HandOverAll(person=old, at=NOW, successions=(succession(duty, person()),)), clerk(OTHER_TOWN))


def test_days_of_leave_are_cut_out_of_a_period():
    assert without((NOW, NOW + 9 * DAY), [(NOW + DAY, NOW + 2 * DAY), (NOW + 8 * DAY, NOW + 20 * DAY)]) == [
        (NOW, NOW + DAY), (NOW + 2 * DAY, NOW + 8 * DAY),
    ]  # fmt: skip
    assert without((NOW, None), [(NOW - DAY, NOW + DAY)]) == [(NOW + DAY, None)]
    assert without((NOW, NOW + DAY), [(NOW - DAY, NOW + 2 * DAY)]) == []


def test_of_a_county_without_buildings_no_night_is_put_on_record():
    told = commands.CheckCoverage(area=AreaCode("321181"), day=NOW.date())
    assert order(told, the_house("nightly")) == {"doors": 0, "without": 0, "more": 0}
    assert sql.value("select count(*) from people_check") == 0


@pytest.mark.parametrize("seed", range(8))
def test_whatever_somebody_holds_their_going_opens_no_gap(seed):
    """Duties that run, end or are to come, stand-ins both ways, leave: every moment that had one name keeps one."""
    draw = random.Random(seed)
    old, helper, other = person("老李"), person("帮手"), person("别人")
    areas, moving = [micro() for _ in range(3)], []
    for area in areas:
        starts = NOW + draw.choice([0, 0, 2, 6]) * DAY
        ends = draw.choice([None, None, starts + draw.randint(3, 12) * DAY])
        moving.append(appointed(old, "micro_grid_keeper", area, starts=starts, ends=ends))
        if draw.random() < 0.6:
            since = starts + draw.randint(0, 1) * DAY
            told = commands.AppointStandIn(
                duty=moving[-1], stand_in=new_id(), person=helper, starts=since, ends=since + draw.randint(1, 2) * DAY
            )
            order(told)
    theirs = micro()
    kept = appointed(other, "micro_grid_keeper", theirs)
    if draw.random() < 0.7:
        moving.append(new_id())
        since = NOW + draw.randint(0, 4) * DAY
        order(commands.AppointStandIn(duty=kept, stand_in=moving[-1], person=old, starts=since, ends=since + 5 * DAY))
    moments = sorted(
        NOW + n * DAY + e for n in range(20) for e in (-BLINK, timedelta(), BLINK) if n or e >= timedelta()
    )
    before = {(a, m): len(answering(a, m)) for a in (*areas, theirs) for m in moments}
    at = NOW + draw.randint(0, 8) * DAY
    rows = sql.rows("select id, upper(during) as ends from people_duty where id = any(%s)", (moving,))
    ends = {row["id"]: row["ends"] for row in rows}
    going = [duty for duty in moving if ends[duty] is None or ends[duty] > at]
    order(
        commands.HandOverAll(
            person=old, at=at, successions=tuple(succession(d, person(f"新{n}")) for n, d in enumerate(going))
        )
    )
    for (area, moment), n in before.items():
        names = answering(area, moment)
        assert len(names) == n, (seed, area, moment - NOW)
        assert moment < at or not any(name.startswith("老李") for name in names)
