"""An import on record: its dry run, and the whole of it taken back unless something was built upon it."""

from datetime import UTC, datetime, timedelta

import pytest
import shapely

from liren.config.demo import town
from liren.kernel import AreaCode, Refusal
from liren.kernel.actor import Actor, Grant, the_house
from liren.kernel.ids import new_id
from liren.kernel.rows import FileSource
from liren.places import commands, events, queries, rules
from liren.places.difference import difference
from liren.trust import gate, imports, journal, registry, sql
from tests.written import entries

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
HOUSE = the_house("import")
COUNTY, TOWN = AreaCode("321181"), AreaCode("321181108")
ADMIN = Actor(
    kind="staff", account=new_id(), grants=tuple(Grant(right=r, area=COUNTY) for r in ("places.import", "places.see"))
)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return town.write(town.generate(), tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="module", autouse=True)
def loaded(db, files):
    do(rules.order_divisions(files.divisions.read_bytes(), files.divisions.name))
    do(rules.order_areas(files.areas.read_bytes()))
    do(rules.order_buildings(files.buildings.read_bytes(), files.buildings.name, COUNTY))


def do(command, *, now=MONDAY, actor=HOUSE):
    return gate.execute(command, actor=actor, now=now, key=new_id())


def source(name="网格.geojson"):
    return FileSource(id=new_id(), name=name, digest=b"d" * 32)


def undo(record, now=MONDAY):
    return do(commands.UndoMapImport(record=record.id), now=now, actor=ADMIN)


def grid():
    """One micro-grid of the map with its outline."""
    return sql.one(
        """select area, name, shape from places_area_version
           where length(area) = 17 and upper_inf(during) order by area limit 1"""
    )


def redraw(name, *, shrink=0.9, now=TUESDAY):
    """Redraw that micro-grid smaller, on record."""
    row, made = grid(), source()
    smaller = shapely.affinity.scale(shapely.from_wkb(bytes(row["shape"])), shrink, shrink)
    line = commands.AreaRow(row=1, code=AreaCode(row["area"]), name=name, shape=shapely.to_wkb(smaller))
    order = commands.ImportAreas(area=TOWN, rows=(line,), datum="wgs84", source=made)
    return order, made, do(order, now=now, actor=ADMIN)


def test_a_dry_run_of_the_very_same_file_finds_nothing_and_writes_nothing(files):
    before = entries()
    for order in (
        rules.order_divisions(files.divisions.read_bytes(), files.divisions.name),
        rules.order_buildings(files.buildings.read_bytes(), files.buildings.name, COUNTY),
    ):
        order = type(order)(**{**vars(order), "area": COUNTY})
        found = difference(ADMIN, order)
        assert found.nothing, found
        assert found.same == len(order.rows)
    assert entries() == before


def test_a_dry_run_says_old_and_new_of_each_field_and_names_the_refused(files):
    row = sql.one("select code, address, lon, lat from places_building order by code limit 1")
    lines = (
        commands.BuildingRow(row=2, code=row["code"], name="", address=row["address"], lon=row["lon"], lat=row["lat"],
                             households=77),
        commands.BuildingRow(row=3, code="N1", name="", address="新楼", lon=row["lon"], lat=row["lat"], households=1),
        commands.BuildingRow(row=4, code="N2", name="", address="远楼", lon=100.0, lat=30.0, households=1),
    )  # fmt: skip
    found = difference(ADMIN, commands.ImportBuildings(area=COUNTY, rows=lines, datum="wgs84"))
    assert [c.key for c in found.added] == ["N1"]
    (changed,) = found.changed
    assert ("户数", "77") in [(label, new) for label, _, new in changed.fields]
    assert [(e.row, bool(e.remedy)) for e in found.refused] == [(4, True)]


def test_buildings_go_and_come_back_as_they_were():
    before = sql.rows("select * from places_building order by code")
    old, made = before[0], source("楼栋.csv")
    lines = (
        commands.BuildingRow(row=2, code=old["code"], name="新名", address=old["address"], lon=old["lon"],
                             lat=old["lat"], households=99),
        commands.BuildingRow(row=3, code="N9", name="", address="新楼", lon=old["lon"], lat=old["lat"], households=1),
    )  # fmt: skip
    order = commands.ImportBuildings(area=COUNTY, rows=lines, datum="wgs84", source=made)
    assert do(order, actor=ADMIN)["changed"] == 1
    assert undo(made) == {"removed": 1, "restored": 1}
    assert sql.rows("select * from places_building order by code") == before
    with pytest.raises(Refusal, match="已经撤销过了"):
        undo(made)


def test_an_import_another_one_was_built_upon_waits_for_that_one():
    old = sql.one("select * from places_building order by code limit 1")
    records = []
    for households in (41, 42):
        made = source(f"第{households}份.csv")
        line = commands.BuildingRow(row=2, code=old["code"], name="", address=old["address"], lon=old["lon"],
                                    lat=old["lat"], households=households)  # fmt: skip
        do(commands.ImportBuildings(area=COUNTY, rows=(line,), datum="wgs84", source=made), actor=ADMIN)
        records.append(made)
    with pytest.raises(Refusal, match="第42份"):
        undo(records[0])
    undo(records[1])
    undo(records[0])
    assert sql.value("select households from places_building where id = %s", (old["id"],)) == old["households"]


