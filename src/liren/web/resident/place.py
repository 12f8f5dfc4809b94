"""Where a report lies, as a resident can say it: a house found by its address, own words, a community, a position."""

from dataclasses import dataclass
from math import isfinite
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from liren.kernel import AreaCode
from liren.kernel.area import Level
from liren.places import queries as places
from liren.web.resident.draft import Draft

MOST_FOUND = 8
NEAR = 0.002  # degrees around a house, some 200 m


@dataclass(frozen=True, slots=True)
class Choice:
    """A house to choose: its id, its address, the way to it in names."""

    value: str
    label: str
    note: str


def search(request: HttpRequest, text: str) -> list[Choice]:
    """Houses whose address holds every word of `text`, nearest spelling first."""
    return [Choice(str(hit.building), hit.address, hit.path) for hit in houses(request, text)]


def houses(request: HttpRequest, text: str) -> list[places.PlaceFound]:
    """The same houses with their points."""
    return places.search_places(request.actor, text, limit=MOST_FOUND)  # type: ignore[attr-defined]


def chosen(draft: Draft) -> list[Choice]:
    """The house that was chosen before, so that going back shows it."""
    return [Choice(draft.building, draft.building_words, "")] if draft.building else []


def take(request: HttpRequest, draft: Draft) -> None:
    """Read the step's fields into the draft; what does not fit any more is left out, words are kept as they are."""
    form = request.POST
    draft.place_words = form.get("place_words", "").strip()
    community, grid = form.get("area", ""), form.get("grid", "")
    draft.area = known(grid if grid.startswith(community) else "") or known(community)
    draft.lon, draft.lat = degrees(form.get("lon", "")), degrees(form.get("lat", ""))
    if "building" in form:
        house = _house(request, form["building"])
        draft.building = str(house.id) if house else ""
        draft.building_words = house.address if house else ""


def known(code: str) -> str:
    """The code of a community, grid or micro-grid of today's map, "" for anything else."""
    return code if len(code) >= Level.COMMUNITY and code.isascii() and places.version_of(code) else ""


def grids(request: HttpRequest, area: str) -> list[tuple[AreaCode, str]]:
    """The grids and micro-grids of the community that `area` lies in, by code; a grid stands before its parts."""
    community = area[: Level.COMMUNITY]
    if not community:
        return []
    viewer = request.actor  # type: ignore[attr-defined]
    found = [a for level in (Level.GRID, Level.MICRO_GRID) for a in places.below(viewer, community, level)]
    names = places.names(viewer, [code for code, _name in found])
    short = places.name_of(community)
    return [(code, names[code].removeprefix(short)) for code, _name in sorted(found)]


def communities() -> list[tuple[AreaCode, str]]:
    return places.communities()


def county_name() -> str:
    """What the whole map is called, "" before the first import."""
    county = places.county()
    return places.name_of(county) if county else ""


def lines(draft: Draft) -> list[str]:
    """The place as it stands on the last step, one line for each thing that was said."""
    said = [draft.building_words, draft.place_words]
    if draft.area:
        said.append(places.name_path(draft.area))
    if draft.lon is not None and draft.lat is not None:
        at = places.locate(draft.lon, draft.lat)
        said.append(places.name_path(at.scope) if at else _("定位：经度 %s，纬度 %s") % (draft.lon, draft.lat))
    return [line for line in said if line] or [_("没有填地点")]


def _house(request: HttpRequest, id: str) -> places.BuildingCard | None:
    try:
        return places.building(request.actor, UUID(id))  # type: ignore[attr-defined]
    except ValueError:
        return None


def around(request: HttpRequest, draft: Draft) -> str:
    """Where the map of this step opens, as `west,south,east,north`; "" for all of it.

    The house or area of this report, else the place whose keeper this browser remembers, else where the last report was.
    """
    house = _house(request, draft.building) if draft.building else None
    if house:
        return _box((house.lon - NEAR, house.lat - NEAR, house.lon + NEAR, house.lat + NEAR))
    for area in (draft.area, known(request.COOKIES.get("area", "")), known(draft.near)):
        found = places.bounds_of(area) if area else None
        if found:
            return _box(found)
    return ""


def _box(bounds: tuple[float, float, float, float]) -> str:
    return ",".join(f"{edge:.6f}" for edge in bounds)


def community_of(draft: Draft) -> str:
    """The community that a report was placed in, "" when it named none."""
    at = places.locate(draft.lon, draft.lat) if draft.lon is not None and draft.lat is not None else None
    return (draft.area or (str(at.scope) if at else ""))[: Level.COMMUNITY]


def degrees(text: str) -> float | None:
    """A coordinate from a form; None for anything that is no number."""
    try:
        degrees = float(text)
    except ValueError:
        return None
    return degrees if isfinite(degrees) else None
