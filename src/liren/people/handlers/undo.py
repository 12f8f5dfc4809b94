"""An imported list taken back whole, or a sentence that names who stands in the way."""

from typing import Any
from uuid import UUID

from liren.kernel import AreaCode, Refusal
from liren.people import commands, events
from liren.people.handlers.duties import COLUMNS, as_duty, call_off
from liren.people.handlers.imports import KEPT
from liren.trust import imports, sql
from liren.trust.imports import Kept
from liren.trust.registry import Act, Outcome, Target, Told

RESTORE = """
update people_person p set area = r.area, name = r.name, work_phone = r.work_phone, work_email = r.work_email,
  version = p.version + 1
from unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[])
     as r(id, area, name, work_phone, work_email)
where p.id = r.id
"""


def load_import(command: commands.UndoPersonsImport | commands.UndoDutiesImport, act: Act) -> Target:
    """The import a command names, locked; the right is asked over the area it covered."""
    kept = imports.load(command.record)
    sort = "persons" if isinstance(command, commands.UndoPersonsImport) else "duties"
    if kept.sort != sort:
        raise Refusal("other_sort", "这次导入不是这一类名单，请从导入的页面上撤销。")
    return Target(scope=kept.area, row=kept)


def persons(command: commands.UndoPersonsImport, target: Target, act: Act) -> Outcome:
    kept: Kept = target.row
    imports.check_undo(kept)
    sql.setting("liren.scopes", kept.area)
    added, changed = kept.inverse["added"], kept.inverse["changed"]
    written = {UUID(id): tuple(entry) for id, entry, *_ in (*added, *changed)}
    fresh = [UUID(id) for id, _ in added]
    for row in _as_they_are(list(written)):
        entry = (*(row[name] for name in KEPT), bytes(row["phone_blind"] or b""))
        taken = row["id"] in fresh and (row["account"] or row["duties"])
        if taken or entry != written[row["id"]]:
            raise Refusal("built_upon", f"不能撤销：{row['name']}后来已经任职、开了账号，或者又改过登记信息。")
    imports.lean("person", [id for id, _ in added])
    for table in ("people_reveal", "people_partymember", "people_contact"):
        sql.run(f"delete from {table} where person = any(%s)", (fresh,))
    sql.run("delete from people_person where id = any(%s)", (fresh,))
    old = [(UUID(id), *fields) for id, _, fields, _ in changed]
    sql.run(RESTORE, [[row[at] for row in old] for at in range(5)])
    phoned = [UUID(id) for id, _, _, phoned in changed if phoned]
    sql.run("delete from people_contact where person = any(%s)", (phoned,))
    sql.run(
        "update people_contact c set area = p.area from people_person p where p.id = c.person and p.id = any(%s)",
        ([UUID(id) for id, *_ in changed],),
    )
    imports.mark_undone(kept, act)
    area = AreaCode(kept.area)
    event = events.PersonsImportUndone(record=kept.id, area=area, removed=len(added), restored=len(changed))
    return Outcome(
        events=(Told(event, kept.id, area),), answer={"removed": len(added), "restored": len(changed)}, scopes=(area,)
    )


def _as_they_are(ids: list[UUID]) -> list[dict[str, Any]]:
    return sql.rows(
        """select p.id, p.area, p.name, p.work_phone, p.work_email, p.account, c.phone_blind,
                  exists (select from people_duty d where d.person = p.id)
                    or exists (select from people_seat s where s.person = p.id)
                    or exists (select from people_employment e where e.person = p.id) as duties
           from people_person p left join people_contact c on c.person = p.id
           where p.id = any(%s) order by p.id for update of p""",
        (ids,),
    )


def duties(command: commands.UndoDutiesImport, target: Target, act: Act) -> Outcome:
    kept: Kept = target.row
    imports.check_undo(kept)
    found = sql.rows(
        f"""select {COLUMNS}, version, (select name from people_person p where p.id = person) as name,
                   (select account from people_person p where p.id = person) as account
            from people_duty where id = any(%s) order by id for update""",
        ([UUID(id) for id in kept.inverse["added"]],),
    )
    worked = imports.worked_since([row["account"] for row in found if row["account"]], kept.done_at, kept.area)
    told = []
    for row in found:
        if row.pop("version") != 1:
            raise Refusal("built_upon", f"不能撤销：{row['name']}的这项职务后来又办过结束或交接。")
        if (account := row.pop("account")) in worked and row["starts"] <= act.now:
            raise Refusal("built_upon", f"不能撤销：{row['name']}导入以后已经办过 {worked[account]} 件事，请改办结束。")
        row.pop("name")
        told.append(call_off(as_duty(row), act))
    imports.mark_undone(kept, act)
    area = AreaCode(kept.area)
    event = events.DutiesImportUndone(record=kept.id, area=area, removed=len(told))
    return Outcome(
        events=(*told, Told(event, kept.id, area)), answer={"removed": len(told), "restored": 0}, scopes=(area,)
    )
