"""LogCase: a thousand rows of another system's log at a time, written in one statement."""

from dataclasses import replace
from typing import Any

from liren.cases.commands import LogCase
from liren.cases.events import CaseReported
from liren.cases.handlers import store
from liren.cases.handlers.store import NewCase
from liren.cases.handlers.terms import mark_of, office_of, terms_by_id
from liren.cases.rules import logged, parties
from liren.cases.rules.notes import Note
from liren.cases.rules.scene import Place
from liren.catalogue.worktime import SHANGHAI
from liren.kernel import Code, Refusal
from liren.places import queries as places
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told

TITLE = 80


def county_target(command: LogCase, act: Act) -> Target:
    """The county made by replay."""
    return Target(scope=command.county, kind=command.kind)


def log(command: LogCase, target: Target, act: Act) -> Outcome:
    """One row: the set-based way with a set of one."""
    return log_many([command], act)[0]


def log_many(commands: list[LogCase], act: Act) -> list[Outcome]:
    """Write the cases of a chunk that are not there yet and tell their events at the log's own times."""
    if act.mode != "replay":
        raise Refusal("not_replay", "原记录只能在回放的县里录入，请用 liren replay。")
    known = set(sql.values("select id from cases_case where id = any(%s)", ([c.case_id for c in commands],)))
    fresh = [c for c in commands if c.case_id not in known]
    made = [logged.logged(c, terms_by_id(c.entry, c.county, act), _place(c, act), serial=0) for c in fresh]
    numbers = store.insert([_new(c, m) for c, m in zip(fresh, made, strict=True)])
    told = {m.case.id: _outcome(m, *numbers[m.case.id]) for m in made}
    return [told.get(c.case_id) or Outcome(answer={"case": str(c.case_id)}) for c in commands]


def _place(command: LogCase, act: Act) -> Place:
    found = None
    if command.lon is not None and command.lat is not None:
        at = places.locate(command.lon, command.lat, act.epochs)
        if at is not None and at.scope.startswith(command.county):
            found = Place(scope=at.scope, area=at.scope, area_version=at.area_version, placed=Code("point"))
    return logged.placed(command, found)


def _new(command: LogCase, made: logged.Logged) -> NewCase:
    case = made.case
    office = office_of(case.scope)
    opened = command.opened_at.astimezone(SHANGHAI)
    note = Note(id=case.id, kind="report", text=command.words, visible_to_reporter=True)
    return NewCase(
        state=case,
        clocks=made.clocks,
        plain=_plain(command),
        office=office,
        year=opened.year,
        mark=mark_of(office, opened),
        notes=(store.note_row(case.id, note, None, command.opened_at),) if command.words else (),
        parties=parties.changes(None, made.events[0][0], case),
        logged={
            "case_id": case.id, "source": command.source, "due_at": command.due_at,
            "placed_by_default": command.placed_by_default,
        },
    )  # fmt: skip


def _plain(command: LogCase) -> dict[str, Any]:
    return {
        "title": command.words[:TITLE], "lon": command.lon, "lat": command.lat, "building": None, "place_words": "",
        "answers": {},
    }  # fmt: skip


def _outcome(made: logged.Logged, serial: int, number: str) -> Outcome:
    told = []
    for event, at in made.events:
        whole = replace(event, serial=serial) if isinstance(event, CaseReported) else event
        told.append(Told(whole, made.case.id, made.case.scope, at))
    answer = {"case": str(made.case.id), "number": number}
    return Outcome(events=tuple(told), answer=answer, scopes=(made.case.scope,))
