"""The zone as the files that `liren import` reads: divisions, outlines, ground, and buildings in several tables."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import shapely

from liren.config.demo import town, zone
from liren.config.demo.zone import Zone

RANKS = {0: "", 1: "main", 2: "street", 3: "lane"}
FILES = 4


@dataclass(frozen=True, slots=True)
class Files:
    """Where the map's files were written."""

    divisions: Path
    areas: Path
    ground: Path


def write(made: Zone, folder: Path) -> Files:
    """Everything but the buildings; the folder must exist."""
    plain = town.write(replace(made.town, buildings=()), folder)
    ground = folder / "ground.geojson"
    features = [
        {
            "type": "Feature",
            "properties": {"kind": f.layer, "rank": RANKS[f.rank], "name": f.name},
            "geometry": json.loads(shapely.to_geojson(zone.in_degrees(f))),
        }
        for f in made.features
    ]
    document = {"type": "FeatureCollection", "features": features}
    ground.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return Files(plain.divisions, plain.areas, ground)


def write_buildings(made: Zone, folder: Path) -> Iterator[Path]:
    """The buildings in tables of a like size, one after the other."""
    rows = made.town.buildings
    size = -(-len(rows) // FILES)
    for n in range(FILES):
        part = folder / f"buildings-{n + 1}"
        part.mkdir()
        file = town.write(replace(made.town, divisions=(), areas=(), buildings=rows[n * size : (n + 1) * size]), part)
        yield file.buildings.rename(folder / f"buildings-{n + 1}.csv")
