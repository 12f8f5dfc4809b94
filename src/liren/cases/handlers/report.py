"""ReportCase: a case is born, with its clocks, its words, its sealed reporter and its secret link, in one statement."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

import msgspec

from liren.cases.commands import MergeCase, ReportCase, SolveOnSpot
from liren.cases.events import CaseEvent, CaseReported, CaseSolvedOnSpot
from liren.cases.handlers import abuse, incoming, links, store
from liren.cases.handlers.photos import photos_of
from liren.cases.handlers.store import NewCase
from liren.cases.handlers.terms import mark_of, office_of, place_of, terms_by_code
from liren.cases.handlers.timers import set_bells
from liren.cases.models import rows
from liren.cases.models.secrets import sender_of
from liren.cases.rules import joining, parties, reporting
from liren.cases.rules.fold import CaseState
from liren.cases.rules.notes import Note
from liren.cases.rules.scene import Found, Place, Scene, Terms, Who
from liren.cases.rules.steps import Step, follow, step
from liren.catalogue.worktime import SHANGHAI
from liren.kernel.ids import new_id
from liren.trust import codec, rights, sealed, sql
from liren.trust.registry import Act, Outcome, Target, Told

TITLE = 40
READ_BACK = "记下以前复述过，反映人说对。"


def place_target(command: ReportCase, act: Act) -> Target:
    """The place the report is about; anybody may report."""
    place = place_of(command, act)
    return Target(scope=place.scope, row=place, kind=command.kind)


def report(command: ReportCase, target: Target, act: Act) -> Outcome:
    """Check, number and keep a report; a keeper who already put it right says so in the same breath."""
    place: Place = target.row
    terms = terms_by_code(command.kind, place.scope, act)
    command, confirmed = _confirmed(command, terms, act)
    reporting.check(command, terms.kind, _who(target, act), act.now)
    _pace(command, terms, act)
    event = reporting.reported(command, terms, place, reporter=_reporter(command, terms, act), serial=0, now=act.now)
    steps = [follow(None, (), event, terms, act.now)]
    if command.solved_on_spot is not None:
        steps.append(_solved(steps[0], command, terms, target, act))
    elif command.same_as is not None:
        steps.append(_folded(steps[0], command.same_as, terms, act))
    serial, number = store.insert([new_case(command, place, steps, act)])[command.case_id]
    final = steps[-1]
    set_bells(None, final, terms, act)
    _suggestion(command)
    if command.photos:
        role = "before" if command.solved_on_spot is None else "after"
        act.do(photos_of(final.case, command.photos, role))
    return Outcome(
        events=(*(Told(numbered(s.event, serial), command.case_id, s.case.scope) for s in steps), *confirmed),
        answer={"case": str(command.case_id), "number": number, "state": final.case.state, "scope": final.case.scope},
        scopes=(final.case.scope,),
        veiled=final.case.secrecy > 0 and not command.on_behalf,
    )


def _confirmed(command: ReportCase, terms: Terms, act: Act) -> tuple[ReportCase, tuple[Told, ...]]:
    """A report that confirms a message comes from where the message came from."""
    if command.incoming is None:
        return command, ()
    veiled = command.sealed or terms.kind.secrecy > 0
    channel, told = incoming.take(command.incoming, command.case_id, veiled=veiled, act=act)
    return replace(command, channel=channel), (told,)


def _suggestion(command: ReportCase) -> None:
    """What was suggested beside what was chosen: codes, for the error statistics by kind and area."""
    if command.suggested is not None:
        sql.insert(
            "cases_suggested",
            {"case_id": command.case_id, "kind": command.suggested, "sure": command.suggested_sure,
             "digest": command.suggested_by, "chosen": command.kind},
        )  # fmt: skip


def _pace(command: ReportCase, terms: Terms, act: Act) -> None:
    """A number whose report was marked as abuse is slowed down; never an urgent or sealed matter, never a colleague's."""
    if command.severity == "urgent" or command.sealed or terms.kind.secrecy or act.actor.kind == "staff":
        return
    sender = sender_of(command.phone)
    if sender:
        abuse.pace(sender, act)


