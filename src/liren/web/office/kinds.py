"""类别和规则: what is configured, family by family, with version and date; the drafts that wait; kinds as a sheet."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.cases.kinds import GROUPS
from liren.cases.workflows import CLOCK_LABELS
from liren.catalogue import drafts
from liren.catalogue import queries as catalogue
from liren.catalogue.families import FAMILIES
from liren.catalogue.queries import Entry
from liren.kernel import Actor
from liren.people import queries as people
from liren.places import queries as places
from liren.web import staff
from liren.web.display import day_words
from liren.web.office import choices, export, sections

FIRST = "case_kind"


@staff.staff
@require_safe
def kinds_page(request: HttpRequest) -> HttpResponseBase:
    """One family's entries as they hold for the viewer's area; `family` chooses it, `csv` gives the kinds."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["kinds"])
    family = request.GET.get("family", FIRST)
    family = family if family in FAMILIES else FIRST
    found = catalogue.entries(family, area=choices.widest(actor), at=now)
    if "csv" in request.GET:
        return _sheet(catalogue.entries(FIRST, area=choices.widest(actor), at=now))
    shown = {
        "families": [
            {"href": f"?family={f.code}", "name": _(f.label), "count": None, "current": f.code == family}
            for f in sorted(FAMILIES.values(), key=lambda f: f.code != FIRST)
        ],
        "family": family, "label": _(FAMILIES[family].label), "groups": _groups(family, found, now), "count": len(found),
        "may_open": any(map(actor.holds, drafts.RIGHTS)), "drafts": waiting(actor, now),
        "limited": family == FIRST,
    }  # fmt: skip
    return sections.page(request, "office/kinds.html", "kinds", shown)


def waiting(actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """Drafts that nobody has decided, for whoever may; empty for others."""
    found = drafts.open_drafts(actor, now)
    names = people.names_of(actor, {who for d in found for who in d.hands}) if found else {}
    return [
        {
            "draft": d, "family": _(FAMILIES[d.family].label), "label": d.spec.get("label", d.code),
            "who": "、".join(names.get(who, _("一位同事")) for who in d.hands), "when": day_words(d.saved_at, now),
        }
        for d in found
        if d.family in FAMILIES
    ]  # fmt: skip


def place_of(area: str) -> str:
    """Whose entry it is: an area's own, or what ships with Liren."""
    return places.name_of(area) if area else _("随附")


def _groups(family: str, found: list[Entry], now: datetime) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    order = list(GROUPS)
    for entry in sorted(found, key=lambda e: (order.index(e.spec.group) if family == FIRST else 0, e.code)):
        group = _(GROUPS[entry.spec.group]) if family == FIRST else ""
        groups.setdefault(group, []).append(
            {
                "entry": entry, "label": getattr(entry.spec, "label", entry.code), "place": place_of(entry.area),
                "since": day_words(entry.effective_from, now) if entry.effective_from.year > 2000 else _("一直"),
                "accept": entry.spec.limits.accept if family == FIRST else "",
                "solve": entry.spec.limits.solve if family == FIRST else "",
            }
        )  # fmt: skip
    return groups


def _sheet(found: list[Entry]) -> HttpResponseBase:
    limits = [CLOCK_LABELS[c] for c, _limit in found[0].spec.limits.items()] if found else []
    return export.sheet(_("事项类别"), [_("大类"), _("类别"), *limits, _("依据")], [
        (GROUPS[e.spec.group], e.spec.label, *(x for _c, x in e.spec.limits.items()), e.spec.legal_basis)
        for e in found
    ])  # fmt: skip
