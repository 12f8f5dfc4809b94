"""The published entries and the place that an act works under, from memory."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from liren.cases import duties, returns, whistling
from liren.cases.commands import CorrectPlace, ReportCase
from liren.cases.duties import DutyList
from liren.cases.returns import Ground
from liren.cases.rules.scene import Place, Terms
from liren.cases.whistling import WhistleKind
from liren.catalogue import queries as catalogue
from liren.catalogue.queries import Entry
from liren.catalogue.worktime import Calendar
from liren.kernel import AreaCode, Code, Missing, Refusal
from liren.kernel.area import Level
from liren.places import queries as places
from liren.trust.registry import Act

CALENDAR = "china"


def terms_by_id(entry: UUID, area: str, act: Act) -> Terms:
    """The terms a case already runs under: its own entry, and the calendar of today."""
    return _terms(catalogue.by_id(entry, epoch=_epoch(act)), area, act)


def terms_by_code(code: str, area: str, act: Act) -> Terms:
    """The terms of a kind as published for an area. Raises Refusal for a kind that is not."""
    return _terms(catalogue.entry("case_kind", code, area=area, at=act.now, epoch=_epoch(act)), area, act)


def ground_of(code: str, area: str, act: Act) -> Ground | None:
    """The ground of a return as published for an area; None for one that is not."""
    try:
        ground: Ground = catalogue.entry(returns.FAMILY, code, area=area, at=act.now, epoch=_epoch(act)).spec
    except Missing:
        return None
    return ground


def duties_of(area: str, act: Act) -> DutyList | None:
    """The duty list of an area; None where none is published."""
    try:
        found: DutyList = catalogue.entry(duties.FAMILY, duties.CODE, area=area, at=act.now, epoch=_epoch(act)).spec
    except Missing:
        return None
    return found


def _terms(entry: Entry, area: str, act: Act) -> Terms:
    calendar = catalogue.entry("calendar", CALENDAR, area=area, at=act.now, epoch=_epoch(act))
    return Terms(
        entry=entry.id, code=Code(entry.code), kind=entry.spec, calendar_entry=calendar.id, calendar=calendar.spec
    )


def _epoch(act: Act) -> int:
    return act.epochs.get("catalogue", 0)


def place_of(told: ReportCase | CorrectPlace, act: Act) -> Place:
    """Where an order says it is: the point first, then the building, the area, the words.

    Raises Refusal for a point beyond the county or an area that is not on today's map. A point outside every grid is
    no fault: the case waits in a queue of its own at the office.
    """
    if told.lon is not None and told.lat is not None:
        trouble = places.point_trouble(told.lon, told.lat, act.epochs)
        if trouble is not None:
            raise trouble
        found = places.locate(told.lon, told.lat, act.epochs)
        if found is not None:
            return Place(scope=found.scope, area=found.scope, area_version=found.area_version, placed=Code("point"))
        return _nowhere("outside", act)
    building = getattr(told, "building", None)
    if building is not None:
        card = places.building(act.actor, building)
        if card is not None and card.area is not None:
            return replace(_within(card.area, "building", act), point=(card.lon, card.lat))
    if told.area is not None:
        return _within(told.area, "area", act)
    return _nowhere("words" if told.place_words.strip() else "none", act)


def _within(area: AreaCode, placed: str, act: Act) -> Place:
    version = places.version_of(area, act.epochs)
    if version is None:
        raise Refusal("area", "现在的地图上没有这个网格，请重新选地点。", field="area")
    return Place(scope=area, area=area, area_version=version, placed=Code(placed))


def _nowhere(placed: str, act: Act) -> Place:
    """No area: the county's office answers, or the town's where the map holds only one."""
    towns = {code[: Level.TOWN] for code, _ in places.communities()}
    county = places.county(act.epochs)
    scope = AreaCode(towns.pop()) if len(towns) == 1 else county
    if scope is None:
        raise Refusal("no_map", "还没有导入网格地图，请管理员先导入。您写的内容还在。", field="area")
    return Place(scope=scope, area=None, area_version=0, placed=Code(placed))


def office_of(scope: str) -> AreaCode:
    """Whose numbers a case carries: its town, or what is above it."""
    return AreaCode(scope[: Level.TOWN])


def mark_of(office: str, at: datetime) -> str:
    """The number of a case without its serial: 界牌〔2026〕."""
    name = places.name_of(office)
    for ending in ("街道", "镇", "乡"):
        if len(name) > len(ending) + 1:
            name = name.removesuffix(ending)
    return f"{name}〔{at:%Y}〕"


def calendar_at(area: str, act: Act) -> Calendar:
    """Today's working calendar of an area."""
    calendar: Calendar = catalogue.entry("calendar", CALENDAR, area=area, at=act.now, epoch=_epoch(act)).spec
    return calendar


def whistle_kind(code: str, area: str, act: Act) -> tuple[UUID, WhistleKind]:
    """A kind of whistle as published for an area, with its entry. Raises Refusal for one that is not."""
    try:
        entry = catalogue.entry(whistling.FAMILY, code, area=area, at=act.now, epoch=_epoch(act))
    except Missing:
        raise Refusal("whistle_kind", "还没有选吹哪一种哨，请从三种里选一种。", field="kind") from None
    return entry.id, entry.spec


def whistle_kind_by_id(entry: UUID, act: Act) -> WhistleKind:
    """The kind that a whistle already runs under."""
    kind: WhistleKind = catalogue.by_id(entry, epoch=_epoch(act)).spec
    return kind
