"""Tiles of the county's own map hold exactly what a clip by hand finds there, and never an older map than asked for."""

from datetime import UTC, datetime
from math import asinh, pi, radians, tan

import mapbox_vector_tile
import pytest
import shapely

from liren.config.demo import town
from liren.kernel import AreaCode
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.kernel.rows import BadRows
from liren.places import commands, queries, rules
from liren.places.mercator import EXTENT, tile_at
from liren.trust import gate, sql

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
COUNTY = AreaCode("321181")


def do(command):
    return gate.execute(command, actor=the_house("import"), now=MONDAY, key=new_id())


@pytest.fixture(scope="module")
def made():
    return town.generate()


@pytest.fixture(scope="module", autouse=True)
def loaded(db, made, tmp_path_factory):
    files = town.write(made, tmp_path_factory.mktemp("town"))
    do(rules.order_divisions(files.divisions.read_bytes(), files.divisions.name))
    do(rules.order_areas(files.areas.read_bytes()))
    do(rules.order_buildings(files.buildings.read_bytes(), files.buildings.name, COUNTY))


def ground(*features, area=COUNTY):
    """An order to draw features given as (kind, rank, name, shape)."""
    rows = tuple(
        commands.FeatureRow(row=n, kind=kind, rank=rank, name=name, shape=shapely.to_wkb(shape))
        for n, (kind, rank, name, shape) in enumerate(features, start=1)
    )
    return commands.ImportGround(area=area, rows=rows, datum="wgs84")


def read(layers, tile, epoch=None):
    """The layers of a tile as a reader that is not ours sees them, y downwards."""
    cut = queries.tile(layers, tile.z, tile.x, tile.y, epoch or queries.tile_epochs()[layers])
    return mapbox_vector_tile.decode(cut.content, default_options={"y_coord_down": True}) if cut.content else {}


def by_hand(tile, lon, lat):
    """A point in units of a tile, by the textbook formula of the slippy map."""
    side = (1 << tile.z) * EXTENT
    east = (lon + 180) / 360 * side - tile.x * EXTENT
    return east, (1 - asinh(tan(radians(lat))) / pi) / 2 * side - tile.y * EXTENT


def clipped_by_hand(tile, shape, margin=0):
    there = shapely.transform(shape, lambda points: [by_hand(tile, *point) for point in points])
    return there.intersection(shapely.box(-margin, -margin, EXTENT + margin, EXTENT + margin))


def drawn(features, **wanted):
    """The shapes of those features that have all these properties, as one."""
    return shapely.union_all(
        [
            shapely.geometry.shape(feature["geometry"])
            for feature in features
            if wanted.items() <= feature["properties"].items()
        ]
    )


@pytest.mark.parametrize("z", [11, 13, 15])
def test_a_tile_holds_the_outlines_that_a_clip_by_hand_finds(made, z):
    middle = made.at(17)[60].shape.representative_point()
    tile = tile_at(z, middle.x, middle.y)
    found = read("areas", tile)["micro"]["features"]
    for area in made.at(17):
        expected = clipped_by_hand(tile, area.shape)
        inside = drawn(found, code=area.code).intersection(shapely.box(0, 0, EXTENT, EXTENT))
        assert inside.symmetric_difference(expected).area <= 5 * expected.length + 20, area.code


def test_every_area_of_the_map_has_one_label_over_all_tiles_of_a_zoom(made):
    west, south, east, north = queries.bounds()
    first, last = tile_at(15, west, north), tile_at(15, east, south)
    tiles = [type(first)(15, x, y) for x in range(first.x, last.x + 1) for y in range(first.y, last.y + 1)]
    labels = [
        feature["properties"]["code"]
        for tile in tiles
        for feature in read("areas", tile).get("label", {"features": []})["features"]
        if feature["properties"]["level"] == "micro"
    ]
    assert sorted(labels) == sorted(str(area.code) for area in made.at(17))


def test_a_tile_of_the_whole_town_carries_no_names_that_nobody_could_read(made):
    middle = made.at(17)[60].shape.representative_point()
    told = read("areas", tile_at(11, middle.x, middle.y))
    assert {feature["properties"]["level"] for feature in told["label"]["features"]} <= {"town", "community"}
    assert told["micro"]["features"]


def test_a_tile_says_nothing_of_households_or_people(made):
    middle = made.at(17)[60].shape.representative_point()
    told = {
        key
        for layers in ("areas", "ground")
        for layer in read(layers, tile_at(15, middle.x, middle.y)).values()
        for feature in layer["features"]
        for key in feature["properties"]
    }
    assert told <= {"code", "name", "level", "rank"}


def test_a_road_is_drawn_where_it_runs_and_a_lane_only_from_near(made):
    here = made.at(17)[60].shape.representative_point()
    road = shapely.LineString([(here.x - 0.004, here.y), (here.x + 0.004, here.y + 0.001)])
    lane = shapely.LineString([(here.x, here.y - 0.001), (here.x, here.y + 0.001)])
    do(ground(("road", "main", "永胜路", road), ("road", "lane", "", lane)))
    near, far = tile_at(15, here.x, here.y), tile_at(10, here.x, here.y)
    found = read("ground", near)["road"]["features"]
    assert drawn(found, name="永胜路").hausdorff_distance(clipped_by_hand(near, road, margin=64)) < 6
    assert {f["properties"]["rank"] for f in found} == {"main", "lane"}
    assert {f["properties"]["rank"] for f in read("ground", far)["road"]["features"]} == {"main"}


