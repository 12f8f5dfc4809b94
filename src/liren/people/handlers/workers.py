"""The register of community workers taken over from a list, whole or not at all, and taken back."""

from uuid import UUID

from liren.catalogue import queries as catalogue
from liren.kernel import Code
from liren.people import commands, events
from liren.people.handlers import taken_back, workforce
from liren.people.handlers.imports import capped, stop
from liren.people.match_seats import until
from liren.people.match_workers import WorkerMatch, match_workers
from liren.people.rules.workforce import pass_until, stages
from liren.trust import imports, sealed, sql
from liren.trust.registry import Act, Outcome, Target, Told
from liren.trust.timers import Ring

TAG = "all_round"


def over_area(command: commands.ImportWorkers, act: Act) -> Target:
    """The right is asked over the area that covers every row."""
    return Target(scope=command.area)


def take_over(command: commands.ImportWorkers, target: Target, act: Act) -> Outcome:
    """What a row means is decided in `people.match_workers`."""
    rows = capped(command.rows, command.area)
    sql.setting("liren.scopes", command.area)
    entry = catalogue.entry("qualification_tag", TAG, area=command.area, at=act.now)
    found = match_workers(rows, command.area, act.now, entry.id)
    stop(found.errors)
    kept, told = taken_back.Written(), list[Told]()
    for match in found.matches:
        told += _employment(match, kept)
        told += _certificate(match, kept, act)
        told += _assessment(match, kept, entry.id)
    added = sum(bool(m.new) for m in found.matches)
    changed = sum(bool(m.changed) and not m.new for m in found.matches)
    answer = {"added": added, "changed": changed, "same": len(rows) - added - changed}
    imports.keep(
        command.source, act, sort="workers", area=command.area, counts=answer, touched=kept.ids, inverse=kept.inverse
    )
    return Outcome(events=tuple(told), answer=answer, scopes=(command.area,))


def undo(command: commands.UndoWorkersImport, target: Target, act: Act) -> Outcome:
    """The bells of its certificates go with them."""
    outcome = taken_back.whole(target.row, act, events.WorkersImportUndone)
    gone = target.row.inverse["added"].get("people_certificate", [])
    act.ring(
        Ring(subject=UUID(id), kind=workforce.BELL, no=no, area=target.scope, fire_at=None)
        for id in gone
        for no in range(len(stages()))
    )
    return outcome


def _employment(match: WorkerMatch, kept: taken_back.Written) -> list[Told]:
    row = match.row
    if "employment" in match.new:
        sql.run(
            """insert into people_employment (id, person, area, unit, contract, entry_year, during, version)
               values (%s, %s, %s, %s, %s, %s, daterange(%s, %s), 1)""",
            (row.employment, match.person, row.area, match.unit, row.contract, row.entry_year, row.starts,
             until(row.last)),
        )  # fmt: skip
        kept.added("people_employment", row.employment)
        return [workforce.employed(row, match.person, match.unit)]
    held, changed = match.held.get("employment"), _changed(match, "employment")
    if held is None:
        return []
    taken_back.write("people_employment", held["id"], {name: new for name, (_, new) in changed.items()})
    kept.changed(
        "people_employment", held["id"], held["version"] + 1, {name: old for name, (old, _) in changed.items()}
    )
    fields = tuple(Code(name) for name in changed)
    return [
        Told(events.EmploymentCorrected(employment=held["id"], area=row.area, fields=fields), match.person, row.area)
    ]


def _certificate(match: WorkerMatch, kept: taken_back.Written, act: Act) -> list[Told]:
    row = match.row
    if "certificate" in match.new and row.issued_on is not None:
        ends = pass_until(row.level, row.issued_on)
        sql.insert(
            "people_certificate",
            {"id": row.certificate, "person": match.person, "area": row.area, "level": row.level,
             "number": sealed.seal(row.number), "number_blind": sealed.blind(row.number), "issued_on": row.issued_on,
             "pass_until": ends, "registered_until": row.registered_until, "version": 1},
        )  # fmt: skip
        kept.added("people_certificate", row.certificate)
        workforce.ring(row.certificate, row.area, ends, row.registered_until, act)
        return [workforce.recorded(row.certificate, match.person, row.area, row.level, row.issued_on)]
    held, changed = match.held.get("certificate"), _changed(match, "certificate")
    if held is None:
        return []
    taken_back.write("people_certificate", held["id"], {name: new for name, (_, new) in changed.items()})
    kept.changed(
        "people_certificate", held["id"], held["version"] + 1, {name: old for name, (old, _) in changed.items()}
    )
    ends = pass_until(row.level, held["issued_on"])
    workforce.ring(held["id"], row.area, ends, row.registered_until, act)
    event = events.CertificateRenewed(
        certificate=held["id"], area=row.area, pass_until=ends, registered_until=row.registered_until
    )
    return [Told(event, match.person, row.area)]


def _assessment(match: WorkerMatch, kept: taken_back.Written, entry: UUID) -> list[Told]:
    row = match.row
    if "assessment" not in match.new or row.all_round is None or row.assessed_on is None:
        return []
    sql.insert(
        "people_assessment",
        {"id": row.assessment, "person": match.person, "area": row.area, "tag": TAG, "entry": entry,
         "passed": row.all_round, "assessed_on": row.assessed_on, "version": 1},
    )  # fmt: skip
    kept.added("people_assessment", row.assessment)
    return [workforce.assessed(row.assessment, match.person, row.area, TAG, entry, row.all_round, row.assessed_on)]


def _changed(match: WorkerMatch, part: str) -> "dict[str, tuple[object, object]]":
    return {name: pair for (of, name), pair in match.changed.items() if of == part}
