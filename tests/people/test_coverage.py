"""Who answers for every door: the pure rule, the statement over thirty thousand doors, and that both say the same."""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from liren.kernel import AreaCode, Missing
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.people import commands, queries
from liren.people.kinds import Post
from liren.people.rules.coverage import Held, Link, links, standing, too_much, uncovered
from liren.trust import sql
from tests.people.appointing import OTHER_TOWN, TOWN, appointed, clerk, order, person

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MICRO = AreaCode("32118110820190101")
GRID = AreaCode("321181108201901")
HOUSE = the_house("coverage")
NEAR = Link(level="micro_grid", width=17, posts=("micro_grid_keeper",), relief=("grid_keeper",))


def held(n: int, person: int, **more: object) -> Held:
    given = {"post": "micro_grid_keeper", "area": MICRO, "starts": NOW - 30 * DAY, "ends": None} | more
    return Held(duty=UUID(int=n), person=UUID(int=person), **given)


def stands(*duties: Held, at: datetime = NOW) -> tuple[str, set[int]]:
    found = standing(NEAR, MICRO, duties, at)
    return found.kind, {a.person.int for a in found.answers}


AWAY = ((NOW - DAY, NOW + DAY),)


def test_one_keeper_answers_two_are_one_too_many_and_none_is_nobody():
    assert stands(held(1, 11)) == ("one", {11})
    assert stands(held(1, 11), held(2, 12)) == ("two", {11, 12})
    assert stands() == ("nobody", set())
    assert stands(held(1, 11, ends=NOW)) == ("ended", set()), "a period ends before its last moment"
    assert stands(held(1, 11, starts=NOW)) == ("one", {11}), "and begins with its first"


def test_a_keeper_on_leave_is_answered_for_by_whoever_stands_in():
    keeper = held(1, 11, leaves=AWAY)
    assert stands(keeper) == ("away", set())
    assert stands(keeper, held(2, 12, stands_in=UUID(int=1))) == ("one", {12})
    assert stands(keeper, held(2, 12, stands_in=UUID(int=1), leaves=AWAY)) == ("away", set())
    assert stands(keeper, at=NOW + DAY) == ("one", {11}), "back with the first moment after the leave"


def test_the_grid_s_own_keeper_takes_over_by_herself_but_not_for_a_closed_account():
    helper = held(5, 15, post="grid_keeper", area=GRID)
    assert stands(held(1, 11, leaves=AWAY), helper) == ("one", {15})
    assert stands(held(1, 11, closed=True), helper) == ("closed", set())
    assert stands(helper) == ("nobody", set()), "a seat nobody holds is to be filled, not relieved"


def test_the_chain_comes_from_the_posts():
    posts = [
        Post(code="b", label="", levels=("grid",), chain="grid", chain_order=2, relieves=("micro_grid",)),
        Post(code="a", label="", levels=("grid",), chain="grid"),
        Post(code="k", label="", levels=("micro_grid",), chain="micro_grid"),
    ]
    assert [(x.level, x.posts, x.relief) for x in links(posts)] == [
        ("micro_grid", ("k",), ("b",)), ("grid", ("a", "b"), ()),
    ]  # fmt: skip


def test_too_much_is_more_households_or_more_places_than_the_post_allows():
    post = Post(code="k", label="", levels=("micro_grid",), households_most=100, places_most=1)
    assert [too_much(100, 1, post), too_much(101, 1, post), too_much(20, 2, post)] == [False, True, True]
    assert not too_much(999, 9, Post(code="k", label="", levels=()))


def test_a_gap_of_one_second_is_found():
    second = timedelta(seconds=1)
    assert uncovered(NOW, NOW + DAY, [(NOW, NOW + HOUR), (NOW + HOUR, None)]) is None
    assert uncovered(NOW, NOW + DAY, [(NOW, NOW + HOUR), (NOW + HOUR + second, None)]) == NOW + HOUR
    assert uncovered(NOW, NOW + DAY, []) == NOW


