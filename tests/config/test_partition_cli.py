"""liren partition and liren partition-graph: files in, a plan and one JSON object out, a sentence for what is wrong."""

import gzip
import json

import numpy as np
import pytest
import shapely

from liren.config.cli import main
from liren.places.geometry import from_wgs84

KEYS = {
    "parts", "buildings", "population", "max_dev", "mean_dev", "p95_dev", "contiguity_faults", "polsby_popper",
    "road_share", "bound_max_dev", "seconds", "reasons",
}  # fmt: skip
WEST, SOUTH, STEP = 119.8, 32.1, 0.0004
HOUSE = 0.0002


def house(n: int, **properties):
    west, south = WEST + n % 8 * STEP, SOUTH + n // 8 * STEP
    shape = shapely.box(west, south, west + HOUSE, south + HOUSE)
    return {
        "type": "Feature",
        "properties": {"id": f"B{n}"} | properties,
        "geometry": json.loads(shapely.to_geojson(shape)),
    }


def written(path, features):
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return str(path)


@pytest.fixture
def quarter(tmp_path):
    return written(tmp_path / "b.geojson", [house(n, households=3 + n % 4) for n in range(40)])


def cut(tmp_path, capsys, *words):
    code = main(["partition", *words, "--out", str(tmp_path / "plan.geojson"), "--json"])
    said = capsys.readouterr()
    return code, (json.loads(said.out) if code == 0 else said.err)


def test_a_file_of_buildings_becomes_a_plan_and_one_json_object(quarter, tmp_path, capsys):
    code, figures = cut(tmp_path, capsys, quarter, "--parts", "5")
    assert code == 0
    assert set(figures) >= KEYS
    assert (figures["parts"], figures["buildings"], figures["contiguity_faults"]) == (5, 40, 0)
    plan = json.loads((tmp_path / "plan.geojson").read_text())
    assert {f["properties"]["part"] for f in plan["features"]} == {1, 2, 3, 4, 5}
    assert plan["features"][3]["properties"]["households"] == 6
    assert "户数 × 2.62" in figures["people_from"]


def test_a_packed_file_is_read_and_a_broken_one_is_a_sentence(quarter, tmp_path, capsys):
    plain = (tmp_path / "b.geojson").read_bytes()
    packed = tmp_path / "b.geojson.gz"
    packed.write_bytes(gzip.compress(plain))
    assert cut(tmp_path, capsys, str(packed), "--parts", "5")[1]["buildings"] == 40
    packed.write_bytes(gzip.compress(plain)[:-20])
    code, said = cut(tmp_path, capsys, str(packed), "--parts", "5")
    assert code == 1
    assert "打不开，可能没有传完" in said


def test_a_wished_number_of_households_decides_how_many_parts(quarter, tmp_path, capsys):
    assert cut(tmp_path, capsys, quarter, "--households", "30")[1]["parts"] == 6


def test_a_previous_plan_is_kept_and_a_new_building_joins_it(quarter, tmp_path, capsys):
    cut(tmp_path, capsys, quarter, "--parts", "5")
    before = tmp_path / "before.geojson"
    (tmp_path / "plan.geojson").rename(before)
    grown = written(tmp_path / "g.geojson", [house(n, households=3 + n % 4) for n in range(41)])
    code, figures = cut(tmp_path, capsys, grown, "--previous", str(before))
    assert code == 0
    assert figures["parts"] == 5
    assert figures["moved_share"] <= 0.05


def test_roads_are_followed(quarter, tmp_path, capsys):
    line = [[WEST + 4 * STEP - 0.0001, SOUTH - 0.01], [WEST + 4 * STEP - 0.0001, SOUTH + 0.01]]
    road = {
        "type": "Feature",
        "properties": {"highway": "primary"},
        "geometry": {"type": "LineString", "coordinates": line},
    }
    roads = written(tmp_path / "r.geojson", [road])
    assert cut(tmp_path, capsys, quarter, "--parts", "2", "--roads", roads)[1]["road_share"] > 0.9


CROSSED = {
    "type": "Polygon",
    "coordinates": [
        [[WEST, SOUTH], [WEST + 1e-3, SOUTH + 1e-3], [WEST + 1e-3, SOUTH], [WEST, SOUTH + 1e-3], [WEST, SOUTH]]
    ],
}


@pytest.mark.parametrize(
    ("features", "words", "sentence"),
    [
        ([house(n, households=0) for n in range(9)], ["--parts", "2"], "一个人也没有"),
        ([house(0), house(1), house(2), house(1) | {"properties": {"id": "again"}}], ["--parts", "2"], "画了两遍"),
        ([house(0), house(1), {"properties": {}, "geometry": CROSSED}], ["--parts", "2"], "第 3 个图形的边界自己交叉"),
        ([house(n) for n in range(4)], ["--parts", "5"], "4 栋楼分不成 5 个微网格"),
        ([house(n) for n in range(4)], ["--parts", "2", "--people", "nobody"], "没有一栋楼有“nobody”"),
        ([house(n, households=-n) for n in range(4)], ["--parts", "2"], "是负数"),
        ([house(n) for n in range(4)], [], "--parts"),
        ([], ["--parts", "2"], "没有图形"),
        ([{"properties": {}, "geometry": None}], ["--parts", "1"], "没有坐标"),
    ],
)  # fmt: skip
def test_bad_input_is_one_sentence_and_no_plan(features, words, sentence, tmp_path, capsys):
    code, said = cut(tmp_path, capsys, written(tmp_path / "bad.geojson", features), *words)
    assert code == 1
    assert sentence in said
    assert not (tmp_path / "plan.geojson").exists()


