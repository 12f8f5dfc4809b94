"""Units, their tree, its dated versions, and what a 党员中心户 links."""

from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from liren.kernel import AreaCode, Code, Event, Missing, Refusal
from liren.kernel.ids import new_id
from liren.people import commands, events
from liren.people.rules import clean_name
from liren.people.rules.units import check_doors, check_on, check_place
from liren.places import queries as places
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told

SHANGHAI = ZoneInfo("Asia/Shanghai")
COLUMNS = "id, parent, kind, name, area, closed_on, version"


def today(act: Act) -> date:
    """The day it is here."""
    return act.now.astimezone(SHANGHAI).date()


def new_unit(command: commands.RegisterUnit, act: Act) -> Target:
    """A unit about to be registered. Its parent is locked, so that it can't go meanwhile."""
    parent = _parent(command.parent)
    return Target(scope=command.area, row=parent)


def load_unit(
    command: commands.RenameUnit
    | commands.MoveUnit
    | commands.CloseUnit
    | commands.ReopenUnit
    | commands.LinkHouseholds,
    act: Act,
) -> Target:
    """The unit a command names, locked."""
    row = sql.one(f"select {COLUMNS} from people_unit where id = %s for update", (command.unit,))
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row, version=row["version"], now_is={"name": row["name"]})


def register(command: commands.RegisterUnit, target: Target, act: Act) -> Outcome:
    parent = target.row
    check_place(command.kind, command.area, parent["kind"] if parent else None, parent["area"] if parent else None)
    if command.since is not None:
        check_on(command.since, None, today(act))
    unit = {
        "id": command.unit,
        "parent": command.parent,
        "kind": command.kind,
        "name": clean_name(command.name),
        "area": command.area,
    }
    sql.insert("people_unit", unit | {"version": 1})
    begin_version(unit, command.since)
    event = events.UnitRegistered(unit=command.unit, parent=command.parent, kind=Code(command.kind), area=command.area)
    return Outcome(
        events=(Told(event, command.unit, command.area),),
        answer={"unit": str(command.unit)},
        scopes=(command.area,),
    )


def rename(command: commands.RenameUnit, target: Target, act: Act) -> Outcome:
    _change(target, {"name": clean_name(command.name)}, command.on or today(act), act)
    return _told(events.UnitRenamed(unit=command.unit, area=AreaCode(target.scope)), target)


def move(command: commands.MoveUnit, target: Target, act: Act) -> Outcome:
    """Another parent, another area, or both; never below itself."""
    parent = _parent(command.parent)
    if command.parent is not None and command.parent in _below(command.unit):
        raise Refusal("unit_loop", "上级单位不能是它自己或它的下级，请另选上级单位。", field="parent")
    check_place(
        target.row["kind"], command.area, parent["kind"] if parent else None, parent["area"] if parent else None
    )
    on = command.on or today(act)
    _change(target, {"parent": command.parent, "area": command.area}, on, act)
    event = events.UnitMoved(unit=command.unit, parent=command.parent, area=command.area, on=on)
    return Outcome(events=(Told(event, command.unit, command.area),), scopes=(target.scope, command.area))


def close(command: commands.CloseUnit, target: Target, act: Act) -> Outcome:
    """Closed only when it is empty: what it holds would belong to nobody. The households it linked are free again."""
    if target.row["closed_on"] is not None:
        raise Refusal("unit_closed", "这个单位已经停用了。")
    below = sql.value("select count(*) from people_unit where parent = %s and closed_on is null", (command.unit,))
    if below:
        raise Refusal("unit_has_units", f"下面还有 {below} 个单位没有停用，请先停用它们。")
    holding = sql.value(
        "select count(*) from people_duty where unit = %s and not isempty(during) and coalesce(upper(during), 'infinity') > %s",
        (command.unit, act.now),
    )
    if holding:
        raise Refusal("unit_has_people", f"还有 {holding} 项任职挂在这个单位，请先结束或交接。")
    on = command.on or today(act)
    check_on(on, _since(command.unit), today(act))
    employed = sql.value(
        "select count(*) from people_employment where unit = %s and (upper_inf(during) or upper(during) > %s)",
        (command.unit, on),
    )
    if employed:
        raise Refusal("unit_has_workers", f"还有 {employed} 名社工在这个单位，请先结束他们的聘用，或改到别的单位。")
    end_version(command.unit, on)
    sql.run("delete from people_linked_door where unit = %s", (command.unit,))
    _write(target, {"closed_on": on})
    return _told(events.UnitClosed(unit=command.unit, area=AreaCode(target.scope)), target)


