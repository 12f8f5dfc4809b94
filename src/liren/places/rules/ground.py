"""Roads, waters and greens of the background, from GeoJSON. They are drawn and named, and nothing is decided by them."""

from collections.abc import Iterable
from uuid import UUID, uuid5

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from liren.kernel import progress
from liren.kernel.rows import RowError
from liren.places.commands import FeatureRow
from liren.places.geometry import is_swapped
from liren.places.rules.datum import beyond, suspicion
from liren.places.rules.features import UNIT, read_features
from liren.places.rules.fields import optional_words, words
from liren.places.rules.tables import Columns, Row

COLUMNS = Columns(
    required=("kind",),
    headings={"kind": ("类别",), "rank": ("等级", "class", "highway"), "name": ("名称",)},
)
KINDS = {"road": "道路", "water": "水系", "green": "绿地"}
RANKS = {"main": "干路", "street": "街道", "lane": "小路"}
OSM_RANKS = {
    **dict.fromkeys(("motorway", "trunk", "primary"), "main"),
    **dict.fromkeys(("secondary", "tertiary"), "street"),
}
"""The three widths that the map draws, from OpenStreetMap's `highway`; every other road of it is a lane."""
FORMS = {"road": ("LineString",), "water": ("LineString", "Polygon"), "green": ("Polygon",)}
FORM_WORDS = {"road": "线", "water": "线或者面", "green": "面"}
_FEATURES = UUID("b4d1f0f4-8a53-5f0e-9b57-0d1c7f2a6e11")


def read_ground(content: bytes) -> tuple[list[tuple[FeatureRow, BaseGeometry]], list[RowError]]:
    """The features of a GeoJSON file and everything wrong inside it, coordinates as they stand in the file."""
    features = read_features(content, COLUMNS)
    errors = [item for item in features if isinstance(item, RowError)]
    found = []
    for row, shape in (item for item in features if not isinstance(item, RowError)):
        feature = _feature(row, shape)
        if feature and shape is not None:
            found.append((feature, shape))
        errors.extend(row.errors)
    return found, errors


def _feature(row: Row, shape: BaseGeometry | None) -> FeatureRow | None:
    said = row.take("kind", words(8))
    kind = next((code for code, label in KINDS.items() if said in (code, label)), "")
    if said and not kind:
        row.blame("kind", f"“{said}”不是底图的类别。", f"请写{'、'.join(KINDS.values())}之一。")
    rank = row.take("rank", optional_words(40)) or ""
    name = row.take("name", optional_words(60))
    if kind and shape is not None and shape.geom_type.removeprefix("Multi") not in FORMS[kind]:
        row.blame("geometry", f"{KINDS[kind]}画成了别的图形。", f"{KINDS[kind]}要画成{FORM_WORDS[kind]}。")
    if not kind or name is None or shape is None or row.errors:
        return None
    return FeatureRow(row=row.number, kind=kind, rank=_rank(kind, rank), name=name, shape=b"")


def _rank(kind: str, said: str) -> str:
    """The width of a road: ours, its Chinese word, or OpenStreetMap's; what is not known is a lane."""
    if kind != "road":
        return ""
    known = {**OSM_RANKS, **{label: code for code, label in RANKS.items()}, **{code: code for code in RANKS}}
    return known.get(said.removesuffix("_link"), "lane")


def feature_id(area: str, row: FeatureRow) -> UUID:
    """The id of a feature, made of what it is: the same thing imported again for the same area is the same row."""
    told = f"{area}|{row.kind}|{row.rank}|{row.name}|{row.shape.hex()}"
    return uuid5(_FEATURES, told)


def check_ground(rows: Iterable[FeatureRow], outline: BaseGeometry | None, datum: str) -> list[RowError]:
    """What stands against the map as it is: swapped coordinates, another datum, a thing far from `outline`.

    A road may leave the area; it only has to touch it. Without an outline nothing can be compared.
    """
    given = [(row, shapely.from_wkb(row.shape)) for row in rows]
    if outline is None or not given:
        return []
    shapely.prepare(outline)
    errors = []
    for row, shape in progress.through("check", given):
        west, south, east, north = shape.bounds
        if is_swapped((west + east) / 2, (south + north) / 2, outline.bounds):
            errors.append(RowError(row.row, "geometry", "经度、纬度写反了。", "GeoJSON 里先写经度，请重新导出。", UNIT))
        elif not outline.intersects(shape):
            sentence = f"{row.name or KINDS[row.kind]}整个在本次导入的区域之外。"
            errors.append(RowError(row.row, "geometry", sentence, "请按区域裁剪以后再导出，或删去这一个。", UNIT))
    if datum or len(errors) == len(given):
        return errors
    doubt = suspicion(np.concatenate([shapely.get_coordinates(shape) for _, shape in given]), beyond(outline))
    return [doubt] if doubt else errors
