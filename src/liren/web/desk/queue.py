"""The desk: queues with counts, filters, a dense list, and the chosen case beside it. Plain links; no script needed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.cases import queries as cases
from liren.cases.kinds import GROUPS
from liren.catalogue import queries as catalogue
from liren.kernel import Actor, Missing
from liren.kernel.area import Level
from liren.kernel.ids import new_id
from liren.places import queries as places
from liren.web import staff, where
from liren.web.attempt import Typed
from liren.web.desk.asked import sorted_out
from liren.web.desk.boxes import boxes, filled
from liren.web.desk.choices import Choices
from liren.web.desk.history import Names
from liren.web.desk.view import line_clock, view

QUEUES_OF = {
    "cases.handle": ("handling",),
    "cases.dispatch": (
        "late",
        "soon",
        "unsigned",
        "new",
        "to_dispatch",
        "returned",
        "doing",
        "to_verify",
        "nowhere",
        "open",
    ),
    "cases.verify": ("late", "soon", "to_verify", "open"),
    "cases.arbitrate": ("late", "soon", "arbitration", "open"),
    "cases.approve": ("late", "soon", "doing", "relief", "open"),
    "cases.urge": ("late", "soon", "unsigned", "doing", "disputed", "open"),
    "cases.call_back": ("to_confirm", "disputed"),
}
ORDER = ("handling", "late", "soon", "unsigned", "new", "to_dispatch", "returned", "doing", "relief", "arbitration",
         "to_verify", "nowhere", "to_confirm", "disputed", "open")  # fmt: skip
START = {"cases.dispatch": "open", "cases.handle": "handling", "cases.arbitrate": "arbitration", "cases.verify": "to_verify",
         "cases.approve": "relief", "cases.urge": "late", "cases.call_back": "to_confirm"}  # fmt: skip
KEPT = ("tab", "group", "in", "unit", "q")


def labels() -> dict[str, str]:
    """The words on the tabs."""
    return {
        "handling": _("等我办"), "late": _("超期"), "soon": _("2 小时内"), "unsigned": _("待签收"), "new": _("新到"),
        "to_dispatch": _("待派遣"), "returned": _("退回"), "doing": _("办理中"), "relief": _("待审批"),
        "arbitration": _("待裁定"), "to_verify": _("待核查"), "nowhere": _("网格外"), "to_confirm": _("等评价"),
        "disputed": _("说没解决"), "open": _("全部"),
    }  # fmt: skip


@staff.staff
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """`tab`, `group` of kinds, `in` an area, `q` text, `after` the page's key, `case` the chosen one (else the first)."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, *QUEUES_OF)
    mine = [q for q in ORDER if any(actor.holds(r) and q in queues for r, queues in QUEUES_OF.items())]
    tab = request.GET.get("tab", "")
    tab = tab if tab in mine else next(q for r, q in START.items() if actor.holds(r))
    asked = _asked(request, tab, now)
    counts = cases.counts(actor, now, asked)
    page = cases.page(actor, asked, now, after=request.GET.get("after", ""))
    chosen = _chosen(request, page.lines)
    query = _query(request, tab)
    shown: dict[str, Any] = {
        "tabs": _tabs(mine, tab, counts, request), "tab": tab,
        "lines": [{"line": line, "clock": line_clock(line, now), "where": _where(line)} for line in page.lines],
        "query": query, "more": page.after, "chosen": chosen, "groups": list(GROUPS.items()), "group": request.GET.get("group", ""),
        "areas": _areas(actor), "area": asked.area, "q": asked.text, "narrowed": bool(asked.kinds or asked.unit or asked.area or asked.text),
        "what": labels()[tab],
        "loads": cases.unit_loads(actor, now) if actor.holds("cases.dispatch") else [],
        "unit": asked.unit,
    }  # fmt: skip
    if chosen:
        shown |= _detail(actor, chosen, now) | {"here": f"{request.path}?{query}"}
    return staff.page(request, "desk/queue.html", "desk", shown)


def _asked(request: HttpRequest, tab: str, now: datetime) -> cases.Filter:
    group, area = request.GET.get("group", ""), request.GET.get("in", "")
    kinds = tuple(e.code for e in catalogue.entries("case_kind", area=area, at=now) if e.spec.group == group)
    return cases.Filter(
        queue=tab, kinds=kinds, unit=Typed(request.GET).uuid("unit", "", optional=True), area=area if area.isdigit() else "",
        text=request.GET.get("q", "").strip(),
    )  # fmt: skip


def _tabs(mine: list[str], tab: str, counts: dict[str, int], request: HttpRequest) -> list[dict[str, Any]]:
    names, tones = labels(), {"late": "late", "soon": "soon"}
    return [
        {
            "name": names[q], "href": f"?{_query(request, q)}", "count": counts.get(q), "current": q == tab,
            "tone": tones.get(q, "") if counts.get(q) else "",
        }
        for q in mine
    ]  # fmt: skip


def _query(request: HttpRequest, tab: str) -> str:
    """This list's address without its page and its chosen case."""
    kept = QueryDict(mutable=True)
    kept.update({name: request.GET[name] for name in KEPT if request.GET.get(name)} | {"tab": tab})
    return kept.urlencode()


def _chosen(request: HttpRequest, lines: tuple[cases.CaseLine, ...]) -> UUID | None:
    try:
        return UUID(request.GET["case"])
    except (KeyError, ValueError):
        return lines[0].id if lines else None


def _where(line: cases.CaseLine) -> str:
    return _("网格外") if line.placed == "outside" else where.short(line.scope)


def _areas(actor: Actor) -> list[tuple[str, str]]:
    """Communities and grids of the viewer for the filter, in the order of the map."""
    seen = [a.code for a in places.tree(actor) if Level.COMMUNITY <= a.code.level <= Level.GRID]
    return [(str(code), ("　" if code.level is Level.GRID else "") + places.name_of(code)) for code in seen]


def _detail(actor: Actor, id: UUID, now: datetime) -> dict[str, Any]:
    """The chosen case for the pane beside the list: what it is, what is asked, what may be the same thing."""
    try:
        card = cases.case_card(actor, id, now)
    except Missing:
        return {"chosen": None}
    names = Names(actor, card.timeline)
    main, also, _refused = sorted_out(card, boxes(card.acts))
    main = filled(main, Choices(actor, card.case, card.kind, now)) if main else None
    alike = cases.nearby_alike(actor, id, now) if any(act.code == "merge" for act in card.acts) else []
    return {
        "v": view(actor, card, names, now), "case_id": id, "version": card.case.version, "key": new_id(), "asked": main,
        "also": also[:2], "alike": [(line, line_clock(line, now), new_id()) for line in alike], "used": _used(card, now),
    }  # fmt: skip


def _used(card: cases.CaseCard, now: datetime) -> dict[str, Any] | None:
    """How much of the pressing limit is gone, for the bar: whole per cent, start, end."""
    pressing = (c.clock for c in card.clocks if c.clock.kind == card.case.next_clock and c.clock.running_since)
    clock = next(pressing, None)
    if clock is None or clock.due_at is None:
        return None
    whole = (clock.due_at - clock.started_at).total_seconds()
    share = round(100 * (now - clock.started_at).total_seconds() / whole) if whole > 0 else 100
    return {"share": share, "starts": clock.started_at, "ends": clock.due_at}
