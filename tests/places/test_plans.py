"""A grid is divided anew: cut, drafted, moved by hand, taken back, adopted; history stays and codes are never reused."""

from collections import Counter
from datetime import timedelta

import pytest
import shapely

from liren.config.demo import town
from liren.kernel import AreaCode, Refusal
from liren.kernel.ids import new_id
from liren.kernel.rows import BadRows, FileSource
from liren.places import commands, cutting, layout, queries, rules
from liren.trust import sql
from tests.places.test_handlers import COUNTY, MONDAY, TUESDAY, building, clerk, do

GRID = AreaCode("321181108006003")
OTHER = AreaCode("321181108006002")
DIVIDER = clerk("321181108", "places.divide", "places.adopt", "places.see")


@pytest.fixture(scope="module", autouse=True)
def made(db, tmp_path_factory):
    made = town.generate()
    files = town.write(made, tmp_path_factory.mktemp("town"))
    do(rules.order_divisions(files.divisions.read_bytes(), files.divisions.name))
    do(rules.order_areas(files.areas.read_bytes()))
    do(rules.order_buildings(files.buildings.read_bytes(), files.buildings.name, COUNTY))
    return made


def cut(area=GRID, *, households=75, parts=None, now=MONDAY):
    order = commands.AskCut(cut=new_id(), area=area, households=households, parts=parts)
    do(order, actor=DIVIDER, now=now)
    while cutting.step(now):
        pass
    return order.cut


def plans_of(cut, area=GRID):
    return {
        r["aim"]: r["id"]
        for r in sql.rows("select id, aim from places_plan where cut_id = %s and area = %s", (cut, area))
    }


def seats(plan):
    return {
        r["building"]: r["part"]
        for r in sql.rows("select building, part from places_plan_seat where plan_id = %s", (plan,))
    }


def areas_now(grid=GRID):
    return {
        r["id"]: r["area"]
        for r in sql.rows("select id, area from places_building where starts_with(area, %s)", (grid,))
    }


def start(grid=GRID, now=MONDAY):
    plan = new_id()
    do(commands.StartPlan(plan=plan, area=grid), actor=DIVIDER, now=now)
    return plan


def test_a_grid_is_cut_into_connected_plans_that_differ_and_the_map_stays_as_it_is():
    before = areas_now()
    plans = plans_of(cut())
    assert len(plans) >= 2
    for plan in plans.values():
        found = layout.of(GRID)
        labels = [seats(plan)[one.id] for one in found.dwellings]
        measured = rules.dividing.measure(found.ground, labels, found.households)
        assert measured.broken == 0
    assert areas_now() == before
    again = plans_of(cut())
    assert {aim: sorted(seats(p).items()) for aim, p in again.items()} == {
        aim: sorted(seats(p).items()) for aim, p in plans.items()
    }


def test_a_whole_community_is_cut_grid_by_grid_and_can_be_stopped():
    community = AreaCode("321181108006")
    order = commands.AskCut(cut=new_id(), area=community, households=75)
    answer = do(order, actor=DIVIDER)
    assert answer["grids"] > 1
    assert cutting.step(MONDAY)
    do(commands.StopCut(cut=order.cut), actor=DIVIDER)
    assert not cutting.step(MONDAY)
    states = Counter(sql.values("select state from places_cut_grid where cut_id = %s", (order.cut,)))
    assert states == {"done": 1, "waiting": answer["grids"] - 1}
    with pytest.raises(Refusal, match="不用再停"):
        do(commands.StopCut(cut=order.cut), actor=DIVIDER)


def test_a_building_moved_in_a_draft_comes_back_with_one_step():
    plan = start()
    before = seats(plan)
    moved = next(b for b, part in before.items() if part == 1)
    do(commands.MoveBuildings(plan=plan, buildings=(moved,), part=2), actor=DIVIDER)
    assert seats(plan) == before | {moved: 2}
    do(commands.TakeBackMove(plan=plan), actor=DIVIDER)
    assert seats(plan) == before
    with pytest.raises(Refusal, match="没有可以退回"):
        do(commands.TakeBackMove(plan=plan), actor=DIVIDER)
    with pytest.raises(Refusal, match="没有这一片"):
        do(commands.MoveBuildings(plan=plan, buildings=(moved,), part=77), actor=DIVIDER)
    with pytest.raises(Refusal, match="不在这个网格"):
        do(commands.MoveBuildings(plan=plan, buildings=(new_id(),), part=2), actor=DIVIDER)


