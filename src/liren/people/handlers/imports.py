"""Lists of persons and duties, taken over whole or not at all."""

from typing import Any

from django.db import IntegrityError, transaction

from liren.kernel import AreaCode, Code, Refusal, progress
from liren.kernel.rows import BadRows, RowError
from liren.people import commands, events, matching
from liren.people.handlers.duties import Seating, seat, seat_all
from liren.people.rules import clean_email, clean_name, clean_work_phone
from liren.trust import gate, imports, sealed, sql
from liren.trust.registry import Act, Outcome, Target, Told

ROWS_MAX = 5000
KEPT = ("area", "name", "work_phone", "work_email")


def over_area(command: commands.ImportPersons | commands.ImportDuties, act: Act) -> Target:
    """The right is asked over the area that covers every row."""
    return Target(scope=command.area)


def persons(command: commands.ImportPersons, target: Target, act: Act) -> Outcome:
    """New persons are registered, known ones put right; who is meant is decided in `people.matching`."""
    rows = capped(command.rows, command.area)
    sql.setting("liren.scopes", command.area)
    found = matching.match_persons(rows)
    stop(found.errors)
    progress.say("write", 0, len(rows))
    fresh = [m.row for m in found.matches if m.held is None]
    changed = [m for m in found.matches if m.held is not None and m.changed]
    _insert(fresh)
    _update(changed)
    _seal([m for m in found.matches if m.row.phone and (m.held is None or "phone" in m.changed)])
    told = [Told(events.PersonRegistered(person=r.person, area=r.area), r.person, r.area) for r in fresh]
    told += [
        Told(events.PersonCorrected(person=m.id, fields=tuple(map(Code, m.changed))), m.id, m.row.area) for m in changed
    ]
    answer = {"added": len(fresh), "changed": len(changed), "same": len(rows) - len(fresh) - len(changed)}
    inverse = {
        "added": [(str(r.person), _written(r)) for r in fresh],
        "changed": [(str(m.id), _written(m.row, m.held), tuple(m.held[f] for f in KEPT), "phone" in m.changed)
                    for m in changed if m.held],
    }  # fmt: skip
    touched = [str(r.person) for r in fresh] + [str(m.id) for m in changed]
    imports.keep(
        command.source, act, sort="persons", area=command.area, counts=answer, touched=touched, inverse=inverse
    )
    scopes = {str(r.area) for r in rows} | {m.held["area"] for m in changed if m.held}
    return Outcome(events=tuple(told), answer=answer, scopes=(command.area, *scopes))


def _written(row: commands.PersonRow, held: dict[str, Any] | None = None) -> tuple[object, ...]:
    """A person's entry as the import leaves it: area, name, work phone, work address, digest of the private phone."""
    was = held or {"work_phone": "", "work_email": "", "phone_blind": None}
    blind = sealed.blind(row.phone) if row.phone else bytes(was["phone_blind"] or b"")
    return str(row.area), row.name, row.work_phone or was["work_phone"], row.work_email or was["work_email"], blind


def _insert(rows: list[commands.PersonRow]) -> None:
    sql.run(
        """insert into people_person (id, area, name, work_phone, work_email, version)
           select id, area, name, work_phone, work_email, 1
           from unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[])
                as r(id, area, name, work_phone, work_email)""",
        (
            [r.person for r in rows],
            [str(r.area) for r in rows],
            [clean_name(r.name) for r in rows],
            [clean_work_phone(r.work_phone) for r in rows],
            [clean_email(r.work_email) for r in rows],
        ),
    )


def _update(changed: list[matching.Match]) -> None:
    if not changed:
        return
    sql.run(
        """update people_person p set area = r.area, work_phone = r.work_phone, work_email = r.work_email,
             version = p.version + 1
           from unnest(%s::uuid[], %s::text[], %s::text[], %s::text[]) as r(id, area, work_phone, work_email)
           where p.id = r.id""",
        (
            [m.id for m in changed],
            [str(m.row.area) for m in changed],
            [m.row.work_phone or (m.held or {})["work_phone"] for m in changed],
            [m.row.work_email or (m.held or {})["work_email"] for m in changed],
        ),
    )
    sql.run(
        "update people_contact c set area = p.area from people_person p where p.id = c.person and p.id = any(%s)",
        ([m.id for m in changed if "area" in m.changed],),
    )


def _seal(matches: list[matching.Match]) -> None:
    sql.run(
        """insert into people_contact (person, area, phone, phone_blind)
           select * from unnest(%s::uuid[], %s::text[], %s::bytea[], %s::bytea[])""",
        (
            [m.id for m in matches],
            [str(m.row.area) for m in matches],
            [sealed.seal(m.row.phone) for m in matches],
            [sealed.blind(m.row.phone) for m in matches],
        ),
    )


def duties(command: commands.ImportDuties, target: Target, act: Act) -> Outcome:
    """New duties are appointed with their grants; one that is held just so already is left alone."""
    rows = capped(command.rows, command.area)
    sql.setting("liren.scopes", command.area)
    sql.setting("transaction_timeout", "60s")
    found = matching.match_duties(rows, command.area, act.now)
    stop(found.errors)
    progress.say("write", 0, len(rows))
    told = _seated(found.new, act)
    answer = {"added": len(told), "changed": 0, "same": len(rows) - len(told)}
    ids = [str(seatable.duty.id) for seatable in found.new]
    imports.keep(
        command.source, act, sort="duties", area=command.area, counts=answer, touched=ids, inverse={"added": ids}
    )
    return Outcome(events=tuple(told), answer=answer, scopes=(command.area,))


def _seated(new: tuple[matching.Seatable, ...], act: Act) -> list[Told]:
    """All of them at once; when a promise of the database is broken, one by one, to say by which row."""
    try:
        with transaction.atomic():
            return seat_all([Seating(duty=s.duty, account=s.account) for s in new], act)
    except IntegrityError as error:
        refusal = gate.as_refusal(error)
        if refusal is None:
            raise
        raise BadRows((RowError(_breaking(new, act), "岗位", refusal.sentence, ""),)) from error


def _breaking(new: tuple[matching.Seatable, ...], act: Act) -> int:
    """The first row that the database does not take, 0 when it takes each; all of them go with the transaction."""
    for seatable in new:
        try:
            with transaction.atomic():
                seat(seatable.duty, None, act)
        except IntegrityError:
            return seatable.row.row
    return 0


def capped(rows: tuple[Any, ...], area: AreaCode) -> tuple[Any, ...]:
    """The rows of a list. Raises Refusal for none or too many, BadRows for one outside the area of the list."""
    if not rows:
        raise Refusal("no_rows", "名单里没有一行内容，请检查表头下面是否有数据。")
    if len(rows) > ROWS_MAX:
        raise Refusal("many_rows", f"一次最多导入 {ROWS_MAX} 行，这份有 {len(rows)} 行，请分成几份。")
    stop(
        RowError(r.row, "区域代码", f"{r.area} 不在本次导入的区域 {area} 之内，", "请改正或另行导入。")
        for r in rows
        if not area.covers(r.area)
    )
    return rows


def stop(errors: Any) -> None:
    """Raise BadRows when anything is wrong."""
    found = tuple(errors)
    if found:
        raise BadRows(found)
