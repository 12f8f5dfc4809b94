"""The dry run of a draft of routing rules: ordered, awaited, and shown with the cases that would go elsewhere."""

from datetime import datetime
from itertools import zip_longest
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from liren.cases import routes
from liren.cases.queries import routing
from liren.catalogue import rehearsing
from liren.catalogue.commands import RehearseDraft
from liren.catalogue.drafts import DraftCard
from liren.catalogue.keys import Change, Part
from liren.kernel import Actor
from liren.web import staff, where
from liren.web.attempt import Typed, attempt
from liren.web.office import export
from liren.web.office.duty_list import kind_labels
from liren.web.office.routing import spec_routing
from liren.web.office.rule_words import line, rule_rows, unit_name

MOST = 100


@staff.staff
@require_POST
def rehearse(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Play the last 90 days; a long run goes on by the worker while the page waits."""
    from liren.web.office.draft import shown_again

    typed = Typed(request.POST)
    tried = attempt(request, typed, lambda: RehearseDraft(rehearsal=typed.key, draft=id))
    if tried.answer is None:
        return shown_again(request, id, typed, tried)
    return redirect(reverse("draft", args=[id]) + "#dry")


def section(card: DraftCard) -> str:
    """Under which heading of the office a draft stands."""
    return "routing" if card.family == routes.FAMILY else "kinds"


def shown(actor: Actor, card: DraftCard, now: datetime) -> dict[str, Any]:
    """What the draft's page shows of its latest dry run; nothing for families that want none."""
    if card.family != routes.FAMILY:
        return {}
    found = rehearsing.latest(actor, card.id, now)
    context: dict[str, Any] = {
        "wants_rehearsal": True, "rehearsal": found, "may_see": bool(actor.holds("cases.see")),
        "may_run": bool(actor.holds("catalogue.publish")), "rule_changes": changes(actor, card, now),
    }  # fmt: skip
    if found is None or found.state != "done":
        return context
    units = routing.units(actor)
    counted = sorted(found.result.get("units", {}).items(), key=lambda pair: (-max(pair[1]), pair[0]))
    moved = found.result.get("moved", [])
    return context | {
        "units": [(unit_name(units, u), a, b, f"{b - a:+d}".replace("-", "−") if a != b else "") for u, (a, b) in counted],
        "lines": _lines(actor, card, moved[:MOST], now) if context["may_see"] else [], "more_lines": len(moved) > MOST,
    }  # fmt: skip


def sheet(request: HttpRequest, card: DraftCard) -> HttpResponseBase:
    """Every case that would go elsewhere and that the viewer may see."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, "cases.see")
    found = rehearsing.latest(actor, card.id, now)
    moved = found.result.get("moved", []) if found else []
    head = [_("编号"), _("案件"), _("类别"), _("地点"), _("报的时间"), _("照现行的"), _("照草稿"), _("实际")]
    return export.table(request, _("派单规则试算，会派到别处的"), head, [
        (one["number"], one["title"], one["kind"], one["place"], one["when"], one["before"], one["after"], one["really"])
        for one in _lines(actor, card, moved, now)
    ])  # fmt: skip


def changes(actor: Actor, card: DraftCard, now: datetime) -> list[Change]:
    """The difference of two sets of rules, place by place in the order, in words."""
    sides = []
    for spec in (card.base_spec, card.spec):
        sides.append([line(row) for row in rule_rows(spec_routing(spec).rules, actor, card.area, now)])
    return [
        Change(path=f"rules.{no}", label=_("规则 %(n)d") % {"n": no}, old=_part(old), new=_part(new))
        for no, (old, new) in enumerate(zip_longest(*sides, fillvalue=""), 1)
        if old != new
    ]


def _part(words: str) -> tuple[Part, ...]:
    return (Part(words, True),) if words else ()


def _lines(actor: Actor, card: DraftCard, moved: list[list[str]], now: datetime) -> list[dict[str, Any]]:
    to = {UUID(id): (before, after, really) for id, before, after, really in moved}
    labels, units = kind_labels(card.area, now), routing.units(actor)
    return [
        {
            "id": one.id, "number": one.number, "title": one.title, "kind": labels.get(one.kind, one.kind),
            "place": where.long(one.scope), "when": export.moment(one.reported_at),
            **dict(zip(("before", "after", "really"), (unit_name(units, u) for u in to[one.id]), strict=True)),
        }
        for one in routing.shown(actor, to)
    ]  # fmt: skip
