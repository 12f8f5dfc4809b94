"""区域和党组织: the two trees side by side as of any day, and the areas that have no party unit of their tier."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from liren.kernel import Actor, AreaCode
from liren.kernel.area import LEVEL_LABELS, Level
from liren.people.kinds import PARTY_TIERS, UNIT_KINDS
from liren.people.queries.tiers import Tier, tiers
from liren.people.rules.tiers import gaps
from liren.places import queries as places
from liren.web import staff, where
from liren.web.attempt import Typed
from liren.web.display import SHANGHAI
from liren.web.office import choices, export, sections

MOST = 400
VIEWS = ("both", "gaps")
TIER_AT = {level: kind for kind, level in PARTY_TIERS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An area with its party units; `below` counts, by tier, units and areas under it: (label, units, areas)."""

    code: AreaCode
    name: str
    depth: int
    units: tuple[Tier, ...]
    wanted: str
    below: tuple[tuple[str, int, int], ...]
    opens: bool


def tabs(view: str) -> list[dict[str, Any]]:
    """The switch above the list of units and both views of the trees."""
    here = reverse("units")
    names = {"": _("单位"), "both": _("区域和党组织"), "gaps": _("还没有党组织的")}
    return [
        {"name": name, "href": f"{here}?tree={v}" if v else here, "count": None, "current": v == view}
        for v, name in names.items()
    ]


def page(request: HttpRequest, view: str) -> HttpResponseBase:
    """`area` is where to look (the viewer's widest), `on` the day of the party's tree (today); the area tree is today's."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["units"])
    now: datetime = request.now  # type: ignore[attr-defined]
    view = view if view in VIEWS else "both"
    asked = Typed(request.GET)
    on = asked.day("on", optional=True)
    day = on.date() if on else now.astimezone(SHANGHAI).date()
    widest = AreaCode(choices.widest(actor))
    area = (choices.read_area(asked, "area") or widest) if asked.text("area") else widest
    found, codes = tiers(actor, area, day), [a.code for a in places.tree(actor, area)]
    missing = gaps(codes, [(t.kind, t.area) for t in found])
    if "csv" in request.GET or "xlsx" in request.GET:
        return _gap_sheet(request, missing) if view == "gaps" else _tree_sheet(request, found)
    shown: dict[str, Any] = {
        "tabs": tabs(view), "view": view, "area": where.long(area), "code": area, "day": day, "asked": request.GET,
        "areas": choices.areas(actor), "problems": asked.problems, "missing": len(missing),
        "sums": _below(area, codes, found, own=True),
    }  # fmt: skip
    if view == "gaps":
        lines = [(where.long(c), c, LEVEL_LABELS[c.level], UNIT_KINDS[kind]) for c, kind in missing[:MOST]]
        shown |= {"lines": lines, "most": MOST}
    else:
        shown |= {"rows": _rows(area, codes, found), "up": _up(area, widest)}
    return sections.page(request, "office/tree.html", "units", shown, status=422 if asked.problems else 200)


def _rows(area: AreaCode, codes: list[AreaCode], found: list[Tier]) -> list[Row]:
    """The area itself and what is below it: the communities of a town, the grids and micro-grids of a community."""
    units: dict[str, list[Tier]] = defaultdict(list)
    for tier in found:
        units[tier.area].append(tier)
    levels = sorted({code.level for code in codes if len(code) > len(area)})[: 2 if len(area) >= Level.COMMUNITY else 1]
    rows = []
    for code in codes:
        if code != area and code.level not in levels:
            continue
        kind = TIER_AT.get(code.level)
        rows.append(
            Row(
                code=code, name=where.long(code) if code == area else places.name_of(code),
                depth=0 if code == area else 1 + levels.index(code.level), units=tuple(units[code]),
                wanted=UNIT_KINDS[kind] if kind and not any(t.kind == kind for t in units[code]) else "",
                below=_below(code, codes, found), opens=code != area and code.level < Level.MICRO_GRID,
            )
        )  # fmt: skip
    return rows


def _below(
    area: AreaCode, codes: list[AreaCode], found: list[Tier], *, own: bool = False
) -> tuple[tuple[str, int, int], ...]:
    """By tier below an area (its own too): how many areas have their party unit, of how many."""
    counted = []
    for kind, level in PARTY_TIERS.items():
        if level < len(area) or (level == len(area) and not own):
            continue
        here = [c for c in codes if c.level == level and c.startswith(area)]
        have = {t.area for t in found if t.kind == kind}
        if here:
            counted.append((UNIT_KINDS[kind], sum(c in have for c in here), len(here)))
    return tuple(counted)


def _up(area: AreaCode, widest: AreaCode) -> AreaCode | None:
    parent = area.parent
    return parent if parent and widest.covers(parent) else None


def _gap_sheet(request: HttpRequest, missing: list[tuple[AreaCode, str]]) -> HttpResponseBase:
    return export.table(request, _("还没有党组织的区域"), [_("区域"), _("区域代码"), _("层级"), _("缺什么")], [
        (where.long(c), c, LEVEL_LABELS[c.level], UNIT_KINDS[kind]) for c, kind in missing
    ])  # fmt: skip


def _tree_sheet(request: HttpRequest, found: list[Tier]) -> HttpResponseBase:
    """With the headings of the import, so that the sheet can be mended and taken in again."""
    names = {t.id: t.name for t in found}
    head = [_("单位"), _("类别"), _("区域代码"), _("上级单位"), _("成立日期"), _("联系户数"), _("区域")]
    return export.table(request, _("党组织"), head, [
        (t.name, t.kind_label, t.area, names.get(t.parent, "") if t.parent else "", _date(t.since), t.doors or "", where.long(t.area))
        for t in found
    ])  # fmt: skip


def _date(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""
