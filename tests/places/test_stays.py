"""A building stands in one micro-grid at a time, and who answered for a door on a day gone by is not forgotten."""

import pytest
import shapely

from liren.config.demo import town
from liren.kernel import AreaCode
from liren.kernel.ids import new_id
from liren.kernel.rows import FileSource
from liren.places import commands, rules
from liren.trust import gate, sql
from tests.places.test_handlers import COUNTY, TUESDAY, areas_of, building, clerk, do

STAYS = """select s.area, lower(s.during) as since, upper(s.during) as until
           from places_stay s join places_building b on b.id = s.building where b.code = %s order by s.during"""


@pytest.fixture(scope="module")
def made(db, tmp_path_factory):
    made = town.generate()
    files = town.write(made, tmp_path_factory.mktemp("town"))
    do(rules.order_divisions(files.divisions.read_bytes(), files.divisions.name))
    do(rules.order_areas(files.areas.read_bytes()))
    do(rules.order_buildings(files.buildings.read_bytes(), files.buildings.name, COUNTY))
    return made


def test_every_imported_building_stays_where_it_stands_since_that_day(made):
    rows = sql.rows(
        "select b.area, s.area as stay, lower(s.during) as since, upper(s.during) as until from places_building b "
        "left join places_stay s on s.building = b.id"
    )
    assert len(rows) == len(made.buildings)
    assert {(r["area"] == r["stay"], str(r["since"]), r["until"]) for r in rows} == {(True, "2026-11-23", None)}


def test_a_redrawn_border_ends_one_stay_and_begins_another_on_the_same_day(made):
    first, second = (a for a in made.at(17) if a.code in ("32118110800100101", "32118110800100102"))
    cut = shapely.box(*first.shape.bounds[:2], first.shape.centroid.x, first.shape.bounds[3])
    moved = [
        town.Area(first.code, first.name, first.shape.difference(cut)),
        town.Area(second.code, second.name, second.shape.union(first.shape.intersection(cut))),
    ]
    gone = [b.id for b in made.buildings if b.micro_grid == first.code and cut.contains(shapely.Point(b.lon, b.lat))]
    do(areas_of(moved), now=TUESDAY)
    for code in gone:
        assert [(r["area"], str(r["since"]), str(r["until"])) for r in sql.rows(STAYS, (code,))] == [
            (first.code, "2026-11-23", "2026-11-24"),
            (second.code, "2026-11-24", "None"),
        ]
    assert gone


def test_a_building_taken_back_with_its_import_never_stood_there(made):
    spot = made.at(17)[30].shape.representative_point()
    new = building(code="NEW", lon=spot.x, lat=spot.y)
    source = FileSource(id=new_id(), name="楼.csv", digest=b"0" * 32)
    do(commands.ImportBuildings(area=COUNTY, rows=new.rows, datum="wgs84", source=source), now=TUESDAY)
    assert len(sql.rows(STAYS, ("NEW",))) == 1
    actor = clerk(AreaCode("321181"), "places.import", "places.see")
    gate.execute(commands.UndoMapImport(record=source.id), actor=actor, now=TUESDAY, key=new_id())
    assert sql.rows(STAYS, ("NEW",)) == []


def test_the_database_itself_refuses_two_micro_grids_for_one_building_on_one_day(made):
    from django.db import Error, transaction

    row = sql.one("select building, area from places_stay where upper_inf(during) limit 1")
    with pytest.raises(Error, match="one_at_a_time"), transaction.atomic():
        sql.run(
            "insert into places_stay (building, area, during) values (%s, %s, daterange('2026-11-01', '2027-01-01'))",
            (row["building"], row["area"]),
        )
