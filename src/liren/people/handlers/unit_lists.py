"""Many units at once, as the party's tree is brought by a county: taken over whole, taken back whole."""

from datetime import date
from typing import Any
from uuid import UUID

from liren.kernel import AreaCode, Code, Refusal
from liren.kernel.ids import new_id
from liren.people import commands, events
from liren.people.handlers import taken_back
from liren.people.handlers.imports import capped, stop
from liren.people.handlers.units import begin_version, end_version, link_doors, today
from liren.people.match_units import UnitMatch, match_units
from liren.trust import imports, sql
from liren.trust.registry import Act, Outcome, Target, Told

BUILT_UPON = """
select (select count(*) from people_unit where parent = any(%(ids)s) and not id = any(%(ids)s)) as units,
       (select count(*) from people_duty where unit = any(%(ids)s)) as duties,
       (select count(*) from people_employment where unit = any(%(ids)s)) as workers
"""


def over_area(command: commands.ImportUnits, act: Act) -> Target:
    """The right is asked over the area that covers every row."""
    return Target(scope=command.area)


def take_over(command: commands.ImportUnits, target: Target, act: Act) -> Outcome:
    """What a row means is decided in `people.match_units`; parents come before what is below them."""
    rows = capped(command.rows, command.area)
    sql.setting("transaction_timeout", "60s")
    found = match_units(rows, command.area)
    stop(found.errors)
    fresh, moved = [m for m in found.matches if m.held is None], [m for m in found.matches if m.moved]
    _insert(fresh)
    kept = taken_back.Written()
    for match in fresh:
        kept.added("people_unit", match.row.unit)
    for match in moved:
        held = match.held or {}
        taken_back.write("people_unit", held["id"], {"parent": match.parent})
        end_version(held["id"], today(act))
        begin_version(held | {"parent": match.parent}, today(act))
        kept.changed("people_unit", held["id"], held["version"] + 1, {"parent": held["parent"]})
    linked = [m for m in found.matches if m.doors is not None]
    before = _links([m.held["id"] for m in linked if m.held])
    sql.run("delete from people_linked_door where unit = any(%s)", ([m.id for m in linked],))
    link_doors([(m.id, building, door) for m in linked for building, door in m.doors or ()], today(act))
    answer = {"added": len(fresh), "changed": len(moved), "same": len(rows) - len(fresh) - len(moved)}
    imports.keep(
        command.source, act, sort="units", area=command.area, counts=answer, touched=kept.ids,
        inverse=kept.inverse | {"doors": _relinked(linked, before)},
    )  # fmt: skip
    return Outcome(events=(*map(_registered, fresh), *(_moved(m, act) for m in moved)), answer=answer,
                   scopes=(command.area,))  # fmt: skip


def undo(command: commands.UndoUnitsImport, target: Target, act: Act) -> Outcome:
    """Only while nobody belongs to the new units and nothing stands below them."""
    ids = [UUID(id) for id in target.row.inverse["added"].get("people_unit", [])]
    found = sql.one(BUILT_UPON, {"ids": ids})
    parts = ((found["units"], "个下级单位"), (found["duties"], "项任职"), (found["workers"], "名社工"))
    if any(n for n, _ in parts):
        words = "、".join(f"{n} {what}" for n, what in parts if n)
        raise Refusal("built_upon", f"不能撤销：这些单位后来已有 {words}。")
    for table in ("people_linked_door", "people_unit_version"):
        sql.run(f"delete from {table} where unit = any(%s)", (ids,))
    relinked = target.row.inverse.get("doors", [])
    _still_linked(relinked)
    outcome = taken_back.whole(target.row, act, events.UnitsImportUndone)
    _link_again(relinked)
    for id, _, before in target.row.inverse["changed"].get("people_unit", []):
        unit = sql.one("select id, name, parent, area from people_unit where id = %s", (UUID(id),))
        end_version(unit["id"], today(act))
        begin_version(unit | before, today(act))
    return outcome


