"""The desk: queues with counts, filters, a dense list, and the chosen case beside it.

The page is plain links; `islands/desk.ts` fetches the two fragments, so that a list stays where it is while one
reads, and puts every act on a key.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from liren.cases import queries as cases
from liren.cases.kinds import GROUPS
from liren.cases.rules.desks import MOST_COLUMNS
from liren.catalogue import queries as catalogue
from liren.kernel import Actor, Missing
from liren.kernel.area import AreaCode, Level
from liren.kernel.ids import new_id
from liren.places import queries as places
from liren.web import staff
from liren.web.desk import alarmed, columns, filters, ruled, tabs
from liren.web.desk.bulk import offered
from liren.web.desk.detail import detail
from liren.web.desk.filters import STATES, Asked
from liren.web.desk.toasts import toasts
from liren.web.desk.view import line_clock
from liren.web.display import state_short

WIDE = 3


def asked_of(request: HttpRequest) -> Asked:
    """The filter of a request, for every page that shows, exports or counts the same list."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *tabs.QUEUES_OF)
    return filters.read(request.GET, actor, request.now, tabs.of(actor), tabs.start(actor), tabs.labels())  # type: ignore[attr-defined]


@staff.staff
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """A filter (`filters.KEPT`), `after` the key of its page, `case` the chosen one (else the first)."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    asked = asked_of(request)
    mine, own = tabs.of(actor), cases.desk(actor, now)
    shown = _listed(request, asked, own) | {
        "tabs": tabs.shown(mine, asked, tabs.counts(actor, mine, asked, now)), "asked_filter": asked,
        "what": tabs.labels()[asked.filter.queue], "own": own, "key": new_id(), "new_id": new_id(),
        "groups": GROUPS.items(), "kinds": _kinds(asked, now), "states": [(s, state_short(s)) for s in STATES],
        "areas": _areas(actor, asked.filter.area), "loads": _loads(actor, now), "all_columns": columns.columns().values(),
        "most_columns": MOST_COLUMNS,
        "shares": sorted({(str(g.area), places.name_of(g.area)) for g in actor.holds("cases.see")}),
        "toasts": toasts(request), "chosen_kinds": request.GET.getlist("kind"),
        "since": request.GET.get("since", ""), "until": request.GET.get("until", ""), "dispatcher": bool(actor.holds("cases.dispatch")),
        "sending": ruled.figures(actor, now) if any(map(actor.holds, ("cases.dispatch", "cases.urge"))) else [],
        "strip": alarmed.strip(actor, now),
    }  # fmt: skip
    chosen = _chosen(request.GET.get("case", ""))
    pane = detail(actor, chosen, now) if chosen else {"chosen": None}
    if pane["chosen"] is None and shown["lines"]:
        pane = detail(actor, shown["lines"][0]["line"].id, now)
    shown |= pane | _onward(shown["here"], pane["chosen"], _next(shown["lines"], pane["chosen"]))
    return staff.page(request, "desk/queue.html", "desk", shown, status=asked.status)


@staff.staff
@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """One more page of the list, as the rows themselves."""
    asked = asked_of(request)
    own = cases.desk(request.actor, request.now)  # type: ignore[attr-defined]
    return render(request, "desk/rows.html", _listed(request, asked, own), status=asked.status)


@staff.staff
@require_safe
def pane(request: HttpRequest, id: UUID) -> HttpResponse:
    """The chosen case alone; `next` is the row below it, where the desk goes once an act is done."""
    asked = asked_of(request)
    shown = detail(request.actor, id, request.now)  # type: ignore[attr-defined]
    if shown["chosen"] is None:
        raise Missing
    here = _here(asked, request.GET.get("after", ""))
    shown |= {"here": here} | _onward(here, id, _chosen(request.GET.get("next", "")))
    return render(request, "desk/detail.html", shown)


def _listed(request: HttpRequest, asked: Asked, own: cases.Desk) -> dict[str, Any]:
    """The rows of one page with their columns, and the key of the next page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    after = request.GET.get("after", "")
    page = cases.page(actor, asked.filter, now, after=after)
    cols = columns.chosen(own.columns)
    lines = [
        {"line": line, "clock": line_clock(line, now), "cells": [(c.code, c.cell(line)) for c in cols]}
        for line in page.lines
    ]
    here = _here(asked, after)
    return {
        "bulk": offered(actor), "lines": lines, "columns": cols, "wide": len(cols) > WIDE, "query": asked.query, "here": here,
        "here_query": here.partition("?")[2], "more": page.after, "after": after,
    }  # fmt: skip


def _here(asked: Asked, after: str) -> str:
    """This page of the list, without its chosen case."""
    return reverse("desk") + "?" + asked.query + (f"&{urlencode({'after': after})}" if after else "")


def _onward(here: str, chosen: UUID | None, following: UUID | None) -> dict[str, str]:
    """Where an act leads: `onward` to the next case, `stay` to this one."""
    return {"onward": f"{here}&case={following}" if following else here, "stay": f"{here}&case={chosen}"}


def _chosen(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _next(lines: list[dict[str, Any]], chosen: UUID | None) -> UUID | None:
    """The row below the chosen one, or above it at the end."""
    ids: list[UUID] = [one["line"].id for one in lines]
    if chosen not in ids or len(ids) < 2:
        return None
    place = ids.index(chosen)
    return ids[place + 1] if place + 1 < len(ids) else ids[place - 1]


def _kinds(asked: Asked, now: datetime) -> list[tuple[str, str]]:
    """Kinds that may still be added to the filter: those of the group, if there is one."""
    entries = catalogue.entries("case_kind", area=asked.filter.area, at=now)
    return [(e.code, e.spec.label) for e in entries if asked.group in ("", e.spec.group)]


def _areas(actor: Actor, chosen: str) -> list[tuple[str, str]]:
    """Towns and communities of the viewer, and below the chosen one its own parts: a tree that opens as one chooses."""
    found: list[tuple[str, str]] = []
    for area in sorted({str(g.area) for g in actor.holds("cases.see")}):
        level = Level.TOWN if len(area) < Level.TOWN else Level.COMMUNITY
        found += [(code, name) for code, name in places.below(actor, area, level)]
    if chosen:
        path = [a for a in reversed(AreaCode(chosen).ancestors()) if a.level >= Level.TOWN]
        for above in path:
            below = [a for a in Level if a > above.level][:1]
            names = [(c, "　" + n) for c, n in places.below(actor, above, below[0])] if below else []
            place = next((n for n, (code, _name) in enumerate(found) if code == above), None)
            fresh = [(c, n) for c, n in names if c not in dict(found)]
            if place is not None:
                deep = found[place][1].count("　")
                found[place + 1 : place + 1] = [(c, "　" * deep + n) for c, n in fresh]
    return [(str(code), name) for code, name in found]


def _loads(actor: Actor, now: datetime) -> list[cases.UnitLoad]:
    return cases.unit_loads(actor, now) if actor.holds("cases.dispatch") else []
