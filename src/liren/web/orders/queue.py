"""点单: what the community sees to, queue by queue, with counts that equal their rows; the same list as a file."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.kernel import Actor, Refusal
from liren.kernel.area import Level
from liren.places import queries as places
from liren.services import queries as services
from liren.services.kinds import CHANNELS, GENDERS
from liren.web import staff
from liren.web.attempt import Typed
from liren.web.display import worded
from liren.web.office import choices as lists
from liren.web.office import export
from liren.web.orders import choices
from liren.web.orders.marks import mark

TABS = ("open", "to_triage", "to_list", "unclaimed", "late", "listed", "in_hand", "to_confirm", "unconfirmed", "ended")
TONES = {"late": "late", "unclaimed": "soon"}


@staff.staff
@require_safe
def orders_page(request: HttpRequest) -> HttpResponseBase:
    """`tab`, `kind`, `in` an area, `q`; `csv` and `xlsx` take exactly what the list shows along."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, "services.see", "services.triage")
    now: datetime = request.now  # type: ignore[attr-defined]
    asked = _asked(request)
    if "csv" in request.GET or "xlsx" in request.GET:
        return _export(request, actor, asked, now)
    found = services.page(actor, asked, now, after=request.GET.get("after", ""))
    counts = services.counts(actor, now, replace(asked, queue="open"))
    kept = request.GET.copy()
    kept.pop("after", None)
    kept.pop("tab", None)
    query = kept.urlencode()
    shown = {
        "tabs": [
            {"href": f"?tab={name}" + (f"&{query}" if query else ""), "name": _(services.QUEUES[name].label),
             "count": counts[name], "tone": TONES.get(name) if counts[name] else None, "current": name == asked.queue}
            for name in TABS
        ],
        "lines": [{"line": line, "clock": mark(line.state, line.due_at, now)} for line in found.lines], "next": found.after,
        "kinds": [(code, worded(kind.label)) for code, kind in choices.kinds(lists.widest(actor), now).items()],
        "areas": places.below(actor, lists.widest(actor), Level.COMMUNITY), "asked": asked, "tab": asked.queue,
        "query": query, "figures": [_figure(f) for f in services.figures(actor, now, area=asked.area)],
        "may_triage": bool(actor.holds("services.triage")), "team": services.member_counts(actor) if actor.holds("services.manage") else {},
        "narrow": asked != services.Filter(queue=asked.queue),
    }  # fmt: skip
    return staff.page(request, "orders/queue.html", "orders", shown)


def _asked(request: HttpRequest) -> services.Filter:
    """The filter of the address; what can't be read is left out."""
    tab, within = request.GET.get("tab", "open"), request.GET.get("in", "")
    return services.Filter(
        queue=tab if tab in TABS else "open",
        kind=request.GET.get("kind", ""),
        area=within if within.isascii() and within.isdigit() else "",
        text=request.GET.get("q", "").strip(),
        since=Typed(request.GET).read("since", datetime.fromisoformat, "", optional=True),
        claimed={"1": True, "0": False}.get(request.GET.get("claimed", "")),
    )


def _figure(figure: services.Figure) -> dict[str, Any]:
    """A figure with the lists it counted; a share of nothing is no number."""
    shown = "—"
    if figure.value is not None:
        shown = f"{figure.value * 100:.0f}%" if figure.unit == "%" else f"{figure.value:.0f} {_(figure.unit)}"
    return {"label": _(figure.label), "value": shown, "records": figure.records, "formula": _(figure.formula),
            "opens": [(_opens(f), f"{reverse('orders')}?{_query(f)}") for f in figure.opens]}  # fmt: skip


def _opens(asked: services.Filter) -> str:
    """What a list behind a figure is called."""
    of = {True: _("有人接的"), False: _("没人接的"), None: ""}[asked.claimed]
    return "，".join(filter(None, (of, _(services.QUEUES[asked.queue].label))))


def _query(asked: services.Filter) -> str:
    """A filter as an address says it; `_asked` reads it back."""
    said = {"tab": asked.queue, "in": asked.area, "since": asked.since.isoformat() if asked.since else ""}
    said["claimed"] = {True: "1", False: "0", None: ""}[asked.claimed]
    return urlencode({name: value for name, value in said.items() if value})


def _export(request: HttpRequest, actor: Actor, asked: services.Filter, now: datetime) -> HttpResponseBase:
    head = [_("编号"), _("服务"), _("要帮的忙"), _("状态"), _("在哪里"), _("希望"), _("来源"), _("点单时间"), _("接单的人"),
            _("约好的时间"), _("期限"), _("结束时间"), _("重新办过")]  # fmt: skip
    try:
        pages = services.export(actor, asked, now, _("导出点单"))
    except Refusal:
        pages = iter(())
    return export.table(request, _("点单"), head, (
        (line.number, line.kind_label, line.title, _(line.state_label), line.place, _(GENDERS[line.gender]),
         _(CHANNELS[line.channel]), export.moment(line.requested_at), line.handler_name or "", export.moment(line.scheduled_for),
         export.moment(line.due_at), export.moment(line.closed_at), line.reworks)
        for page in pages for line in page
    ))  # fmt: skip