def test_buildings_without_any_count_are_cut_by_number_and_it_says_so(tmp_path, capsys):
    points = [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [WEST + n % 5 * STEP, SOUTH + n // 5 * STEP]}}
        for n in range(20)
    ]  # fmt: skip
    code, figures = cut(tmp_path, capsys, written(tmp_path / "p.geojson", points), "--parts", "4")
    assert (code, figures["population"], figures["max_dev"]) == (0, 20, 0)
    assert "每栋按 1 计" in figures["reasons"][0]


def test_an_island_is_bridged_and_named(tmp_path, capsys):
    far = house(50, households=4)
    far["geometry"]["coordinates"][0] = [[x + 0.05, y + 0.05] for x, y in far["geometry"]["coordinates"][0]]
    land = written(tmp_path / "i.geojson", [house(n, households=4) for n in range(20)] + [far])
    code, figures = cut(tmp_path, capsys, land, "--parts", "3")
    assert (code, figures["islands"], figures["contiguity_faults"]) == (0, 1, 0)
    assert any("孤岛" in sentence and "B50" in sentence for sentence in figures["reasons"])


def shifted(features):
    moved = json.loads(json.dumps(features))
    for feature in moved:
        ring = np.array(feature["geometry"]["coordinates"][0])
        feature["geometry"]["coordinates"][0] = from_wgs84(ring, "gcj02").tolist()
    return moved


def test_an_undeclared_gcj02_file_is_asked_about_and_a_declared_one_is_converted(quarter, tmp_path, capsys):
    cut(tmp_path, capsys, quarter, "--parts", "5")
    before = tmp_path / "before.geojson"
    (tmp_path / "plan.geojson").rename(before)
    gcj = written(tmp_path / "gcj.geojson", shifted([house(n, households=3 + n % 4) for n in range(40)]))
    code, said = cut(tmp_path, capsys, gcj, "--previous", str(before))
    assert code == 1
    assert "GCJ-02" in said
    assert "--datum" in said
    assert cut(tmp_path, capsys, gcj, "--previous", str(before), "--datum", "gcj02")[0] == 0


def test_a_file_whose_houses_stand_on_the_roads_is_asked_about(tmp_path, capsys):
    gaps = [n * STEP - HOUSE / 2 for n in range(-20, 40)]
    lines = [[[WEST + gap, SOUTH - 0.01], [WEST + gap, SOUTH + 0.02]] for gap in gaps]
    lines += [[[WEST - 0.01, SOUTH + gap], [WEST + 0.02, SOUTH + gap]] for gap in gaps]
    roads = [
        {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": line}} for line in lines
    ]
    gcj = written(tmp_path / "gcj.geojson", shifted([house(n, households=4) for n in range(40)]))
    code, said = cut(tmp_path, capsys, gcj, "--parts", "4", "--roads", written(tmp_path / "r.geojson", roads))
    assert code == 1
    assert "压在路上" in said


def test_a_ready_adjacency_is_cut_and_its_table_is_written(tmp_path, capsys):
    nodes, edges, out = tmp_path / "n.csv", tmp_path / "e.csv", tmp_path / "plan.csv"
    nodes.write_text("id,population,area\n" + "\n".join(f"n{i},{10 + i % 3},100" for i in range(24)))
    pairs = [(i, i + 1) for i in range(24) if (i + 1) % 6] + [(i, i + 6) for i in range(18)]
    edges.write_text("a,b,length\n" + "\n".join(f"n{a},n{b},10" for a, b in pairs))
    assert main(["partition-graph", str(nodes), str(edges), "--parts", "4", "--out", str(out), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert set(figures) >= KEYS
    assert (figures["parts"], figures["contiguity_faults"]) == (4, 0)
    assert len(out.read_text().splitlines()) == 25


@pytest.mark.parametrize(
    ("nodes", "edges", "sentence"),
    [
        ("id,population\na,1\nb,1\n", "a,b\na,c\n", "c 不在点表里"),
        ("id,population\na,1\na,1\n", "a,b\na,a\n", "重复的 id"),
        ("id,population\na,x\nb,1\n", "a,b\na,b\n", "a 的 population"),
        ("id\na\nb\n", "a,b\na,b\n", "没有 population"),
        ("id,population\na,1\nb,1\n", "a,b,length\na,b,1\nb,a,2\n", "两个方向的长度不一样"),
        ("id,population\na,1\nb,1\n", "a,b,length\na,b,1\na,b,1\n", "写了不止一次"),
    ],
)
def test_a_bad_adjacency_is_one_sentence(nodes, edges, sentence, tmp_path, capsys):
    (tmp_path / "n.csv").write_text(nodes)
    (tmp_path / "e.csv").write_text(edges)
    assert main(["partition-graph", str(tmp_path / "n.csv"), str(tmp_path / "e.csv"), "--parts", "2"]) == 1
    assert sentence in capsys.readouterr().err
