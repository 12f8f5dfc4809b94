"""Where a report lies, as a resident can say it: a house found by its address, own words, a community, a position."""

from dataclasses import dataclass
from math import isfinite
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from liren.kernel import AreaCode
from liren.places import queries as places
from liren.web.resident.draft import Draft

MOST_FOUND = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """A house to choose: its id, its address, the way to it in names."""

    value: str
    label: str
    note: str


def search(request: HttpRequest, text: str) -> list[Choice]:
    """Houses whose address holds every word of `text`, nearest spelling first."""
    found = places.search_places(request.actor, text, limit=MOST_FOUND)  # type: ignore[attr-defined]
    return [Choice(str(hit.building), hit.address, hit.path) for hit in found]


def chosen(draft: Draft) -> list[Choice]:
    """The house that was chosen before, so that going back shows it."""
    return [Choice(draft.building, draft.building_words, "")] if draft.building else []


def take(request: HttpRequest, draft: Draft) -> None:
    """Read the step's fields into the draft; what does not fit any more is left out, words are kept as they are."""
    form = request.POST
    draft.place_words = form.get("place_words", "").strip()
    draft.area = form.get("area", "") if form.get("area", "") in dict(places.communities()) else ""
    draft.lon, draft.lat = _degrees(form.get("lon", "")), _degrees(form.get("lat", ""))
    if "building" in form:
        house = _house(request, form["building"])
        draft.building = str(house.id) if house else ""
        draft.building_words = house.address if house else ""


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
        said.append(places.name_of(draft.area))
    if draft.lon is not None and draft.lat is not None:
        at = places.locate(draft.lon, draft.lat)
        said.append(places.name_path(at.scope) if at else _("定位：经度 %s，纬度 %s") % (draft.lon, draft.lat))
    return [line for line in said if line] or [_("没有填地点")]


def _house(request: HttpRequest, id: str) -> places.BuildingCard | None:
    try:
        return places.building(request.actor, UUID(id))  # type: ignore[attr-defined]
    except ValueError:
        return None


def _degrees(text: str) -> float | None:
    try:
        degrees = float(text)
    except ValueError:
        return None
    return degrees if isfinite(degrees) else None
