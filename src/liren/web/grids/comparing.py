"""Plans of a grid side by side, and the households that walk far to a venue, by the micro-grid they would be in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from liren.kernel import Actor, AreaCode
from liren.kernel.area import Level
from liren.places.layout import Layout
from liren.places.queries import Division
from liren.places.queries.walking import last_walks, walks
from liren.venues import queries as venues
from liren.web.display import grouped, moment_words
from liren.web.grids.figures import Figure, percent

FAR_M = 800


@dataclass(frozen=True, slots=True, kw_only=True)
class Far:
    """The dwellings that walk farther than FAR_M to the nearest venue in use; `of` the moment the ways were measured."""

    dwellings: frozenset[int]
    households: int
    ways: str
    of: str


def far(actor: Actor, grid: AreaCode, layout: Layout, at: datetime) -> Far | None:
    """None as long as the ways of the town were never measured (选址)."""
    ground, card = walks(actor, grid), last_walks(actor, grid)
    if ground is None or card is None or card.settled_at is None:
        return None
    sites = [(v.lon, v.lat) for v in venues.on_list(actor, at, within=grid[: Level.TOWN])]
    doors = layout.plane.degrees(np.array(layout.spots))
    beyond = ground.beyond(sites, doors, FAR_M)
    found = frozenset(n for n, is_far in enumerate(beyond.tolist()) if is_far and layout.dwellings[n].households)
    households = sum(layout.dwellings[n].households for n in found)
    return Far(dwellings=found, households=households, ways=ground.ways, of=moment_words(card.settled_at, at))


def by_part(found: Far, division: Division) -> dict[int, int]:
    """Part → households that walk far."""
    counted: dict[int, int] = {}
    for n in found.dwellings:
        part = division.labels[n]
        counted[part] = counted.get(part, 0) + division.dwellings[n].households
    return dict(sorted(counted.items(), key=lambda one: division.number(one[0])))


def names(found: Far, division: Division) -> list[dict[str, Any]]:
    """The doors themselves, by the micro-grid they would be in."""
    rows = [
        {"called": one.address or one.called, "households": one.households, "number": division.number(division.labels[n])}
        for n in found.dwellings for one in (division.dwellings[n],)
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row["number"], row["called"]))


def figure(found: Far | None, now: Division | None, plan: Division | None) -> Figure:
    """The line of the table: the same on both sides, because where people live does not depend on how they are divided."""
    if found is None:
        return Figure(
            name=_("步行超 800 米"),
            now="—",
            then="—",
            change="",
            tone="",
            how=_("还没有算过步行距离，请先在“选址”里算一遍"),
        )
    ways = {"streets": _("沿道路"), "doors": _("从楼到楼"), "straight": _("按直线的 1.3 倍")}[found.ways]
    words = _("%(n)s 户") % {"n": grouped(found.households)}
    best = plan or now
    worst = by_part(found, best) if best else {}
    most = max(worst.values(), default=0)
    said = _("到最近的阵地%(ways)s走 800 米以上的户，%(of)s 算的；怎么划都是这些户") % {"ways": ways, "of": found.of}
    if best is not None and most:
        part = next(part for part, n in worst.items() if n == most)
        said += _("，最多的一片是 %(which)s，%(n)s 户") % {"which": best.number(part), "n": grouped(most)}
    return Figure(
        name=_("步行超 800 米"), now=words if now else "—", then=words if plan else "—", change=_("不变") if now and plan else "",
        tone="", how=said,
    )  # fmt: skip


def table(options: Sequence[tuple[str, bool, Division]], now: Division | None) -> list[dict[str, Any]]:
    """A column a plan: balance, contiguity, compactness, roads, households moved; `reason` in words, today's division first."""
    columns = [(_("现在"), False, now)] if now is not None else []
    found = []
    for name, current, one in (*columns, *options):
        assert one is not None
        m = one.measures
        found.append({
            "name": name, "current": current, "parts": len(m.parts), "mean": percent(m.mean_deviation), "most": percent(m.most_deviation),
            "broken": m.broken, "compact": f"{m.compact:.2f}", "road": percent(m.road_share),
            "moved": "—" if one is now else grouped(one.moved_households), "reason": _reason(one),
        })  # fmt: skip
    return found


def _reason(one: Division) -> str:
    """What limits it, in words."""
    if one.measures.broken:
        return _("有断开的片")
    if heavy := one.heavy():
        return _("受单体楼限制：%(which)s") % {"which": "、".join(sorted(one.number(part) for part in heavy))}
    return _("没有单体楼限制")