# ---- on a real database ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def doors(db) -> list[tuple[UUID, AreaCode]]:
    """Six micro-grids of two grids of one community with two houses each, known since the beginning of the year."""
    made = []
    codes = ["321181108", "321181108209"]
    grids = [f"321181108209{n:03d}" for n in (1, 2)]
    micros = [f"{g}{n:02d}" for g in grids for n in (1, 2, 3)]
    for code in (*codes, *grids, *micros):
        sql.run(
            """insert into places_area (code, name, level, parent)
               select %s, %s, %s, nullif(%s, '') where not exists (select from places_area where code = %s)""",
            (code, code, len(code), "", code),
        )
    for micro in micros:
        for _ in range(2):
            id = new_id()
            sql.run(
                """insert into places_building (id, area, code, name, address, lon, lat, households)
                   values (%s, %s, %s, '', '', 119, 32, 30)""",
                (id, micro, str(id)[-12:]),
            )
            sql.run("insert into places_stay (building, area, during) values (%s, %s, '[2026-01-01,)')", (id, micro))
            made.append((id, AreaCode(micro)))
    return made


def put(post: str, area: str, who: UUID, starts: datetime, ends: datetime | None, **more: object) -> UUID:
    """A duty straight into the table: histories that no order would allow are what the check is for."""
    id = new_id()
    single = more.get("stands_in") is None and post in ("grid_leader", "community_secretary", "town_head")
    entry = sql.value("select id from catalogue_entry where family = 'post' and code = %s limit 1", (post,))
    sql.run(
        """insert into people_duty (id, person, post, post_entry, area, kinds, place, single, administrator, during, stands_in, version)
           values (%s, %s, %s, %s, %s, '{}', %s, %s, false, tstzrange(%s, %s), %s, 1)""",
        (id, who, post, entry, area, area, single, starts, ends, more.get("stands_in")),
    )
    return id


def leave(who: UUID, starts: datetime, ends: datetime) -> None:
    sql.run("insert into people_leave (id, person, during, stand_ins, version) values (%s, %s, tstzrange(%s, %s), '{}', 1)",
            (new_id(), who, starts, ends))  # fmt: skip


def told_door_by_door(doors, at: datetime) -> dict[UUID, list[tuple[str, str, frozenset[UUID]]]]:
    """What the pure rule says of every door, asked one after the other."""
    return {
        id: [
            (x.level, x.kind, frozenset(a.person for a in x.answers))
            for x in queries.chain(HOUSE, id, at, now=NOW)
        ]
        for id, _ in doors
    }  # fmt: skip


def told_at_once(doors, at: datetime) -> dict[UUID, list[tuple[str, str, frozenset[UUID]]]]:
    """What the one statement says of every door."""
    found = queries.coverage(HOUSE, TOWN, at, now=NOW)
    by_area = {p.area: (found.level(p), p.kind, frozenset(p.people)) for p in found.places}
    widths = [link.width for link in found.chain]
    return {id: [by_area[area[:w]] for w in widths] for id, area in doors}


