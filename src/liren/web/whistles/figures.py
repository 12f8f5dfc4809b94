"""吹哨一览: by kind, how many units answered, came and finished in time; every number opens the whistles it counts."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.cases.queries import whistles
from liren.cases.rules.whistle_figures import HOW, THREE, Row, Share, figures, how
from liren.cases.whistling import CLOCKS
from liren.kernel import Actor
from liren.web import staff, where
from liren.web.board.area import asked_area
from liren.web.display import Clock, moment_words, span_words, worded
from liren.web.whistles.shown import clock

DAYS = (7, 28, 90, 365)
USUAL = 28
STANDING = ("open", "late")
"""What the board opens: whistles that are not over, and units that are late now; neither belongs to a window."""


@staff.staff
@require_safe
def figures_page(request: HttpRequest) -> HttpResponse:
    """The table of a window, and beneath it the whistles of the number that was opened."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, "cases.see")
    asked = request.GET.get("days", "")
    days = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in DAYS else USUAL
    since = now - timedelta(days=days)
    rows = whistles.figure_rows(actor, since, now + timedelta(seconds=1))
    cards = whistles.blown_in(actor, since, now + timedelta(seconds=1))
    kinds = {card.kind: worded(card.spec.label) for card in cards}
    found = figures(rows, list(kinds), now)
    reported = whistles.reported_in(actor, since, now + timedelta(seconds=1))
    kind, clock_asked, way = request.GET.get("kind", ""), request.GET.get("clock", ""), request.GET.get("how", "")
    standing, area = request.GET.get("now", ""), asked_area(request, actor, "cases.see")
    records = _records(cards, _listed(rows, kind, clock_asked, way, now), now)
    if standing in STANDING:
        opened = whistles.open_in(actor, area)
        late = {call.id for card in opened for call in card.late_calls(now)}
        records = _records(opened, late if standing == "late" else None, now)

    def link(**more: str) -> str:
        return "?" + urlencode({"days": days, **more}) + "#records"

    context: dict[str, Any] = {
        "days": days, "windows": [(n, _("%(n)d 天") % {"n": n}) for n in DAYS],
        "table": [
            {"label": kinds[f.kind], "whistles": (f.whistles, link(kind=f.kind)), "calls": f.calls, "excused": f.excused,
             "shares": [_share(s, f.kind, link) for s in f.shares]}
            for f in found
        ],
        "clocks": [worded(CLOCKS[c]) for c in THREE], "blown": len(cards), "reported": reported,
        "per_hundred": f"{100 * len(cards) / reported:.1f}" if reported else "",
        "records": records, "count": sum(len(units) for *_rest, units in records) if standing == "late" else len(records),
        "narrowed": _standing(standing, area) if standing in STANDING else _narrowed(kinds.get(kind, ""), clock_asked, way),
    }  # fmt: skip
    return staff.page(request, "whistles/figures.html", "desk", context)


Record = tuple[whistles.WhistleCard, str, str, list[tuple[str, Clock]]]


def _records(cards: list[whistles.WhistleCard], calls: set[Any] | None, now: datetime) -> list[Record]:
    """The whistles of some calls (None: all), each with those of its units."""
    found = []
    for card in cards:
        units = [(k.unit_name, clock(card, k, now)) for k in card.calls if calls is None or k.id in calls]
        if units:
            found.append((card, worded(card.spec.label), moment_words(card.raised_at, now), units))
    return found


def _standing(standing: str, area: str) -> str:
    said = _("%(area)s：现在超时的单位") if standing == "late" else _("%(area)s：现在没有结束的吹哨")
    return said % {"area": where.long(area)}


def _listed(rows: list[Row], kind: str, clock_asked: str, way: str, now: datetime) -> set[Any]:
    """The calls behind the number that was opened; all of them when none was."""
    narrow = clock_asked in THREE and way in HOW
    return {
        row.call for row in rows if kind in ("", row.kind) and (not narrow or how(row, clock_asked, now) == way)
    }  # fmt: skip


def _share(share: Share, kind: str, link: Callable[..., str]) -> dict[str, Any]:
    """One cell: in time, late, running, each with its link, and the median."""
    parts = (
        (_("按时"), share.in_time, "in_time"),
        (_("超时"), share.late, "late"),
        (_("还在走"), share.waiting, "waiting"),
    )
    return {
        "parts": [(words, n, link(kind=kind, clock=share.clock, how=way)) for words, n, way in parts if n],
        "per_cent": f"{share.per_cent:.1f}%" if share.per_cent is not None else "",
        "median": span_words(timedelta(minutes=share.minutes)) or _("不到 1 分") if share.minutes is not None else "",
    }  # fmt: skip


def _narrowed(kind: str, clock_asked: str, way: str) -> str:
    words = {"in_time": _("按时"), "late": _("超时"), "waiting": _("还在走")}
    parts = [kind, f"{worded(CLOCKS[clock_asked])}{words[way]}" if clock_asked in THREE and way in words else ""]
    return "，".join(filter(None, parts))
