"""Where an address in words lies: the building whose own address it contains, else the village or community it names.

For orders that come in by the hundred. Only what is literally there counts: the longest address wins, two of one length
name no building, and nothing is guessed. Addresses and names are public: any viewer may ask.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from liren.kernel import Actor, AreaCode
from liren.kernel.area import Level
from liren.places import atlas, rules
from liren.trust import sql

SHORTEST = 4
NAMED = """
select t.n, b.* from unnest(%s::text[]) with ordinality as t (text, n)
cross join lateral (
  select id, lon, lat, area, size from (
    select id, lon, lat, area, greatest(
      case when length(a) >= %s and strpos(t.text, a) > 0 then length(a) else 0 end,
      case when length(m) >= %s and strpos(t.text, m) > 0 then length(m) else 0 end) as size
    from (select id, lon, lat, area, replace(lower(address), ' ', '') as a, replace(lower(name), ' ', '') as m
          from places_building where area is not null and area like %s) p) s
  where size > 0 order by size desc limit 2) b
order by t.n, b.size desc
"""


@dataclass(frozen=True, slots=True)
class InWords:
    """What an address names: a building (lon, lat in WGS 84 degrees) in its area, or only the smallest area whose name it
    holds; all None for neither.
    """

    area: AreaCode | None = None
    building: UUID | None = None
    lon: float | None = None
    lat: float | None = None


def in_words(viewer: Actor, texts: Sequence[str], within: str) -> list[InWords]:
    """For each text what it names inside an area, in one statement."""
    plain = [unicodedata.normalize("NFKC", text).lower().replace(" ", "") for text in texts]
    found: dict[int, list[dict[str, Any]]] = {}
    if any(len(text) >= SHORTEST for text in plain):
        for row in sql.rows(NAMED, (plain, SHORTEST, SHORTEST, within + "%")):
            found.setdefault(row["n"] - 1, []).append(row)
    areas = _named(within)
    return [_house(found.get(n, [])) or InWords(_area(text, areas)) for n, text in enumerate(plain)]


def _house(hits: list[dict[str, Any]]) -> InWords | None:
    if not hits or (len(hits) == 2 and hits[0]["size"] == hits[1]["size"]):
        return None
    house = hits[0]
    return InWords(AreaCode(house["area"]), house["id"], house["lon"], house["lat"])


def _named(within: str) -> list[tuple[str, AreaCode]]:
    """Names of communities and towns with their codes, the smaller areas first: 界中社区, and 界中 for it."""
    known = [
        (code, rules.short_name(name))
        for code, name in atlas.at().names.items()
        if len(code) in (Level.TOWN, Level.COMMUNITY) and code.startswith(within)
    ]
    return [
        (name, AreaCode(code)) for code, name in sorted(known, key=lambda pair: (-len(pair[0]), -len(pair[1]), pair[0]))
    ]


def _area(text: str, areas: list[tuple[str, AreaCode]]) -> AreaCode | None:
    return next((code for name, code in areas if name in text), None)
