"""What siting says: how near the households live now and after a move, who is too far, and where the next one helps most."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from liren.places import queries as places
from liren.places.queries.walking import WalksCard
from liren.places.walks import Walks
from liren.web import where

RADII = (500, 800)
SHOWN = 20
NEW = "new"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page was asked: an area, a radius, how many suggestions, and perhaps one venue (or a new one) put elsewhere."""

    area: str
    radius: int
    count: int
    move: str
    lon: float | None
    lat: float | None

    @property
    def moved(self) -> bool:
        return bool(self.move) and self.lon is not None and self.lat is not None

    def query(self, **more: object) -> str:
        kept: dict[str, object] = {"in": self.area, "radius": self.radius, "count": self.count}
        if self.moved:
            kept |= {"move": self.move, "lon": self.lon, "lat": self.lat}
        return urlencode({name: str(value) for name, value in (kept | more).items()})


@dataclass(frozen=True, slots=True)
class Site:
    """A venue as siting sees it."""

    id: str
    name: str
    lon: float
    lat: float


def figures(ground: Walks, sites: list[Site], asked: Asked) -> dict[str, Any]:
    """The figures of now and of the move, the blind spots after it, the suggestions beside it."""
    from liren.places.siting.coverage import next_sites

    before, after, names = before_after(ground, sites, asked)
    blind = [
        (str(ground.homes[i]), where.long(ground.homes[i]), int(ground.households[i]), round(float(after.nearest[i])) if np.isfinite(after.nearest[i]) else "", names[i])
        for i in after.blind(asked.radius).tolist()
    ]  # fmt: skip
    steps = next_sites(ground.distance, ground.households, after.nearest, asked.radius, asked.count)
    last, suggestions = after.mean, []
    for n, step in enumerate(steps, start=1):
        lon, lat = ground.grid_points[step.site].round(6).tolist()
        suggestions.append({
            "n": n, "code": ground.grids[step.site], "name": where.long(ground.grids[step.site]), "lon": lon, "lat": lat, "added": round(step.added),
            "mean": round(step.mean), "saved": round(last - step.mean) if np.isfinite(last) else None,
            "try": f"?{replace(asked, move=NEW, lon=lon, lat=lat).query()}#try",
        })  # fmt: skip
        last = step.mean
    moved = next((s for s in sites if s.id == asked.move), None)
    return {
        "rows": [_row(_("500 米以内"), before, after, 500), _row(_("800 米以内"), before, after, 800)], "means": (mean_words(before.mean), mean_words(after.mean)),
        "whole": round(before.whole), "blind": blind[:SHOWN], "all_blind": blind, "blind_households": sum(row[2] for row in blind), "suggestions": suggestions,
        "tried": asked.moved, "tried_name": moved.name if moved else _("新的一个"), "ways": ground.ways, "radius": asked.radius, "count_sites": len(sites),
        "at": where.long(located.scope) if asked.moved and (located := places.locate(asked.lon or 0, asked.lat or 0)) else "",
    }  # fmt: skip


def before_after(ground: Walks, sites: list[Site], asked: Asked) -> tuple[Any, Any, list[str]]:
    """Coverage as it is and with the move, and the nearest venue of each home after it."""
    from liren.places.siting.coverage import coverage

    now = ground.of([(s.lon, s.lat) for s in sites])
    then, names = now, [s.name for s in sites]
    if asked.moved:
        kept = [n for n, s in enumerate(sites) if s.id != asked.move]
        tried = ground.of([(asked.lon or 0.0, asked.lat or 0.0)])
        then = np.vstack([now[kept], tried])
        moved = next((s.name for s in sites if s.id == asked.move), _("新的一个"))
        names = [*(names[n] for n in kept), moved]
    nearest = [names[i] for i in then.argmin(axis=0).tolist()] if len(then) else [""] * len(ground.homes)
    return coverage(now, ground.households, RADII), coverage(then, ground.households, RADII), nearest


def _row(words: str, before: Any, after: Any, radius: int) -> dict[str, Any]:
    was, now = before.within[radius], after.within[radius]
    return {
        "words": words, "was": round(was), "was_share": _share(was, before.whole), "now": round(now), "now_share": _share(now, before.whole),
        "change": round(now - was),
    }  # fmt: skip


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "—"


def mean_words(metres: float) -> str:
    return f"{metres:,.0f}" if np.isfinite(metres) else "—"


def metres(far: float) -> str:
    return _("%(n)s 米") % {"n": f"{far:,.0f}"} if np.isfinite(far) else _("没有阵地")


def anew(last: WalksCard | None, area: str) -> dict[str, object] | None:
    """What as many venues could do at best if all were free to move, with its bound: known for the whole area of the order."""
    if last is None or not last.mean or last.bound is None or last.area != area:
        return None
    gap = f"{100 * (last.mean / last.bound - 1):.1f}%" if last.bound else "—"
    return {"count": last.places, "mean": mean_words(last.mean), "bound": mean_words(last.bound), "gap": gap}