def test_buildings_with_a_footprint_are_drawn_near_and_not_far(made):
    here = made.at(17)[61].shape.representative_point()
    house = shapely.box(here.x, here.y, here.x + 0.0003, here.y + 0.0002)
    row = commands.BuildingRow(
        row=1, code="T1", name="", address="试路 1 号", lon=house.centroid.x, lat=house.centroid.y, households=3,
        footprint=shapely.to_wkb(house),
    )  # fmt: skip
    do(commands.ImportBuildings(area=COUNTY, rows=(row,), datum="wgs84"))
    near = tile_at(15, here.x, here.y)
    whole = drawn(read("ground", near)["building"]["features"])
    assert whole.symmetric_difference(clipped_by_hand(near, house, margin=64)).area < 0.1 * whole.area
    assert "building" not in read("ground", tile_at(12, here.x, here.y))


def test_an_import_replaces_its_kinds_and_leaves_the_others(made):
    here = made.at(17)[62].shape.representative_point()
    pond, park = here.buffer(0.0005), here.buffer(0.0008)
    road = shapely.LineString([(here.x, here.y), (here.x + 0.001, here.y)])
    do(ground(("water", "", "东塘", pond), ("green", "", "", park), ("road", "street", "甲路", road)))
    before = queries.tile_epochs()["ground"]
    answer = do(ground(("water", "", "西塘", pond), ("green", "", "", park)))
    assert answer == {"added": 1, "changed": 0, "same": 1, "removed": 1}
    assert sorted(sql.values("select name from places_feature where kind <> 'road'")) == ["", "西塘"]
    assert sql.values("select name from places_feature where kind = 'road'") == ["甲路"]
    assert queries.tile_epochs()["ground"] == before + 1
    assert drawn(read("ground", tile_at(15, here.x, here.y))["water"]["features"], name="西塘").area > 0


def test_an_adopted_map_is_in_the_next_tile_and_has_another_address(made):
    area = made.at(17)[60]
    tile = tile_at(15, *area.shape.representative_point().coords[0])
    before = queries.tile_epochs()["areas"]
    read("areas", tile)
    do(commands.RenameArea(area=area.code, name="新名网格"))
    assert queries.tile_epochs()["areas"] == before + 1
    names = {f["properties"]["name"] for f in read("areas", tile)["micro"]["features"]}
    assert "新名网格" in names


@pytest.mark.parametrize(
    ("layers", "z", "x", "y"), [("people", 10, 0, 0), ("areas", 3, 8, 0), ("areas", 17, 0, 0), ("ground", 5, 0, 40)]
)
def test_what_is_no_tile_is_none(layers, z, x, y):
    assert queries.tile(layers, z, x, y, 1) is None


def geojson(*features):
    shapes = ",".join(
        f'{{"type":"Feature","properties":{told},"geometry":{shapely.to_geojson(shape)}}}' for told, shape in features
    )
    return f'{{"type":"FeatureCollection","features":[{shapes}]}}'.encode()


def test_a_file_says_its_kind_and_width_in_chinese_or_as_openstreetmap_does():
    line = shapely.LineString([(119.8, 32.1), (119.81, 32.1)])
    content = geojson(
        ('{"类别":"道路","等级":"干路","名称":"甲路"}', line), ('{"kind":"road","highway":"tertiary_link"}', line)
    )
    first, second = rules.order_ground(content, COUNTY).rows
    assert (first.kind, first.rank, first.name) == ("road", "main", "甲路")
    assert (second.rank, second.name) == ("street", "")


def test_everything_wrong_in_a_file_is_said_with_its_remedy():
    line, face = shapely.LineString([(119.8, 32.1), (119.81, 32.1)]), shapely.Point(119.8, 32.1).buffer(0.001)
    content = geojson(('{"kind":"铁路"}', line), ('{"kind":"road"}', face), ("{}", line), ('{"kind":"绿地"}', line))
    with pytest.raises(BadRows) as bad:
        rules.order_ground(content, COUNTY)
    said = [str(error) for error in bad.value.errors]
    assert len(said) == 4
    assert "铁路" in said[0]
    assert "道路、水系、绿地" in said[0]
    assert "道路要画成线" in said[1]
    assert "没有填写" in said[2]
    assert "绿地要画成面" in said[3]


def test_what_lies_elsewhere_or_has_its_degrees_swapped_is_refused(made):
    here = made.at(17)[60].shape.representative_point()
    away = shapely.LineString([(118.0, 31.0), (118.1, 31.0)])
    swapped = shapely.LineString([(here.y, here.x), (here.y, here.x + 0.001)])
    before = sql.value("select count(*) from places_feature")
    with pytest.raises(BadRows, match="之外"):
        do(ground(("road", "lane", "", away)))
    with pytest.raises(BadRows, match="写反"):
        do(ground(("road", "lane", "", swapped)))
    assert sql.value("select count(*) from places_feature") == before
