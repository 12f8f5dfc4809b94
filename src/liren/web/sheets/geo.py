"""GeoJSON (RFC 7946): a feature for every row, in WGS-84 degrees; one without a place has no geometry and stays."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from liren.web.sheets import Bytes, Pages

CONTENT_TYPE = "application/geo+json"


def stream(head: Sequence[str], pages: Pages) -> Bytes:
    """The file in pieces; the last two cells of a row are its longitude and latitude, or None."""
    yield b'{"type":"FeatureCollection","features":['
    comma = ""
    for page in pages:
        written = []
        for row in page:
            *cells, lon, lat = row
            written.append(comma + json.dumps(_feature(head, cells, lon, lat), ensure_ascii=False))
            comma = ",\n"
        yield "".join(written).encode()
    yield b"]}"


def _feature(head: Sequence[str], cells: Sequence[Any], lon: float | None, lat: float | None) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [lon, lat]} if lon is not None and lat is not None else None
    said = {name: v.isoformat() if isinstance(v, datetime) else v for name, v in zip(head, cells, strict=True)}
    return {"type": "Feature", "geometry": point, "properties": said}
