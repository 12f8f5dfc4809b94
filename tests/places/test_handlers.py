"""Imports through the gate on a real database: whole or not at all, dated, and found again."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
import shapely

from liren.config.demo import town
from liren.kernel import AreaCode, Missing, Refusal
from liren.kernel.actor import Actor, Grant, the_house
from liren.kernel.ids import new_id
from liren.kernel.rows import BadRows
from liren.places import atlas, commands, events, queries, rules
from liren.places.geometry import from_wgs84
from liren.trust import epochs, gate, journal, sql

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
HOUSE = the_house("import")
COUNTY = AreaCode("321181")
TOWN = AreaCode("321181108")


@pytest.fixture(scope="module")
def made():
    return town.generate()


@pytest.fixture(scope="module")
def files(made, tmp_path_factory):
    return town.write(made, tmp_path_factory.mktemp("town"))


def do(command, *, now=MONDAY, actor=HOUSE, key=None):
    return gate.execute(command, actor=actor, now=now, key=key or new_id())


def clerk(area, *rights):
    grants = tuple(Grant(right=right, area=AreaCode(area)) for right in rights)
    return Actor(kind="staff", account=new_id(), grants=grants)


def areas_of(outlines):
    rows = tuple(
        commands.AreaRow(row=n, code=a.code, name=a.name, shape=shapely.to_wkb(a.shape))
        for n, a in enumerate(outlines, start=1)
    )
    return commands.ImportAreas(area=rules.covering(r.code for r in rows), rows=rows, datum="wgs84")


def building(**more):
    row = {"row": 2, "code": "X1", "name": "", "address": "界牌镇试路1号", "lon": 119.8, "lat": 32.1, "households": 3}
    return commands.ImportBuildings(area=COUNTY, rows=(commands.BuildingRow(**{**row, **more}),), datum="wgs84")


def count(table):
    return sql.value(f"select count(*) from {table}")


@pytest.fixture(scope="module", autouse=True)
def loaded(db, files):
    """The demonstration town through the three real importers."""
    answers = [
        do(rules.order_divisions(files.divisions.read_bytes(), files.divisions.name)),
        do(rules.order_areas(files.areas.read_bytes())),
        do(rules.order_buildings(files.buildings.read_bytes(), files.buildings.name, COUNTY)),
    ]
    return answers


def test_the_town_is_imported_whole_and_the_answer_counts_it(loaded, made):
    assert loaded[0] == {"added": 15, "changed": 0, "same": 0}
    assert loaded[1] == {"added": 240, "changed": 13, "same": 0}
    assert loaded[2] == {"added": len(made.buildings), "changed": 0, "same": 0, "outside": 0}


def test_every_building_lies_in_the_micro_grid_the_generator_put_it(made):
    rows = sql.rows("select code, area from places_building")
    assert {r["code"]: r["area"] for r in rows} == {b.id: b.micro_grid for b in made.buildings}


def test_households_are_summed_up_the_tree(made):
    total = sum(b.households for b in made.buildings)
    assert queries.area_card(HOUSE, TOWN).households == total
    assert queries.area_card(HOUSE, COUNTY).households == total
    assert sum(card.households for card in queries.children(HOUSE, TOWN)) == total


def test_importing_the_same_files_again_changes_nothing(files, made):
    versions = count("places_area_version")
    assert do(rules.order_areas(files.areas.read_bytes()), now=TUESDAY)["same"] == 253
    again = do(rules.order_buildings(files.buildings.read_bytes(), "b.csv", COUNTY), now=TUESDAY)
    assert again == {"added": 0, "changed": 0, "same": len(made.buildings), "outside": 0}
    assert count("places_area_version") == versions


def test_a_point_is_located_with_the_version_of_today(made):
    area = made.at(17)[7]
    point = area.shape.representative_point()
    found = queries.locate(point.x, point.y)
    assert found.scope == area.code
    assert sql.value("select area from places_area_version where id = %s", (found.area_version,)) == area.code
    assert queries.version_of(area.code) == found.area_version


def test_outside_every_grid_outside_the_county_and_swapped_are_three_different_things():
    assert queries.locate(119.6, 31.9) is None
    assert not queries.outside_county(119.6, 31.9)
    assert queries.point_trouble(119.6, 31.9) is None
    assert queries.outside_county(118.8, 32.0)
    assert "丹阳市" in queries.point_trouble(118.8, 32.0).sentence
    assert queries.point_trouble(32.1, 119.8).code == "place_swapped"
    assert queries.point_trouble(500, 119.8).code == "place_degrees"
    assert queries.county() == COUNTY


def test_names_are_read_as_a_neighbour_says_them():
    assert queries.name_path("32118110800600101") == "界牌镇界中社区第一网格一号微网格"
    assert queries.name_path("321181108006003") == "界牌镇界中社区第三网格"
    assert queries.name_path("321181") == "丹阳市"
    assert queries.name_path("") == ""
    assert queries.name_of("321181108006") == "界中社区"
    assert queries.names(HOUSE, ["321181108", "321181108006003", ""]) == {
        "321181108": "界牌镇",
        "321181108006003": "界中社区第三网格",
    }
    assert queries.communities()[5] == ("321181108006", "界中社区")


def test_locating_and_naming_need_no_statement_once_the_map_is_in_memory():
    known = {"places.map": epochs.current("places.map")}
    queries.locate(119.8, 32.1, known)
    with sql.counted() as seen:
        queries.locate(119.8, 32.1, known)
        queries.point_trouble(119.8, 32.1, known)
    assert seen == []


def test_a_worker_with_an_old_map_reloads_before_it_locates(made):
    area = made.at(17)[0]
    point = area.shape.representative_point()
    queries.locate(point.x, point.y)
    before = atlas._shelf.atlas
    known = {"places.map": epochs.current("places.map") + 1}
    with sql.counted() as seen:
        assert queries.locate(point.x, point.y, {"places.map": before.epoch}) is not None
        assert seen == []
    sql.run("update trust_epoch set value = value + 1 where name = 'places.map'")
    assert queries.locate(point.x, point.y, known) is not None
    assert atlas._shelf.atlas.epoch == known["places.map"]


def test_a_file_with_one_wrong_row_writes_nothing(made):
    before = count("places_building")
    good = commands.BuildingRow(row=2, code="G1", name="", address="好路1号", lon=119.8, lat=32.1, households=3)
    bad = commands.BuildingRow(row=3, code="G2", name="", address="远路1号", lon=118.0, lat=32.1, households=3)
    with pytest.raises(BadRows) as caught:
        do(commands.ImportBuildings(area=COUNTY, rows=(good, bad), datum="wgs84"))
    assert caught.value.errors[0].row == 3
    assert "不在本县" in caught.value.sentence
    assert count("places_building") == before


def test_overlapping_a_known_sibling_is_refused_and_the_map_stays(made):
    first, second = made.at(17)[:2]
    grown = town.Area(first.code, first.name, first.shape.union(second.shape))
    before = epochs.current("places.map")
    with pytest.raises(BadRows, match="重叠"):
        do(areas_of([grown]))
    assert epochs.current("places.map") == before


def gcj02_of(area):
    return town.Area(area.code, area.name, shapely.transform(area.shape, lambda points: from_wgs84(points, "gcj02")))


def test_an_undeclared_gcj02_file_is_stopped_and_asked_about(made):
    order = areas_of([gcj02_of(area) for area in made.at(17)])
    with pytest.raises(BadRows, match="GCJ-02"):
        do(commands.ImportAreas(area=order.area, rows=order.rows))
    rows = made.buildings[:50]
    shifted = from_wgs84(np.array([(b.lon, b.lat) for b in rows]), "gcj02").tolist()
    moved = tuple(
        commands.BuildingRow(
            row=n, code=b.id, name=b.name, address=b.address, lon=lon, lat=lat, households=b.households
        )
        for n, (b, (lon, lat)) in enumerate(zip(rows, shifted, strict=True), start=2)
    )
    with pytest.raises(BadRows, match="GCJ-02"):
        do(commands.ImportBuildings(area=COUNTY, rows=moved))


def test_a_declared_gcj02_file_lands_where_its_wgs84_twin_does(made, tmp_path):
    shifted = town.Town(made.divisions, tuple(gcj02_of(area) for area in made.areas), (), ())
    content = town.write(shifted, tmp_path).areas.read_bytes()
    order = rules.order_areas(content, "gcj02")
    for row, area in zip(order.rows, made.areas, strict=True):
        assert shapely.hausdorff_distance(shapely.from_wkb(row.shape), area.shape) < 1e-8


def test_a_building_outside_every_grid_is_kept_and_listed_as_such():
    assert do(building(code="OUT", lon=119.6, lat=31.9))["outside"] == 1
    assert [b.code for b in queries.buildings_outside(HOUSE)] == ["OUT"]
    assert queries.buildings_outside(clerk(TOWN, "places.see")) == []


def test_a_resident_finds_an_address_by_its_words(made):
    wanted = made.buildings[0]
    found = queries.search_places(Actor(kind="anonymous"), wanted.address)
    assert found[0].address == wanted.address
    assert found[0].path == queries.name_path(wanted.micro_grid)
    assert queries.building(Actor(kind="anonymous"), found[0].building).code == wanted.id
    assert queries.search_places(Actor(kind="anonymous"), "界") == []
    assert queries.search_places(Actor(kind="anonymous"), "%%") == []
    street, rest = wanted.address[:6], wanted.address[6:]
    assert queries.search_places(Actor(kind="anonymous"), f"{rest} {street}")[0].address == wanted.address


def test_a_renamed_area_keeps_its_old_name_for_the_days_before():
    code = AreaCode("321181108001001")
    do(commands.RenameArea(area=code, name="东头网格"), now=TUESDAY)
    rows = sql.rows("select name, during from places_area_version where area = %s order by during", (code,))
    assert [r["name"] for r in rows][-1] == "东头网格"
    assert rows[0]["name"] == "第一网格"
    assert rows[0]["during"].upper == rows[1]["during"].lower
    assert queries.name_of(code) == "东头网格"


def test_a_redrawn_border_moves_the_buildings_and_keeps_the_old_version(made):
    later = TUESDAY + timedelta(days=3)
    first = made.at(17)[10]
    second = next(
        a for a in made.at(17) if a.code != first.code and a.code[:15] == first.code[:15]
        and a.shape.intersection(first.shape).length > 0 and first.shape.union(a.shape).geom_type == "Polygon"
    )  # fmt: skip
    half = shapely.box(*first.shape.bounds)
    middle = first.shape.centroid
    half = shapely.box(half.bounds[0], half.bounds[1], middle.x, half.bounds[3])
    given = first.shape.intersection(half)
    kept = first.shape.difference(half)
    changed = [town.Area(first.code, first.name, kept), town.Area(second.code, second.name, second.shape.union(given))]
    before = sql.value("select count(*) from places_building where area = %s", (first.code,))
    assert do(areas_of(changed), now=later)["changed"] == 2
    after = sql.value("select count(*) from places_building where area = %s", (first.code,))
    assert 0 < after < before
    assert sql.value("select count(*) from places_area_version where area = %s", (first.code,)) == 2
    spot = given.representative_point()
    assert queries.locate(spot.x, spot.y).scope == second.code
    households = sql.value("select sum(households) from places_building where area = %s", (second.code,))
    assert queries.area_card(HOUSE, second.code).households == households


def test_only_an_empty_area_is_closed_and_its_code_never_comes_back():
    with pytest.raises(Refusal, match="下级区域"):
        do(commands.CloseArea(area=AreaCode("321181108001001")))
    with pytest.raises(Refusal, match="栋楼"):
        do(commands.CloseArea(area=AreaCode("32118110800100101")))
    code = AreaCode("321181108901")
    row = commands.DivisionRow(row=2, code=code, name="临时社区")
    do(commands.ImportDivisions(area=TOWN, rows=(row,)))
    do(commands.CloseArea(area=code))
    assert queries.area_card(HOUSE, code) is None
    with pytest.raises(BadRows, match="停用"):
        do(commands.ImportDivisions(area=TOWN, rows=(row,)))
    with pytest.raises(Refusal, match="已经停用"):
        do(commands.RenameArea(area=code, name="又来"))


def test_rights_are_asked_over_the_area_and_never_widen():
    row = commands.DivisionRow(row=2, code=AreaCode("321181108902"), name="九零二")
    order = commands.ImportDivisions(area=TOWN, rows=(row,))
    with pytest.raises(Missing):
        do(order, actor=clerk("321181108001", "places.import"))
    with pytest.raises(Missing):
        do(order, actor=clerk(TOWN, "places.nothing"))
    assert do(order, actor=clerk(TOWN, "places.import"))["added"] == 1
    foreign = commands.DivisionRow(row=2, code=AreaCode("321182"), name="别县")
    with pytest.raises(BadRows, match="不在本次导入的区域"):
        do(commands.ImportDivisions(area=TOWN, rows=(foreign,)), actor=clerk(TOWN, "places.import"))


def test_the_office_sees_only_its_own_branch_of_the_tree():
    mine = queries.tree(clerk("321181108001", "places.see"))
    assert {card.code[:12] for card in mine} == {"321181108001"}
    assert mine[0].level == "村（社区）"
    assert mine[1].long_name.startswith("界东社区")
    assert [card.code for card in queries.tree(HOUSE, "32118110800600101")] == ["32118110800600101"]
    assert queries.tree(clerk("321181108001", "cases.see")) == []
    assert queries.area_card(clerk("321181108001", "places.see"), "321181108002") is None
    assert queries.buildings_of(clerk("321181108002", "places.see"), "321181108001") == []
    assert queries.buildings_of(clerk(TOWN, "places.see"), "321181108001")


def test_an_import_is_one_journal_entry_with_numbers_only():
    since = datetime.now(UTC) - timedelta(hours=1)
    entries = journal.timeline(HOUSE, events.area_id(COUNTY), since)
    names = [entry.name for entry in entries]
    assert "AreasImported" in names
    assert "BuildingsImported" in names


def test_the_database_itself_refuses_two_versions_of_an_area_on_one_day(db):
    import psycopg

    with psycopg.connect(db.owner()) as link, pytest.raises(psycopg.errors.ExclusionViolation):
        link.execute(
            "insert into places_area_version (area, name, during, households) values (%s, 'x', daterange(%s, %s), 0)",
            (TOWN, MONDAY.date(), TUESDAY.date()),
        )