def test_a_later_undo_begins_a_new_version_and_leaves_the_days_gone_by_alone():
    was = grid()
    _, made, _ = redraw("改小的微网格")
    frozen = sql.rows("select * from places_area_version where area = %s order by during", (was["area"],))
    undo(made, now=TUESDAY + timedelta(days=2))
    versions = sql.rows("select * from places_area_version where area = %s order by during", (was["area"],))
    assert [v["name"] for v in versions] == [was["name"], "改小的微网格", was["name"]]
    assert versions[0] == frozen[0]
    assert bytes(versions[1]["shape"]) == bytes(frozen[1]["shape"])
    assert bytes(versions[2]["shape"]) == bytes(was["shape"])


def test_an_area_renamed_since_stands_in_the_way_and_is_named():
    later = TUESDAY + timedelta(days=5)
    _, made, _ = redraw("又改小了", now=later)
    do(commands.RenameArea(area=AreaCode(grid()["area"]), name="后来的名字"), now=later, actor=ADMIN)
    with pytest.raises(Refusal, match="后来又改过名称"):
        undo(made, now=later)


def test_new_areas_of_today_leave_no_trace_and_their_code_may_come_again():
    code, made = AreaCode("321181999"), source("区划.csv")
    order = commands.ImportDivisions(
        area=COUNTY, rows=(commands.DivisionRow(row=2, code=code, name="试镇"),), source=made
    )
    do(order, actor=ADMIN)
    undo(made)
    assert queries.area_card(ADMIN, code) is None
    assert do(commands.ImportDivisions(area=COUNTY, rows=order.rows), actor=ADMIN)["added"] == 1


def test_what_another_room_built_upon_an_area_is_said(monkeypatch):
    made = source("区划.csv")
    rows = (commands.DivisionRow(row=2, code=AreaCode("321181998"), name="试镇二"),)
    do(commands.ImportDivisions(area=COUNTY, rows=rows, source=made), actor=ADMIN)
    monkeypatch.setitem(registry.LEANS, "area", [lambda ids, since: f"已有 {len(ids)} 项任职"])
    with pytest.raises(Refusal, match="不能撤销：已有 1 项任职"):
        undo(made)


def test_the_list_keeps_who_when_which_file_and_how_it_ended():
    sorts = dict.fromkeys(("divisions", "areas", "buildings"), "places.import")
    found = imports.import_list(ADMIN, sorts)
    assert {c.sort for c in found} == set(sorts)
    assert any(c.undone_at for c in found)
    assert all(c.account == ADMIN.account and len(c.digest) == 32 for c in found)
    stranger = Actor(kind="staff", account=new_id(), grants=(Grant(right="places.import", area=AreaCode("321182")),))
    assert imports.import_list(stranger, sorts) == []
    told = journal.timeline(HOUSE, events.area_id(COUNTY), MONDAY - timedelta(days=300))
    assert {e.event.record for e in told if e.name == "MapImportUndone"} == {c.id for c in found if c.undone_at} - {
        c.id for c in found if c.area != COUNTY
    }


def features(*names):
    """Roads across a micro-grid, and one pond beside them."""
    x, y = shapely.from_wkb(bytes(grid()["shape"])).centroid.coords[0]
    roads = [
        commands.FeatureRow(row=at, kind="road", rank="lane", name=name,
                            shape=shapely.to_wkb(shapely.LineString([(x, y), (x + at * 1e-4, y + 1e-4)])))
        for at, name in enumerate(names, 1)
    ]  # fmt: skip
    pond = shapely.to_wkb(shapely.Point(x, y).buffer(1e-4))
    return (*roads, commands.FeatureRow(row=9, kind="water", rank="", name="东塘", shape=pond))


def ground(*names, made=None):
    return commands.ImportGround(area=COUNTY, rows=features(*names), datum="wgs84", source=made)


def background():
    return sql.rows("select * from places_feature order by id")


def test_a_background_says_before_what_it_draws_and_what_it_takes_away_and_comes_back_whole():
    do(ground("甲路", "乙路"))
    before, made = background(), source("底图.geojson")
    order = ground("甲路", "丙路", made=made)
    said = difference(ADMIN, order)
    assert [(c.key, c.name) for c in said.added] == [("道路", "丙路")]
    assert [(c.key, c.name) for c in said.removed] == [("道路", "乙路")]
    assert (said.changed, said.same, background()) == ((), 2, before)
    assert do(order, actor=ADMIN) == {"added": 1, "changed": 0, "same": 2, "removed": 1}
    assert difference(ADMIN, order).nothing
    age = queries.tile_epochs()
    assert undo(made) == {"removed": 1, "restored": 1}
    assert background() == before
    assert queries.tile_epochs() == age | {"ground": age["ground"] + 1}


def test_a_background_that_was_replaced_since_waits_for_the_later_file():
    first, second = source("第一份.geojson"), source("第二份.geojson")
    do(ground("丁路", made=first), actor=ADMIN)
    do(ground("戊路", made=second), actor=ADMIN)
    with pytest.raises(Refusal, match="第二份"):
        undo(first)
    undo(second)
    do(ground("己路"))
    with pytest.raises(Refusal, match="后来又换过一份"):
        undo(first)
