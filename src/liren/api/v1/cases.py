"""Cases: lists of what changed, one with its timeline, reports on somebody's behalf, notes."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from liren.api.v1 import shapes
from liren.api.v1.door import Call, Made
from liren.api.v1.problems import Problem
from liren.cases import commands as c
from liren.cases import queries
from liren.cases.events import CaseEvent
from liren.cases.queries.cards import CaseCard
from liren.cases.queries.exchange import SharedCase, Wanted, shared
from liren.cases.scopes import WORDS
from liren.catalogue import queries as catalogue
from liren.kernel import AreaCode, Code
from liren.kernel.area import Level
from liren.trust import gate
from liren.trust.journal import Entry

CHANNEL = Code("api")
COMMITTED_WITHIN = timedelta(seconds=20)
"""Longer than a transaction may last (settings.LIMITS): whatever is older has been committed."""


def listing(call: Call) -> shapes.CasePage:
    """A page of what changed, the longest unchanged first."""
    asked = call.asked
    wanted = Wanted(area=asked.area or "", kind=asked.kind or "", state=asked.state or "", since=asked.updated_since)
    found = shared(call.viewer, wanted, after=asked.cursor, size=asked.size)
    words = call.may(WORDS)
    return shapes.CasePage(
        cases=tuple(_line(case, words) for case in found.lines), next=found.after or None,
        resume_since=call.now - COMMITTED_WITHIN,
    )  # fmt: skip


def _line(case: SharedCase, words: bool) -> shapes.CaseLine:
    return shapes.CaseLine(
        id=case.id, number=case.number, version=case.version, kind=case.kind, state=case.state, severity=case.severity,
        channel=case.channel, area=case.scope, unit=case.unit, result=case.result, reported_at=case.reported_at,
        updated_at=case.changed_at, closed_at=case.closed_at, next_clock=case.next_clock, next_due_at=case.next_due_at,
        title=case.title if words else None, place_words=case.place_words if words else None,
        lon=case.lon if words else None, lat=case.lat if words else None,
    )  # fmt: skip


def one(call: Call) -> shapes.WholeCase:
    """A case with its timeline. What a key may not see is not there."""
    card = queries.case_card(call.viewer, call.named["id"], call.now)
    state, words = card.case, call.may(WORDS)
    return shapes.WholeCase(
        id=state.id, number=card.number, version=state.version, kind=state.kind, state=state.state, severity=state.severity,
        channel=state.channel, area=state.scope, unit=state.unit, result=state.result, reported_at=state.reported_at,
        updated_at=card.changed_at, closed_at=state.closed_at, next_clock=state.next_clock, next_due_at=state.next_due_at,
        title=card.title if words else None, place_words=card.place_words if words else None,
        lon=card.lon if words else None, lat=card.lat if words else None,
        confirm=state.confirm, solved=state.solved,
        timeline=tuple(_happening(e, card, words) for e in card.timeline if isinstance(e.event, CaseEvent)),
    )  # fmt: skip


def _happening(entry: Entry, card: CaseCard, words: bool) -> shapes.Happening:
    event: Any = entry.event
    note = card.notes.get(getattr(event, "note", None)) if words else None  # type: ignore[arg-type]
    return shapes.Happening(
        id=entry.id, at=entry.at, event=entry.name, state=getattr(event, "state", None), unit=getattr(event, "unit", None),
        by=entry.actor_kind, words=note.text if note and note.visible_to_reporter else None,
    )  # fmt: skip


def report(call: Call) -> Made:
    """A report for somebody else: who reported is sealed, the key stands in the journal."""
    told: shapes.Report = call.body
    key = _key(call)
    if told.kind not in {
        e.code for e in catalogue.entries("case_kind", area=told.area or "", at=call.now) if e.spec.for_people
    }:
        raise Problem(
            422, "kind", _("没有“%(kind)s”这个类别，有哪些见 /api/v1/kinds。") % {"kind": told.kind}, field="kind"
        )
    case = uuid5(key, "case")
    command = c.ReportCase(
        case_id=case, note=uuid5(key, "note"), kind=Code(told.kind), words=told.words, severity=Code(told.severity),
        lon=told.lon, lat=told.lat, area=_area(told, call.client.area), place_words=told.place_words,
        photos=() if call.client.sandbox else told.photos, answers=tuple(sorted(told.answers.items())),
        phone=told.phone, name=told.name, sealed=told.sealed, channel=CHANNEL, occurred_at=told.occurred_at,
        on_behalf=True,
    )  # fmt: skip
    done = gate.execute(command, actor=call.viewer, now=call.now, key=key)
    answer = shapes.Reported(
        id=case, number=done["number"], state=done["state"], area=done["scope"], sandbox=call.client.sandbox
    )
    return Made(answer, at=f"/api/v1/cases/{case}")


def _area(told: shapes.Report, own: str) -> AreaCode | None:
    """The area that was said; a place in words alone lies in the key's own area, as far as that is a town or smaller."""
    text = told.area
    if not text and told.lon is None and told.place_words.strip() and len(own) >= Level.TOWN:
        text = own
    try:
        return AreaCode(text) if text else None
    except ValueError:
        raise Problem(422, "invalid", _("“%(area)s”不是区划代码。") % {"area": text}, field="area") from None


def note(call: Call) -> Made:
    """Words for whoever works on the case."""
    key, case = _key(call), call.named["id"]
    command = c.NoteCase(case=case, note=uuid5(key, "note"), words=call.body.words)
    gate.execute(command, actor=call.viewer, now=call.now, key=key)
    return Made(shapes.Noted(id=command.note, case=case, sandbox=call.client.sandbox), at=f"/api/v1/cases/{case}")


def _key(call: Call) -> UUID:
    if call.key is None:
        raise LookupError("an operation that writes needs once=True")
    return call.key
