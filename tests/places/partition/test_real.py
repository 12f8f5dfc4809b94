"""Real land: published districts, an estate quarter of Kunming, five thousand buildings of Seoul."""

import csv
import gzip
import json

import numpy as np
import pytest
import shapely

from liren.places.geometry import Metres
from liren.places.partition import graph_file, plan_file, reading
from tests.places.partition.land import pieces, real


def opened(name: str) -> bytes:
    path = real(name)
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def tables(land: str, edges: str) -> tuple[bytes, bytes, list[dict]]:
    """The two tables of the handle with true places, and the properties of the features."""
    features = json.loads(opened(land))["features"]
    shapes = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features]
    metres = Metres(shapes[0].centroid.x)
    rows = [feature["properties"] for feature in features]
    lines = ["id,population,area,x,y,perimeter"]
    for row, shape in zip(rows, map(metres.shape, shapes), strict=True):
        middle = shape.centroid
        lines.append(f"{row['GEOID10']},{row['TOTPOP']},{shape.area},{middle.x},{middle.y},{shape.length}")
    return "\n".join(lines).encode(), opened(edges), rows


@pytest.mark.parametrize(
    ("name", "edges", "enacted", "parts", "cut"),
    [
        ("iowa_counties", "iowa_edges", "CD", 4, 47),
        ("providence_blocks", "providence_edges", "WARD", 15, 612),
    ],
)
def test_published_districts_are_cut_without_a_fault_and_with_fewer_cut_edges(name, edges, enacted, parts, cut):
    nodes, links, rows = tables(f"partition-cases/{name}.geojson.gz", f"partition-cases/{edges}.csv")
    made = graph_file.make(nodes, links, parts)
    label = dict(made.rows)
    pairs = [(e["a"], e["b"]) for e in csv.DictReader(links.decode().splitlines())]
    place = {str(r["GEOID10"]): i for i, r in enumerate(rows)}
    ours = np.array([label[str(r["GEOID10"])] for r in rows])
    assert pieces(np.array([[place[a], place[b]] for a, b in pairs]), ours) == parts
    people = np.bincount(ours, [r["TOTPOP"] for r in rows])[1:]
    assert max(abs(people / people.mean() - 1)) == pytest.approx(made.figures["max_dev"], abs=1e-5)
    drawn = {str(r["GEOID10"]): r[enacted] for r in rows}
    assert sum(drawn[a] != drawn[b] for a, b in pairs) == cut
    assert made.figures["max_dev"] <= 0.03
    assert made.figures["cut_edges"] < cut
    assert 0 < made.figures["polsby_popper"] < 1


def test_districts_are_cut_without_any_coordinates_too():
    nodes, links, _ = tables("partition-cases/iowa_counties.geojson.gz", "partition-cases/iowa_edges.csv")
    bare = "\n".join(",".join(line.split(",")[:3]) for line in nodes.decode().splitlines())
    made = graph_file.make(bare.encode(), links, 4)
    assert made.figures["contiguity_faults"] == 0
    assert made.figures["max_dev"] <= 0.03
    assert made.figures["polsby_popper"] is None
    assert any("perimeter" in sentence for sentence in made.reasons)


def test_an_estate_quarter_of_kunming_is_cut_from_footprints_and_floors():
    found = reading.read(opened("buildings-kunming-communities/buildings.geojson"))
    made = plan_file.make(found, parts=16)
    assert made.figures["contiguity_faults"] == 0
    assert made.figures["max_dev"] == pytest.approx(made.figures["bound_max_dev"])
    assert "层数 × 占地面积" in made.figures["people_from"]
    assert any("受单体楼限制" in sentence for sentence in made.reasons)


def test_five_thousand_buildings_of_seoul_follow_their_roads():
    found = reading.read(opened("buildings-seoul-gangnam/buildings.geojson.gz"))
    roads = reading.read(opened("buildings-seoul-gangnam/roads.geojson.gz"))
    made = plan_file.make(found, roads=roads, parts=60)
    assert made.figures["contiguity_faults"] == 0
    assert made.figures["p95_dev"] <= 0.04
    assert made.figures["road_share"] > 0.7