def _links(units: list[UUID]) -> dict[UUID, list[tuple[UUID, str, date]]]:
    """Unit → (building, door, since) of the households that it links now."""
    found: dict[UUID, list[tuple[UUID, str, date]]] = {unit: [] for unit in units}
    for row in sql.rows(
        "select unit, building, door, since from people_linked_door where unit = any(%s) order by building, door",
        (units,),
    ):
        found[row["unit"]].append((row["building"], row["door"], row["since"]))
    return found


def _relinked(linked: list[UnitMatch], before: dict[UUID, list[tuple[UUID, str, date]]]) -> list[Any]:
    """Of units that stood already: the households that they linked before, and those that the import gave them."""
    return [
        (str(m.id), [(str(b), door, since.isoformat()) for b, door, since in before[m.id]],
         sorted((str(b), door) for b, door in m.doors or ()))
        for m in linked if m.held
    ]  # fmt: skip


def _still_linked(relinked: list[Any]) -> None:
    """Raise Refusal unless every unit links what the import gave it, and what it linked before is free."""
    units = [UUID(unit) for unit, _, _ in relinked]
    now = _links(units)
    later = sum(
        sorted((str(b), door) for b, door, _ in now[UUID(unit)]) != [tuple(one) for one in given]
        for unit, _, given in relinked
    )
    if later:
        raise Refusal("built_upon", f"不能撤销：其中 {later} 个党员中心户的联系户后来又改过。")
    old = [(UUID(b), door) for _, before, _ in relinked for b, door, _ in before]
    taken = sql.value(
        """select count(*) from people_linked_door d join unnest(%s::uuid[], %s::text[]) as o(building, door)
           on o.building = d.building and o.door = d.door where d.unit <> all(%s)""",
        ([b for b, _ in old], [door for _, door in old], units),
    )
    if taken:
        raise Refusal("built_upon", f"不能撤销：原来联系的户里有 {taken} 户后来由别的党员中心户联系了。")


def _link_again(relinked: list[Any]) -> None:
    """The households as they were linked before, each since its day."""
    sql.run("delete from people_linked_door where unit = any(%s)", ([UUID(unit) for unit, _, _ in relinked],))
    by_day: dict[str, list[tuple[UUID, UUID, str]]] = {}
    for unit, before, _ in relinked:
        for building, door, since in before:
            by_day.setdefault(since, []).append((UUID(unit), UUID(building), door))
    for since, doors in by_day.items():
        link_doors(doors, date.fromisoformat(since))


def _insert(fresh: list[UnitMatch]) -> None:
    columns = (
        [m.row.unit for m in fresh], [m.parent for m in fresh], [m.row.kind for m in fresh],
        [m.row.name for m in fresh], [str(m.row.area) for m in fresh],
    )  # fmt: skip
    sql.run(
        """insert into people_unit (id, parent, kind, name, area, version)
           select id, parent, kind, name, area, 1
           from unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[]) as r(id, parent, kind, name, area)""",
        columns,
    )
    sql.run(
        """insert into people_unit_version (id, unit, parent, name, area, during)
           select version, id, parent, name, area, daterange(since, null)
           from unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::uuid[], %s::date[])
                as r(id, parent, name, area, version, since)""",
        (columns[0], columns[1], columns[3], columns[4], [new_id() for _ in fresh], [m.row.since for m in fresh]),
    )


def _registered(match: UnitMatch) -> Told:
    row = match.row
    event = events.UnitRegistered(unit=row.unit, parent=match.parent, kind=Code(row.kind), area=row.area)
    return Told(event, row.unit, row.area)


def _moved(match: UnitMatch, act: Act) -> Told:
    event = events.UnitMoved(unit=match.id, parent=match.parent, area=AreaCode(match.row.area), on=today(act))
    return Told(event, match.id, match.row.area)
