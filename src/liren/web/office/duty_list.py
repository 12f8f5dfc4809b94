"""履职清单: the town's three lists, by class or by a word, each item with the kinds it covers and who it goes to."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from liren.cases import published, receivers
from liren.cases.duties import TIERS, DutyList, Item
from liren.cases.queries import routing
from liren.cases.rules.duty_rows import COLUMNS
from liren.cases.rules.routing import keeps_off_town
from liren.catalogue import queries as catalogue
from liren.kernel import Actor, Missing
from liren.web import staff
from liren.web.display import worded
from liren.web.office import choices, export, sections
from liren.web.office.kinds import place_of

SAYS = {
    "basic": gettext_lazy("镇里自己办，照规则派。"),
    "cooperative": gettext_lazy("主办单位办，镇里配合。"),
    "taken_back": gettext_lazy("已由上级收回：系统不会派给镇里和村（社区），只派给收回它的部门。"),
}


@staff.staff
@require_safe
def list_page(request: HttpRequest) -> HttpResponseBase:
    """`tier` and `q` narrow the list; `csv` or `xlsx` gives it away in the columns of the import."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["duty-list"])
    area = choices.widest(actor)
    entry = published.list_of(area, now)
    if entry is None:
        raise Missing
    listed: DutyList = entry.spec
    labels = kind_labels(area, now)
    tier, text = request.GET.get("tier", ""), " ".join(request.GET.get("q", "").split())[:40]
    found = [i for i in listed.items if tier in ("", i.tier) and _has(i, text, labels)]
    if "csv" in request.GET or "xlsx" in request.GET:
        return export.table(request, listed.label, COLUMNS, _rows(found, labels))
    counts = {t: sum(i.tier == t for i in listed.items) for t in TIERS}
    query = f"&q={text}" if text else ""
    tabs = [{"href": f"?{query}", "name": _("全部"), "count": len(listed.items), "current": not tier}]
    tabs += [
        {"href": f"?tier={t}{query}", "name": worded(TIERS[t]), "count": counts[t], "current": tier == t} for t in TIERS
    ]
    shown = {
        "listed": listed, "entry": entry, "whose": place_of(entry.area), "tabs": tabs, "tier": tier, "q": text,
        "items": [_line(item, labels) for item in found], "query": request.GET.urlencode(),
        "may_import": bool(actor.holds("catalogue.publish")), "may_open": bool(actor.holds("catalogue.draft") or actor.holds("catalogue.publish")),
    }  # fmt: skip
    return sections.page(request, "office/duty_list.html", "duty-list", shown)


@staff.staff
@require_safe
def item_page(request: HttpRequest, code: str) -> HttpResponseBase:
    """One item: what it is, the kinds it covers, whom it goes to here, and the rules that ask about its class."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["duty-list"])
    area = choices.widest(actor)
    entry = published.list_of(area, now)
    item = entry.spec.by_code.get(code) if entry else None
    if entry is None or item is None:
        raise Missing
    listed: DutyList = entry.spec
    units = routing.units(actor)
    allowed = tuple(u for u in units if keeps_off_town(item, u))
    lead = receivers.seek(item.lead, area, allowed) if item.lead and item.lead not in ("lead", "desk") else None
    labels = kind_labels(area, now)
    shown = {
        **sections.crumb(item.title, (reverse("duty-list"), _("履职清单"))),
        "item": _line(item, labels), "listed": listed, "whose": place_of(entry.area),
        "lead": lead.unit.name if lead and lead.unit else "", "lead_why_not": lead.why_not if lead else "",
        "kinds": [(k, labels.get(k, k)) for k in item.kinds],
        "others": [_line(o, labels) for k in item.kinds for o in listed.covering(k) if o.code != item.code],
    }  # fmt: skip
    return sections.page(request, "office/duty_item.html", "duty-list", shown)


def kind_labels(area: str, now: datetime) -> dict[str, str]:
    """What the kinds of case are called, by code."""
    return {e.code: e.spec.label for e in catalogue.entries("case_kind", area=area, at=now)}


def _line(item: Item, labels: dict[str, str]) -> dict[str, Any]:
    return {
        "item": item, "tier": worded(TIERS[item.tier]), "lead": receivers.said(item.lead) if item.lead else "",
        "helper": receivers.said(item.helper) if item.helper else "", "kinds": "、".join(labels.get(k, k) for k in item.kinds),
        "says": SAYS[item.tier],
    }  # fmt: skip


def _has(item: Item, text: str, labels: dict[str, str]) -> bool:
    words = " ".join((item.code, item.title, item.lead, item.helper, *(labels.get(k, k) for k in item.kinds)))
    return text.lower() in words.lower()


def _rows(items: Iterable[Item], labels: dict[str, str]) -> list[tuple[object, ...]]:
    return [
        (i.code, i.title, TIERS[i.tier], i.lead.partition(":")[2], i.helper.partition(":")[2],
         "、".join(labels.get(k, k) for k in i.kinds), i.legal_basis)
        for i in items
    ]  # fmt: skip
