"""when_micro_grids_are_adopted_move_open_cases, when_case_is_rescoped_hand_to_keeper: the day's map of a case."""

from liren.kernel import AreaCode
from liren.kernel.actor import Actor, Grant
from liren.kernel.ids import new_id
from liren.people.commands import AdoptDivision
from liren.places import commands as maps
from liren.trust import sql
from tests.scene import TOWN

GRID = AreaCode("321181108001001")
RIGHTS = ("places.see", "places.divide", "places.adopt", "people.see", "trust.grant")
ADMIN = Actor(kind="staff", account=new_id(), grants=tuple(Grant(right=r, area=TOWN) for r in RIGHTS))


def houses(part):
    """(id, lon, lat) of the buildings of a micro-grid of the grid, by number."""
    code = sorted(sql.values("select code from places_area where parent = %s and closed_on is null", (GRID,)))[part]
    rows = sql.rows("select id, lon, lat from places_building where area = %s order by code", (code,))
    return code, [(r["id"], r["lon"], r["lat"]) for r in rows]


def test_an_open_case_goes_to_the_new_micro_grid_and_a_closed_one_keeps_the_one_of_its_day(town):
    first, here = houses(0)
    second, _there = houses(1)
    (moved, lon, lat), (_stays, *elsewhere) = here[0], here[-1]
    fresh = town.report(lon=lon, lat=lat)
    going = town.in_progress(lon=lon, lat=lat)
    closed = town.closed(lon=lon, lat=lat)
    other = town.report(lon=elsewhere[0], lat=elsewhere[1])
    town.settle()
    assert {town.state(case).scope for case in (fresh, going, closed, other)} == {first}
    version = town.state(closed).area_version
    plan = new_id()
    town.order(maps.StartPlan(plan=plan, area=GRID), ADMIN)
    town.order(maps.MoveBuildings(plan=plan, buildings=(moved,), part=2), ADMIN)
    town.order(AdoptDivision(area=GRID, plans=(plan,), on=town.now.date()), ADMIN)
    town.settle()
    assert (town.state(closed).scope, town.state(closed).area, town.state(closed).area_version) == (
        first,
        first,
        version,
    )
    assert town.state(other).scope == first
    assert (town.state(fresh).scope, town.state(fresh).area) == (second, second)
    assert town.state(fresh).keeper == town.keeper(second)
    assert (town.state(going).scope, town.state(going).state) == (second, "in_progress")
    assert [e.event.scope for e in town.entries(going) if type(e.event).__name__ == "CaseRescoped"] == [second]


def test_a_building_that_comes_next_week_changes_one_grid_only(town):
    """The rest of the town is cut the same again: the cells and the search of a grid know nothing of the others."""
    from liren.places import cutting

    def cut():
        order = maps.AskCut(cut=new_id(), area=TOWN, households=60, seed=7)
        town.order(order, ADMIN)
        while cutting.step(town.now):
            pass
        rows = sql.rows(
            """select p.area, b.code, s.part from places_plan p join places_plan_seat s on s.plan_id = p.id
               join places_building b on b.id = s.building where p.cut_id = %s and p.aim = 'even' order by p.area, b.code""",
            (order.cut,),
        )
        found = {}
        for row in rows:
            found.setdefault(row["area"], []).append((row["code"], row["part"]))
        return found

    before = cut()
    _code, here = houses(0)
    row = maps.BuildingRow(
        row=2,
        code="NEXT-WEEK",
        name="",
        address="界牌镇新路1号",
        lon=here[0][1] + 2e-5,
        lat=here[0][2] + 2e-5,
        households=12,
    )
    importer = Actor(kind="staff", account=new_id(), grants=(Grant(right="places.import", area=TOWN),))
    town.order(maps.ImportBuildings(area=TOWN, rows=(row,), datum="wgs84"), importer)
    after = cut()
    assert [area for area in before if before[area] != after[area]] == [str(GRID)]
    assert len(before) > 5