def numbered(event: CaseEvent, serial: int) -> CaseEvent:
    """The serial is known only after the row was written, because its counter is locked last."""
    return replace(event, serial=serial) if isinstance(event, CaseReported) else event


def _who(target: Target, act: Act) -> Who:
    if act.actor.kind == "house":
        return Who(roles=frozenset({"house"}))
    keeps = rights.holds(act.actor, "cases.keep", target)
    return Who(account=act.actor.account, roles=frozenset({"keeper"} if keeps else ()))


def _reporter(command: ReportCase, terms: Terms, act: Act) -> Any:
    """The account that follows the case: none when it is reported for somebody else, a pseudonym when sealed."""
    account = act.actor.account
    if account is None or command.on_behalf:
        return None
    hidden = command.sealed or terms.kind.secrecy > 0
    return codec.pseudonym(command.case_id, account) if hidden else account


def _solved(first: Step, command: ReportCase, terms: Terms, target: Target, act: Act) -> Step:
    order = SolveOnSpot(case=command.case_id, note=new_id(), words=command.solved_on_spot or "", photos=command.photos)
    scene = Scene(case=first.case, who=_who(target, act), terms=terms, now=act.now)
    return step(scene, first.clocks, order)


def _folded(first: Step, same_as: UUID, terms: Terms, act: Act) -> Step:
    """The report inside the case that its reporter says is the same thing. It keeps its own number, words and link."""
    other = rows.load(same_as)
    joining.check(first.case, other.state if other else None, terms.kind)
    found = Found(other=other.state if other else None)
    scene = Scene(case=first.case, who=Who(roles=frozenset({"house"})), terms=terms, now=act.now, found=found)
    return step(scene, first.clocks, MergeCase(case=first.case.id, into=same_as))


def new_case(command: ReportCase, place: Place, steps: list[Step], act: Act) -> NewCase:
    """The rows of a checked report that went through these steps; its number comes with writing them."""
    final = steps[-1].case
    office = office_of(final.scope)
    taken = zip([None, *(s.case for s in steps)], steps, strict=False)
    link = links.made(command.case_id, command.phone, act.now, secrecy=final.secrecy)
    author = None if final.secrecy and not command.on_behalf else act.actor.account
    return NewCase(
        state=final,
        clocks=steps[-1].clocks,
        plain=_plain(command, place),
        office=office,
        year=act.now.astimezone(SHANGHAI).year,
        mark=mark_of(office, act.now.astimezone(SHANGHAI)),
        notes=tuple(store.note_row(final.id, note, author, act.now) for note in _notes(command, steps)),
        parties=tuple(change for before, s in taken for change in parties.changes(before, s.event, s.case)),
        reporter=_sealed(command, final),
        link=link,
    )


def _plain(command: ReportCase, place: Place) -> dict[str, Any]:
    """What the row keeps besides the state: nothing of it is in an event. A report at a house lies where the house stands."""
    lon, lat = place.point or (command.lon, command.lat)
    return {
        "title": _title(command.words),
        "lon": lon,
        "lat": lat,
        "building": command.building,
        "place_words": command.place_words.strip(),
        "answers": dict(command.answers),
    }


def _title(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= TITLE else words[: TITLE - 1] + "…"


def _notes(command: ReportCase, steps: list[Step]) -> list[Note]:
    told = [(command.note, "report", command.words)]
    if isinstance(steps[-1].event, CaseSolvedOnSpot):
        told.append((steps[-1].event.note, "solve_on_spot", command.solved_on_spot or ""))
    said = [
        Note(id=id, kind=kind, text=text.strip(), visible_to_reporter=True) for id, kind, text in told if text.strip()
    ]
    if command.read_back:
        said.append(Note(id=uuid5(command.note, "read back"), kind="note", text=READ_BACK, visible_to_reporter=False))
    return said


def _sealed(command: ReportCase, case: CaseState) -> dict[str, Any] | None:
    """Name and phone under seal; nothing is kept of somebody who left nothing."""
    if not (command.phone.strip() or command.name.strip()):
        return None
    who = msgspec.json.encode({"name": command.name.strip(), "phone": command.phone.strip()}).decode()
    return {"case_id": case.id, "sealed": store.hexed(sealed.seal(who)), "key_id": sealed.KEY_ID}
