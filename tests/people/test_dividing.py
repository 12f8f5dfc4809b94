"""A grid is divided anew and every door has a keeper at every moment, today and on the day that was set."""

from datetime import timedelta

import pytest

from liren.kernel import AreaCode
from liren.kernel.actor import Actor, Grant
from liren.kernel.ids import new_id
from liren.people.commands import AdoptDivision, AppointDuty
from liren.people.covering import coverage
from liren.places import commands as maps
from liren.places.handlers import adopting
from liren.places.handlers import today as here
from liren.trust import deliveries, gate, sql
from tests.scene import TOWN

GRID = AreaCode("321181108001001")
RIGHTS = ("places.see", "places.divide", "places.adopt", "people.see", "people.appoint", "trust.grant")
ADMIN = Actor(kind="staff", account=new_id(), grants=tuple(Grant(right=r, area=TOWN) for r in RIGHTS))


@pytest.fixture(scope="module", autouse=True)
def staffed(town):
    """A keeper for every micro-grid of the grid, taken from the keepers the town has."""
    persons = sql.values("select id from people_person where account is not null order by id limit 20")
    codes = sql.values("select code from places_area where parent = %s order by code", (GRID,))
    for code, person in zip(codes, persons, strict=False):
        if sql.value(
            "select 1 from people_duty where area = %s and post = 'micro_grid_keeper' and during @> %s",
            (code, town.now),
        ):
            continue
        duty = AppointDuty(
            duty=new_id(),
            person=person,
            post="micro_grid_keeper",
            area=AreaCode(code),
            starts=town.now - timedelta(days=9),
        )
        do(town, duty)
    return town


def do(town, command, now=None):
    return gate.execute(command, actor=ADMIN, now=now or town.now, key=new_id())


def keepers(at, grid=GRID):
    rows = sql.rows(
        "select area, person from people_duty where starts_with(area, %s) and length(area) = 17 and post = 'micro_grid_keeper' "
        "and during @> %s", (grid, at),
    )  # fmt: skip
    return {row["area"]: row["person"] for row in rows}


def started(town, now=None):
    plan = new_id()
    do(town, maps.StartPlan(plan=plan, area=GRID), now)
    return plan


def parts(plan):
    rows = sql.rows("select building, part from places_plan_seat where plan_id = %s order by building", (plan,))
    found = {}
    for row in rows:
        found.setdefault(row["part"], []).append(row["building"])
    return found


def codes_now():
    return set(sql.values("select code from places_area where parent = %s and closed_on is null", (GRID,)))


def test_a_new_micro_grid_has_the_keeper_its_people_had_from_the_same_moment(town):
    plan = started(town)
    seats = parts(plan)
    most = max(seats, key=lambda part: len(seats[part]))
    do(town, maps.MoveBuildings(plan=plan, buildings=tuple(seats[most][:3]), part=len(seats) + 1))
    before = keepers(town.now)
    answer = do(town, AdoptDivision(area=GRID, plans=(plan,), on=town.now.date()))
    assert answer["grids"] == 1
    assert answer["unkept"] == []
    after = keepers(town.now)
    assert set(after) == codes_now() == set(before) | set(after)
    (new,) = set(after) - set(before)
    old = sorted(codes_now() - {new})[most - 1]
    assert after[new] == before[old]
    assert coverage(ADMIN, GRID, town.now, now=town.now).without == 0


def test_a_micro_grid_that_vanishes_releases_its_keeper_at_that_moment(town):
    now = town.now + timedelta(days=1)
    plan = started(town, now)
    seats = parts(plan)
    least = min(
        seats,
        key=lambda part: sum(sql.values("select households from places_building where id = any(%s)", (seats[part],))),
    )
    before, codes = keepers(now), sorted(codes_now())
    do(
        town,
        maps.MoveBuildings(plan=plan, buildings=tuple(seats[least]), part=next(p for p in seats if p != least)),
        now,
    )
    do(town, AdoptDivision(area=GRID, plans=(plan,), on=now.date()), now)
    assert codes[least - 1] in before
    assert codes[least - 1] not in keepers(now)
    assert codes[least - 1] in keepers(now - timedelta(seconds=1))
    assert set(keepers(now)) == codes_now()


def test_on_a_later_day_the_map_and_its_keepers_change_together_at_midnight(town):
    now = town.now + timedelta(days=2)
    plan = started(town, now)
    seats = parts(plan)
    do(town, maps.MoveBuildings(plan=plan, buildings=tuple(seats[1][:2]), part=max(seats) + 1), now)
    chosen = sql.value("select id from people_person where account is not null order by id desc limit 1")
    keeper = maps.PartKeeper(plan=plan, part=max(seats) + 1, person=chosen)
    before = codes_now()
    day = now.date() + timedelta(days=3)
    do(town, AdoptDivision(area=GRID, plans=(plan,), on=day, keepers=(keeper,)), now)
    assert codes_now() == before
    fire_at = sql.value("select fire_at from trust_timer where kind = 'division_day'")
    assert fire_at.isoformat() == f"{day - timedelta(days=1)}T16:00:00+00:00"
    deliveries.ring(lambda: fire_at + timedelta(seconds=1))
    (new,) = codes_now() - before
    assert keepers(fire_at + timedelta(seconds=2))[new] == chosen
    assert sql.values("select trouble from trust_timer where tries > 0") == []


def test_a_plan_dropped_before_its_day_changes_nothing(town):
    now = town.now + timedelta(days=10)
    plan = started(town, now)
    seats = parts(plan)
    do(town, maps.MoveBuildings(plan=plan, buildings=tuple(seats[1][:2]), part=max(seats) + 1), now)
    do(town, AdoptDivision(area=GRID, plans=(plan,), on=now.date() + timedelta(days=3)), now)
    before = codes_now()
    do(town, maps.DropPlan(plan=plan), now)
    deliveries.ring(lambda: now + timedelta(days=4))
    assert codes_now() == before
    assert sql.values("select trouble from trust_timer where tries > 0") == []


def test_many_grids_from_today_are_left_to_the_worker_and_change_the_next_moment(town, monkeypatch):
    monkeypatch.setattr(adopting, "AT_ONCE", 0)
    now = town.now + timedelta(days=20)
    plan = started(town, now)
    seats = parts(plan)
    do(town, maps.MoveBuildings(plan=plan, buildings=tuple(seats[1][:2]), part=max(seats) + 1), now)
    before = codes_now()
    done = do(town, AdoptDivision(area=AreaCode(TOWN), plans=(plan,), on=here(now)), now)
    assert (done["grids"], codes_now()) == (0, before), "the page does not wait for it"
    deliveries.ring(lambda: now + timedelta(seconds=1))
    (new,) = codes_now() - before
    assert new in keepers(now + timedelta(seconds=2)), "from that moment on the new one has a keeper"
    assert sql.values("select trouble from trust_timer where tries > 0") == []
