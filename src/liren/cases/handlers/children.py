"""A child case is born inside its parent's order; its end and its second start are kept by the parent too."""

from dataclasses import replace
from typing import Any

from liren.cases import commands as c
from liren.cases.events import CaseReported
from liren.cases.handlers import store
from liren.cases.handlers.store import NewCase
from liren.cases.handlers.terms import mark_of, office_of, terms_by_code
from liren.cases.handlers.timers import set_bells
from liren.cases.models import rows
from liren.cases.models.rows import Loaded
from liren.cases.rules import children as rules
from liren.cases.rules import fold, parties
from liren.cases.rules.fold import CaseState
from liren.cases.rules.notes import Note
from liren.cases.rules.scene import Found, Scene, Terms, Who
from liren.cases.rules.steps import Step, follow, step
from liren.cases.workflows import workflow
from liren.catalogue.worktime import SHANGHAI
from liren.kernel import Code
from liren.kernel.ids import new_id
from liren.trust.registry import Act, Told

SPLIT = Code("split")
TITLE = 40


def parent_of(command: c.ReopenChild, case: CaseState, act: Act) -> Found:
    """The parent, locked behind its child, so that it can't end in the same moment."""
    found = rows.load(case.parent, lock=True) if case.parent else None
    return Found(other=found.state if found else None)


def kind_of(command: c.AddChild, case: CaseState, act: Act) -> Found:
    return Found(terms=terms_by_code(command.kind, case.scope, act))


def born(command: c.AddChild, parent: Loaded, part: Who, terms: Terms, act: Act) -> list[Told]:
    """The child with its words and clocks: filed, and sent where the desk says. Nobody reported it, nobody is asked."""
    steps = [follow(None, (), _reported(command, parent.state, terms, act), terms, act.now)]
    desk = Who(account=part.account, roles=frozenset({"desk"}), units=part.units)
    for order in _onward(command, parent):
        scene = Scene(case=steps[-1].case, who=desk, terms=terms, now=act.now)
        steps.append(step(scene, steps[-1].clocks, order))
    final = steps[-1].case
    office, day = office_of(final.scope), act.now.astimezone(SHANGHAI)
    taken = zip([None, *(s.case for s in steps)], steps, strict=False)
    words = Note(id=command.note, kind="report", text=command.words.strip(), visible_to_reporter=True)
    new = NewCase(
        state=final, clocks=steps[-1].clocks, plain=_plain(command, parent), office=office, year=day.year,
        mark=mark_of(office, day), notes=(store.note_row(final.id, words, part.account, act.now),),
        parties=tuple(change for before, s in taken for change in parties.changes(before, s.event, s.case)),
    )  # fmt: skip
    serial, _number = store.insert([new])[final.id]
    set_bells(None, steps[-1], terms, act)
    return [
        Told(replace(s.event, serial=serial) if isinstance(s.event, CaseReported) else s.event, final.id, final.scope)
        for s in steps
    ]


def followed(before: CaseState, taken: Step, act: Act) -> list[Told]:
    """What a child's step means to its parent: nothing while it only moves."""
    turn = rules.turned(before, taken.case)
    if before.parent is None or not turn:
        return []
    found = rows.load(before.parent, lock=True)
    assert found is not None, "a child's parent is never removed"
    event = rules.ended(found.state, taken.case) if turn > 0 else rules.reopened(found.state, before)
    store.move(found.state.id, fold.changes(event) | {"version": found.state.version + 1}, [], [], [], act.now)
    return [Told(event, found.state.id, found.state.scope)]


def _reported(command: c.AddChild, parent: CaseState, terms: Terms, act: Act) -> CaseReported:
    return CaseReported(
        case=command.child, state=Code("reported"), kind=terms.code, entry=terms.entry, workflow=parent.workflow,
        channel=SPLIT, severity=command.severity, secrecy=max(parent.secrecy, terms.kind.secrecy), serial=0,
        area=parent.area, area_version=parent.area_version, scope=parent.scope, placed=parent.placed, reporter=None,
        about_unit=parent.about_unit, contactable=False, on_behalf=True, occurred_at=None, reported_at=act.now,
        photos_before=0, note=command.note, parent=parent.id, drill=parent.drill,
    )  # fmt: skip


def _onward(command: c.AddChild, parent: Loaded) -> tuple[c.CaseCommand, ...]:
    """What the desk orders at once: the parent was looked at, so that its part waits for nobody's word again."""
    file = c.FileCase(case=command.child, note=new_id())
    if command.unit is None:
        return (file,)
    why = f"从 {parent.plain['number']} 分出来的一部分，分头办。"
    send = c.DispatchCase(case=command.child, unit=command.unit, note=new_id(), reason=why)
    return (send,) if workflow(parent.state.workflow).find("reported", "dispatch") else (file, send)


def _plain(command: c.AddChild, parent: Loaded) -> dict[str, Any]:
    words = " ".join(command.words.split())
    words = words if len(words) <= TITLE else words[: TITLE - 1] + "…"
    place: dict[str, Any] = {name: parent.plain[name] for name in ("lon", "lat", "building", "place_words")}
    return {**place, "title": words, "answers": {}}
