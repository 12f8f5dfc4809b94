"""/command/alarms/<id>/: the whole chain of one alarm, link by link with ids and times between, also as JSON, CSV and XLSX."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.cases import queries as cases
from liren.cases.events import CaseDispatched
from liren.cases.queries import CaseCard
from liren.devices.queries import alarms, frames
from liren.devices.queries.chain import watched
from liren.kernel import Actor, Missing
from liren.people import queries as people
from liren.trust import journal
from liren.web import staff, where
from liren.web.alarms import words
from liren.web.command.figures import link
from liren.web.command.links import Known, Link, links, people_in
from liren.web.desk.view import waits_for
from liren.web.display import moment_words, worded
from liren.web.office import choices, export

EARLY = timedelta(minutes=5)


@staff.staff
@require_safe
def chain_page(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """`json`, `csv`, `xlsx` take the links along: ids and times, no name of anybody."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    known = gathered(actor, id, now)
    made = links(known)
    if "json" in request.GET:
        return _as_json(id, made)
    if {"csv", "xlsx"} & set(request.GET):
        return _as_table(request, made)
    alarm = known.alarm
    shown = {
        "alarm": alarm, "kind": worded(alarm.kind_label), "standing": words.standing(alarm), "area": where.long(alarm.area),
        "spot": words.spot(alarm), "marks": words.marks(alarm),
        "links": [(one, moment_words(one.at, now) if one.at else "") for one in made],
        "missing": sum(one.at is None and not one.never for one in made),
    }  # fmt: skip
    return staff.page(request, "command/chain.html", "command", shown)


def gathered(actor: Actor, id: UUID, now: datetime) -> Known:
    """What this viewer may know of an alarm's chain. Raises Missing without `devices.see` over it."""
    card, _group = alarms.group_of(actor, id)
    kept = frames.some(actor, dict.fromkeys((card.first_frame, card.last_frame)), card.area)
    case = _case(actor, card.case, now)
    entries = journal.of_many(actor, [card.id, *([card.case] if case and card.case else [])], card.raised_at - EARLY)
    seen, unseen = watched(actor, card.case) if case and card.case else ([], 0)
    accounts = people_in(entries) | ({card.judged_by} if card.judged_by else set())
    units = {e.event.unit for e in entries if isinstance(e.event, CaseDispatched) and e.event.unit}
    false = card.judged == "false"
    figure = _("误报率的误报") if false else _("误报率里核实过的")
    area = choices.widest(actor)
    return Known(
        alarm=card, frames=tuple(kept), entries=tuple(entries), case=case, owner=waits_for(case) if case else "",
        watched=tuple(seen), unseen=unseen, names=people.names_of(actor, accounts) if accounts else {},
        units=people.unit_names(actor, units) if units else {}, figure=figure,
        opens=link("false", area, cause=card.cause) if false else link("judged", area),
    )  # fmt: skip


def _case(actor: Actor, case: UUID | None, now: datetime) -> CaseCard | None:
    if case is None:
        return None
    try:
        return cases.case_card(actor, case, now)
    except Missing:
        return None


def _as_json(id: UUID, made: list[Link]) -> HttpResponse:
    told = {
        "alarm": str(id),
        "links": [
            {"link": one.code, "at": one.at, "ids": [number for _label, number in one.ids], "said": one.said, "waits": one.waits} for one in made
        ],
    }  # fmt: skip
    answer = HttpResponse(msgspec.json.encode(told), content_type="application/json")
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{id}.json") or "attachment"
    return answer


def _as_table(request: HttpRequest, made: list[Link]) -> HttpResponseBase:
    head = [_("环节"), _("什么时候"), _("隔了多久"), _("编号"), _("内容"), _("在等什么")]
    rows = [
        (one.title, one.at.isoformat() if one.at else "", one.after, " ".join(number for _label, number in one.ids), one.said, one.waits)
        for one in made
    ]  # fmt: skip
    return export.table(request, _("告警的整条链"), head, rows)
