"""The tree of the office: areas with their households and their dated versions. Needs the right `places.see`."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from liren.kernel import Actor, AreaCode
from liren.kernel.area import LEVEL_LABELS
from liren.places import atlas, rules
from liren.trust import sight, sql

AREA = """
select a.code, v.name, lower(v.during) as since, v.households, v.area_m2, v.lon, v.lat,
       (select count(*) from places_area c where c.parent = a.code and c.closed_on is null) as children
from places_area a join places_area_version v on v.area = a.code and upper_inf(v.during)
where a.closed_on is null and {condition}
order by a.code
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaCard:
    """An area as the office sees it; `children` counts the open areas one level below, `area_m2` is None without outline."""

    code: AreaCode
    name: str
    since: date
    households: int
    area_m2: float | None
    lon: float | None
    lat: float | None
    children: int

    @property
    def level(self) -> str:
        """The Chinese word for the level."""
        return LEVEL_LABELS[self.code.level]

    @property
    def short(self) -> str:
        return rules.short_name(self.name)

    @property
    def long_name(self) -> str:
        """The name that says where it is: 界中社区第三网格."""
        return rules.long_name(self.code, atlas.at().names)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionCard:
    """An area as it was from `since` up to, but not on, `until` (None: it holds now)."""

    name: str
    since: date
    until: date | None
    area_m2: float | None
    households: int


def area_card(viewer: Actor, code: str) -> AreaCard | None:
    """One area, None when it is not there or not this viewer's to see."""
    return next(iter(_areas(viewer, "a.code = %s", (code,))), None)


def children(viewer: Actor, code: str) -> list[AreaCard]:
    """The open areas one level below, in the order of their codes."""
    return _areas(viewer, "a.parent = %s", (code,))


def tree(viewer: Actor, within: str = "") -> list[AreaCard]:
    """Every open area this viewer may see, of the whole map or inside one area, each before those inside it."""
    return _areas(viewer, "starts_with(a.code, %s)", (within,))


def _areas(viewer: Actor, condition: str, params: tuple[Any, ...]) -> list[AreaCard]:
    seen = sight.where(viewer, "places.see", column="a.code")
    rows = sql.rows(AREA.format(condition=f"{condition} and {seen.sql}"), (*params, *seen.params))
    return [AreaCard(**{**row, "code": AreaCode(row["code"])}) for row in rows]


def area_history(viewer: Actor, code: str) -> list[VersionCard]:
    """The dated versions of an area, the latest first, those of a closed one too."""
    sight.need(viewer, "places.see", code)
    return sql.rows(
        """select name, lower(during) as since, upper(during) as until, area_m2, households
           from places_area_version where area = %s order by during desc""",
        (code,),
        into=VersionCard,
    )