POSTS = {17: ("micro_grid_keeper",), 15: ("grid_leader", "grid_keeper"), 12: ("community_secretary",),
         9: ("town_head", "town_deputy")}  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_the_statement_agrees_with_the_rule_door_by_door_for_any_history(doors, seed):
    draw = random.Random(seed)
    sql.run("delete from people_leave")
    sql.run("delete from people_duty")
    people = [person(f"某{n}") for n in range(14)]
    shut = draw.sample(people, 3)
    for who in shut:
        account = sql.value("select account from people_person where id = %s", (who,))
        sql.run(
            """insert into trust_account (id, username, name, password, is_active, must_use_totp, demo)
               values (%s, %s, '', '', false, false, false)""",
            (account, str(account)),
        )
    micros = sorted({str(area) for _, area in doors})
    areas = sorted({m[:w] for m in micros for w in POSTS})
    made, busy = [], set()
    for _ in range(40):
        area = draw.choice(areas)
        post = draw.choice(POSTS[len(area)])
        starts = NOW + draw.randint(-9, 4) * DAY
        ends = draw.choice([None, starts + draw.randint(1, 9) * DAY])
        who = draw.choice(people)
        if (area, post) in busy and post in ("grid_leader", "community_secretary", "town_head"):
            continue
        if (area, post, who) in busy:
            continue
        busy |= {(area, post), (area, post, who)}
        made.append((put(post, area, who, starts, ends), post, area, who, starts))
    for duty, post, area, who, starts in draw.sample(made, len(made) // 2):
        other = draw.choice(people)
        if other != who and (area, post, other) not in busy:
            busy.add((area, post, other))
            put(post, area, other, starts + DAY, starts + 4 * DAY, stands_in=duty)
    for who in draw.sample(people, 8):
        leave(who, NOW + draw.randint(-6, 1) * DAY, NOW + draw.randint(2, 5) * DAY)
    kinds = set()
    for hours in (-120, -30, -24, 0, 1, 24, 48, 96):
        at = NOW + hours * HOUR
        one, all_ = told_door_by_door(doors, at), told_at_once(doors, at)
        assert one == all_, f"seed {seed}, {hours} h"
        kinds |= {kind for links_ in one.values() for _, kind, _ in links_}
    assert len(kinds) >= 4, kinds


@pytest.fixture
def empty(doors):
    sql.run("delete from people_leave")
    sql.run("delete from people_duty")
    return doors


def test_the_number_that_must_be_zero_counts_doors_not_people(empty):
    micro = empty[0][1]
    assert queries.coverage(clerk(rights=("people.see", "places.see")), TOWN, NOW, now=NOW).without == 12
    for area in sorted({area for _, area in empty}):
        appointed(person(), "micro_grid_keeper", area, now=NOW)
    found = queries.coverage(HOUSE, TOWN, NOW, now=NOW)
    assert (found.doors, found.households, found.without, found.more) == (12, 360, 0, 0)
    assert found.faults[("grid", "nobody")] == 12, "there is no leader yet, and that is another link"
    appointed(person(), "micro_grid_keeper", micro, now=NOW)
    assert queries.coverage(HOUSE, TOWN, NOW, now=NOW).more == 2


def test_a_past_day_gives_the_keeper_of_that_day(empty):
    door, area = empty[0]
    old, new = person("旧人"), person("新人")
    duty = appointed(old, "micro_grid_keeper", area, now=NOW - 9 * DAY)
    order(commands.HandOverDuty(duty=duty, successor=new_id(), person=new, at=NOW), now=NOW)
    names = [queries.chain(HOUSE, door, at, now=NOW)[0].answers[0].name for at in (NOW - DAY, NOW)]
    assert names == ["旧人", "新人"]
    assert queries.chain(HOUSE, door, NOW - 12 * DAY, now=NOW)[0].kind == "nobody"


def test_a_keeper_of_two_micro_grids_or_too_many_households_is_named_once(empty):
    areas = sorted({area for _, area in empty})
    who = person("忙人")
    for area in areas[:2]:
        appointed(who, "micro_grid_keeper", area, now=NOW)
    found = queries.coverage(HOUSE, TOWN, NOW, now=NOW)
    assert [(load.person, load.households, load.places) for load in found.loads] == [
        (who, 120, tuple(map(str, areas[:2])))
    ]


def test_a_clerk_of_another_town_is_not_told(doors):
    with pytest.raises(Missing):
        queries.coverage(clerk(OTHER_TOWN, ("people.see", "places.see")), TOWN, NOW, now=NOW)


def test_residents_read_names_posts_and_work_phones_only(empty):
    _, area = empty[0]
    appointed(person("联络员", work_phone="0511-86881234", phone="13900000148"), "micro_grid_keeper", area, now=NOW)
    (link,) = queries.public_chain(clerk(rights=()), area, NOW)
    assert (link.name, link.work_phone, link.acting) == ("联络员", "0511-86881234", False)
    assert "13900000148" not in repr(link)