def reopen(command: commands.ReopenUnit, target: Target, act: Act) -> Outcome:
    if target.row["closed_on"] is None:
        raise Refusal("unit_open", "这个单位本来就在用。")
    _write(target, {"closed_on": None})
    begin_version(target.row, max(target.row["closed_on"], today(act)))
    return _told(events.UnitReopened(unit=command.unit, area=AreaCode(target.scope)), target)


def link(command: commands.LinkHouseholds, target: Target, act: Act) -> Outcome:
    """The doors a 党员中心户 links, all of them; those it linked before and does not now are free again."""
    if target.row["closed_on"] is not None:
        raise Refusal("unit_closed", "这个单位已经停用了。")
    doors = tuple((building.strip(), number.strip()) for building, number in command.doors)
    check_doors(target.row["kind"], doors)
    known = places.building_ids(act.actor, {building for building, _ in doors})
    for building, number in doors:
        if building not in known:
            raise Refusal("door_building", f"没有编号为“{building}”的楼，请先导入楼栋，或核对编号。", field="doors")
        _free(command.unit, known[building], building, number)
    sql.run("delete from people_linked_door where unit = %s", (command.unit,))
    link_doors([(command.unit, known[building], number) for building, number in doors], today(act))
    event = events.HouseholdsLinked(unit=command.unit, area=AreaCode(target.scope), doors=len(doors))
    return _told(event, target, {"doors": len(doors)})


def link_doors(doors: list[tuple[UUID, UUID, str]], since: date) -> None:
    """Write links: (unit, building, door)."""
    sql.run(
        """insert into people_linked_door (id, unit, building, door, since)
           select *, %s from unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::text[])""",
        (since, [new_id() for _ in doors], [d[0] for d in doors], [d[1] for d in doors], [d[2] for d in doors]),
    )


def begin_version(unit: dict[str, Any], since: date | None) -> None:
    """From a day on a unit is called and stands as its row says."""
    sql.run(
        """insert into people_unit_version (id, unit, name, parent, area, during)
           values (%s, %s, %s, %s, %s, daterange(%s, null))""",
        (new_id(), unit["id"], unit["name"], unit["parent"], unit["area"], since),
    )


def end_version(unit: UUID, on: date) -> None:
    """Close the version that holds; one that began on that very day never held and goes."""
    sql.run("delete from people_unit_version where unit = %s and upper_inf(during) and lower(during) >= %s", (unit, on))
    sql.run(
        "update people_unit_version set during = daterange(lower(during), %s) where unit = %s and upper_inf(during)",
        (on, unit),
    )


def _change(target: Target, changed: dict[str, Any], on: date, act: Act) -> None:
    if target.row["closed_on"] is not None:
        raise Refusal("unit_closed", "这个单位已经停用了，请先恢复。")
    check_on(on, _since(target.row["id"]), today(act))
    _write(target, changed)
    end_version(target.row["id"], on)
    begin_version(target.row | changed, on)


def _since(unit: UUID) -> date | None:
    """From which day the version holds that holds now; None as long as the register goes back."""
    found: date | None = sql.value(
        "select lower(during) from people_unit_version where unit = %s and upper_inf(during)", (unit,)
    )
    return found


def _parent(id: UUID | None) -> dict[str, Any] | None:
    if id is None:
        return None
    row: dict[str, Any] | None = sql.one(
        "select id, kind, area, closed_on from people_unit where id = %s for share", (id,)
    )
    if row is None:
        raise Missing("没有找到上级单位，请先登记上级单位。")
    if row["closed_on"] is not None:
        raise Refusal("parent_closed", "上级单位已经停用，请另选上级单位。", field="parent")
    return row


def _below(unit: UUID) -> set[UUID]:
    """A unit and everything under it."""
    found = sql.values(
        """with recursive tree as (
             select id from people_unit where id = %s
             union all select u.id from people_unit u join tree t on u.parent = t.id
           ) select id from tree""",
        (unit,),
    )
    return set(found)


def _free(unit: UUID, building_id: UUID, building: str, number: str) -> None:
    other = sql.value(
        """select u.name from people_linked_door d join people_unit u on u.id = d.unit
           where d.building = %s and d.door = %s and d.unit <> %s""",
        (building_id, number, unit),
    )
    if other is not None:
        raise Refusal("door_taken", f"{building} {number} 已经由“{other}”联系，请删去这一户。", field="doors")


def _write(target: Target, changed: dict[str, object]) -> None:
    sql.update("people_unit", changed | {"version": target.row["version"] + 1}, {"id": target.row["id"]})


def _told(event: Event, target: Target, answer: dict[str, Any] | None = None) -> Outcome:
    return Outcome(events=(Told(event, target.row["id"], target.scope),), answer=answer or {}, scopes=(target.scope,))