def test_an_adopted_plan_fills_the_grid_and_every_building_is_in_its_part():
    cards = {a.code: a for a in queries.children(clerk("321181", "places.see"), GRID)}
    plan = plans_of(cut(parts=len(cards) + 1))["even"]
    wanted, before = seats(plan), areas_now()
    answer = do(commands.AdoptPlans(area=GRID, plans=(plan,), on=TUESDAY.date()), actor=DIVIDER, now=TUESDAY)
    codes = {int(part): code for part, code in answer["parts"][str(plan)]["codes"].items()}
    assert areas_now() == {building: codes[part] for building, part in wanted.items()}
    assert set(answer["parts"][str(plan)]["new"]).isdisjoint(cards)
    shapes = [
        shapely.from_wkb(bytes(s))
        for s in sql.values("select shape from places_area_version v join places_area a on a.code = v.area "
                            "where a.parent = %s and a.closed_on is null and upper_inf(during)", (GRID,))
    ]  # fmt: skip
    grid = shapely.from_wkb(
        bytes(sql.value("select shape from places_area_version where area = %s and upper_inf(during)", (GRID,)))
    )
    assert shapely.union_all(shapes).symmetric_difference(grid).area < 1e-5 * grid.area
    assert sum(s.area for s in shapes) == pytest.approx(grid.area, rel=1e-5)
    # Every household of days gone by is still found where it was.
    rows = sql.rows(
        "select building, area from places_stay where during @> %s and building = any(%s)",
        (MONDAY.date(), list(before)),
    )
    assert {r["building"]: r["area"] for r in rows} == before
    rows = sql.rows(
        "select building, area from places_stay where during @> %s and building = any(%s)",
        (TUESDAY.date(), list(before)),
    )
    assert {r["building"]: r["area"] for r in rows} == areas_now()


def test_a_part_keeps_the_code_of_which_it_holds_half_and_a_spent_code_never_comes_back():
    day = TUESDAY + timedelta(days=1)
    plan = start(OTHER, day)
    before = areas_now(OTHER)
    codes = sorted(set(before.values()))
    cards = queries.children(clerk("321181", "places.see"), OTHER)
    least, most = (pick(cards, key=lambda a: a.households).code for pick in (min, max))
    gone = [b for b, code in before.items() if code == least]
    do(commands.MoveBuildings(plan=plan, buildings=tuple(gone), part=codes.index(most) + 1), actor=DIVIDER, now=day)
    answer = do(commands.AdoptPlans(area=OTHER, plans=(plan,), on=day.date()), actor=DIVIDER, now=day)
    assert answer["parts"][str(plan)]["gone"] == [least]
    assert answer["parts"][str(plan)]["new"] == []
    assert sql.value("select closed_on from places_area where code = %s", (least,)) == day.date()
    later = day + timedelta(days=1)
    plan = start(OTHER, later)
    do(commands.MoveBuildings(plan=plan, buildings=tuple(gone), part=len(codes)), actor=DIVIDER, now=later)
    answer = do(commands.AdoptPlans(area=OTHER, plans=(plan,), on=later.date()), actor=DIVIDER, now=later)
    assert answer["parts"][str(plan)]["new"] == [f"{OTHER}{len(codes) + 1:02d}"]


def test_a_plan_for_a_later_day_waits_and_a_second_one_may_not_wait_beside_it():
    day = TUESDAY + timedelta(days=10)
    plan, before = start(GRID, TUESDAY), areas_now()
    moved = next(b for b, part in seats(plan).items() if part == 1)
    do(commands.MoveBuildings(plan=plan, buildings=(moved,), part=2), actor=DIVIDER, now=TUESDAY)
    do(commands.AdoptPlans(area=GRID, plans=(plan,), on=day.date()), actor=DIVIDER, now=TUESDAY)
    assert areas_now() == before
    with pytest.raises(Refusal, match="已经定下"):
        do(commands.MoveBuildings(plan=plan, buildings=(moved,), part=1), actor=DIVIDER, now=TUESDAY)
    second = start(GRID, TUESDAY)
    with pytest.raises(Refusal, match="等着启用"):
        do(commands.AdoptPlans(area=GRID, plans=(second,), on=day.date()), actor=DIVIDER, now=TUESDAY)
    early = do(commands.EnactPlans(area=GRID, plans=(plan,)), actor=DIVIDER, now=TUESDAY)
    assert early["parts"] == {}
    assert areas_now() == before
    do(commands.EnactPlans(area=GRID, plans=(plan,)), actor=DIVIDER, now=day)
    assert areas_now() != before
    with pytest.raises(Refusal, match="已经过去"):
        do(commands.AdoptPlans(area=GRID, plans=(start(GRID, day),), on=TUESDAY.date()), actor=DIVIDER, now=day)


