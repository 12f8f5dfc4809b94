"""One handler for every order about an existing case: load, ask the rules, write what changed, tell."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from liren.cases.commands import (
    AddChild,
    AddPhotos,
    CaseCommand,
    CorrectKind,
    CorrectPlace,
    DispatchCase,
    MergeCase,
    RateJoined,
    ReopenChild,
    ReturnCase,
    TurnIntoOrder,
)
from liren.cases.events import DrillLifted
from liren.cases.handlers import children, store, turning
from liren.cases.handlers.photos import photos_of
from liren.cases.handlers.terms import duties_of, ground_of, place_of, terms_by_code, terms_by_id
from liren.cases.handlers.timers import set_bells
from liren.cases.models import routing, rows
from liren.cases.models.kin import open_names
from liren.cases.models.rows import Loaded
from liren.cases.rules import fold, parties
from liren.cases.rules.drills import unmarked
from liren.cases.rules.fold import CaseState
from liren.cases.rules.notes import note_of
from liren.cases.rules.roles import who
from liren.cases.rules.scene import Found, Scene, Who
from liren.cases.rules.steps import Step, step
from liren.cases.workflows import workflow
from liren.kernel import Actor, Missing
from liren.trust import codec, rights
from liren.trust.registry import Act, Outcome, Target, Told


def load_case(command: CaseCommand, act: Act) -> Target:
    """The case, locked with its clocks, and the parts this actor plays in it."""
    found = rows.load(command.case, lock=True)
    if found is None:
        raise Missing
    target = target_of(found)
    part = part_of(act.actor, found.state, target)
    return replace(target, row=(found, part), roles=part.roles)


def target_of(found: Loaded) -> Target:
    """What the gate checks: scope, kind, secrecy and version; `now_is` is what a 409 shows."""
    case = found.state
    label = workflow(case.workflow).state(case.state).label
    return Target(
        scope=case.scope, kind=case.kind, secrecy=case.secrecy, version=case.version, about_unit=case.about_unit,
        now_is={"state": case.state, "label": label, "version": case.version},
    )  # fmt: skip


def part_of(actor: Actor, case: CaseState, target: Target) -> Who:
    """The actor towards the case, by today's grants."""
    return who(
        actor,
        case,
        lambda right: rights.holds(actor, right, target),
        lambda account: codec.pseudonym(case.id, account),
    )


def move(command: CaseCommand, target: Target, act: Act) -> Outcome:
    """Carry one order out: at most one statement for the rows, one for the timers."""
    loaded, part = target.row
    case = loaded.state
    found = _LOOK_UP.get(type(command), _nothing)(command, case, act)
    if case.open_children:
        found = replace(found, children=open_names(case))
    scene = Scene(case=case, who=part, terms=terms_by_id(case.entry, case.scope, act), now=act.now, found=found)
    taken = step(scene, loaded.clocks, command)
    veiled = case.secrecy > 0 and "reporter" in part.roles
    _write(command, loaded, taken, None if veiled else part.account, act)
    told = [Told(taken.event, case.id, taken.case.scope), *children.followed(case, taken, act)]
    if isinstance(command, AddChild):
        assert found.terms is not None, "the rule lets no child of an unknown kind pass"
        told += children.born(command, loaded, part, found.terms, act)
    terms = found.terms if isinstance(command, CorrectKind) and found.terms else scene.terms
    set_bells(case, taken, terms, act)
    _attach(command, taken.case, act)
    return Outcome(
        events=tuple(told),
        answer={"case": str(case.id), "number": loaded.plain["number"], "state": taken.case.state},
        scopes=(taken.case.scope,),
        veiled=veiled,
    )


def _write(command: CaseCommand, loaded: Loaded, taken: Step, author: UUID | None, act: Act) -> None:
    before, case = loaded.state, taken.case
    changed: dict[str, Any] = {**fold.changes(taken.event), "version": case.version}
    if isinstance(command, CorrectPlace):
        changed |= {
            "lon": command.lon,
            "lat": command.lat,
            "place_words": command.place_words.strip(),
            "building": None,
        }
    if isinstance(taken.event, DrillLifted):
        changed["title"] = unmarked(loaded.plain["title"])
    note = note_of(command)
    store.move(
        case.id,
        changed,
        [k for k in taken.clocks if k not in loaded.clocks],
        [store.note_row(case.id, note, author, act.now)] if note else [],
        parties.changes(before, taken.event, case),
        act.now,
    )


def _attach(command: CaseCommand, case: CaseState, act: Act) -> None:
    """Hand the photos of an order to the attachments room, marked before or after."""
    photos = getattr(command, "photos", ())
    if photos:
        act.do(photos_of(case, photos, command.role if isinstance(command, AddPhotos) else "after"))


# ---- what single orders need to have looked up -------------------------------------------------------------------


def _nothing(command: CaseCommand, case: CaseState, act: Act) -> Found:
    return Found()


def _new_kind(command: CorrectKind, case: CaseState, act: Act) -> Found:
    return Found(terms=terms_by_code(command.kind, case.scope, act))


def _new_place(command: CorrectPlace, case: CaseState, act: Act) -> Found:
    return Found(place=place_of(command, act))


def _other(command: MergeCase, case: CaseState, act: Act) -> Found:
    """The case to merge into, if this actor may work on it too."""
    if command.into == case.id:
        return Found()
    other = rows.load(command.into)
    if other is None or not rights.holds(act.actor, "cases.dispatch", target_of(other)):
        return Found()
    return Found(other=other.state)


def _into(command: RateJoined, case: CaseState, act: Act) -> Found:
    """The case that this report was merged into."""
    other = rows.load(case.into) if case.into else None
    return Found(other=other.state if other else None)


def _ground(command: ReturnCase, case: CaseState, act: Act) -> Found:
    return Found(ground=ground_of(command.ground, case.scope, act), duties=duties_of(case.scope, act))


def _route(command: DispatchCase, case: CaseState, act: Act) -> Found:
    """Where the rules would send it, decided anew at this moment: what a page showed earlier is no evidence."""
    return Found(route=routing.routed(case, act.now, epoch=act.epochs.get("catalogue", 0)))


_LOOK_UP: dict[type[CaseCommand], Callable[[Any, CaseState, Act], Found]] = {
    AddChild: children.kind_of,
    CorrectKind: _new_kind,
    CorrectPlace: _new_place,
    DispatchCase: _route,
    MergeCase: _other,
    RateJoined: _into,
    ReopenChild: children.parent_of,
    TurnIntoOrder: turning.ground_of,
    ReturnCase: _ground,
}