def test_a_building_that_came_after_the_draft_goes_where_its_neighbour_goes_and_one_grid_only_changes():
    day = TUESDAY + timedelta(days=20)
    plan = start(GRID, day)
    elsewhere = {
        r["id"]: r["area"]
        for r in sql.rows("select id, area from places_building where not starts_with(area, %s)", (GRID,))
    }
    near = sql.one(
        "select lon, lat, area from places_building where starts_with(area, %s) order by code limit 1", (GRID,)
    )
    do(building(code="LATE", lon=near["lon"] + 1e-6, lat=near["lat"]), now=day)
    do(commands.AdoptPlans(area=GRID, plans=(plan,), on=day.date()), actor=DIVIDER, now=day)
    assert sql.value("select area from places_building where code = 'LATE'") == near["area"]
    assert elsewhere == {
        r["id"]: r["area"]
        for r in sql.rows("select id, area from places_building where not starts_with(area, %s)", (GRID,))
    }


def drawn(shapes, grid=GRID):
    rows = tuple(
        commands.DrawnRow(row=n, name=f"新{n}片", shape=shapely.to_wkb(s)) for n, s in enumerate(shapes, start=1)
    )
    source = FileSource(id=new_id(), name="划分.geojson", digest=b"1" * 32)
    return commands.DrawPlan(area=grid, rows=rows, datum="wgs84", source=source)


def halves(grid=GRID):
    shape = shapely.from_wkb(
        bytes(sql.value("select shape from places_area_version where area = %s and upper_inf(during)", (grid,)))
    )
    west, south, east, north = shape.bounds
    middle = shape.centroid.x
    return shape.intersection(shapely.box(west, south, middle, north)), shape.intersection(
        shapely.box(middle, south, east, north)
    )


def test_a_drawn_plan_with_a_gap_an_overlap_or_ground_outside_is_refused_with_the_place():
    left, right = halves()
    for shapes, said in (
        ((left,), "没有铺满网格"),
        (
            (left, right.union(shapely.box(left.centroid.x, *left.bounds[1:2], *right.bounds[2:]).intersection(left))),
            "重叠",
        ),
        (
            (
                left,
                right.union(shapely.box(right.bounds[2], right.bounds[1], right.bounds[2] + 0.002, right.bounds[3])),
            ),
            "网格外面",
        ),
    ):
        with pytest.raises(BadRows) as no:
            do(drawn(shapes), actor=DIVIDER)
        assert said in " ".join(error.sentence for error in no.value.errors)


def test_a_drawn_plan_is_a_draft_with_its_own_names_and_is_taken_back_whole():
    order = drawn(halves())
    do(order, actor=DIVIDER, now=TUESDAY)
    assert set(seats(order.source.id).values()) == {1, 2}
    do(commands.UndoPlanImport(record=order.source.id), actor=DIVIDER, now=TUESDAY)
    assert sql.value("select state from places_plan where id = %s", (order.source.id,)) == "dropped"
    again = drawn(halves(OTHER), OTHER)
    day = TUESDAY + timedelta(days=30)
    do(again, actor=DIVIDER, now=day)
    answer = do(commands.AdoptPlans(area=OTHER, plans=(again.source.id,), on=day.date()), actor=DIVIDER, now=day)
    assert len(answer["parts"][str(again.source.id)]["codes"]) == 2
    names = {a.name for a in queries.children(clerk("321181", "places.see"), OTHER)}
    assert names == {"新1片", "新2片"}
    with pytest.raises(Refusal, match="已经启用"):
        do(commands.UndoPlanImport(record=again.source.id), actor=DIVIDER, now=day)


def test_somebody_without_the_right_may_neither_cut_nor_adopt():
    from liren.kernel import Denied

    reader = clerk("321181108", "places.see")
    with pytest.raises(Denied):
        do(commands.AskCut(cut=new_id(), area=GRID, households=75), actor=reader)
    with pytest.raises(Denied):
        do(
            commands.AdoptPlans(area=GRID, plans=(start(),), on=MONDAY.date()),
            actor=clerk("321181108", "places.divide", "places.see"),
        )
