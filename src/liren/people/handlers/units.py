"""Units and their tree."""

from zoneinfo import ZoneInfo

from liren.kernel import AreaCode, Code, Event, Missing, Refusal
from liren.people import commands, events
from liren.people.kinds import UNIT_KINDS
from liren.people.rules import clean_name
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told

SHANGHAI = ZoneInfo("Asia/Shanghai")


def new_unit(command: commands.RegisterUnit, act: Act) -> Target:
    """A unit about to be registered. Its parent is locked, so that it can't go meanwhile."""
    if command.parent and not sql.one("select 1 from people_unit where id = %s for key share", (command.parent,)):
        raise Missing("没有找到上级单位，请先登记上级单位。")
    return Target(scope=command.area)


def load_unit(command: commands.RenameUnit | commands.CloseUnit | commands.ReopenUnit, act: Act) -> Target:
    """The unit a command names, locked."""
    row = sql.one(
        "select id, name, area, closed_on, version from people_unit where id = %s for update", (command.unit,)
    )
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row, version=row["version"], now_is={"name": row["name"]})


def rename(command: commands.RenameUnit, target: Target, act: Act) -> Outcome:
    _write(target, {"name": clean_name(command.name)})
    return _told(events.UnitRenamed(unit=command.unit, area=AreaCode(target.scope)), target)


def close(command: commands.CloseUnit, target: Target, act: Act) -> Outcome:
    """Closed only when it is empty: what it holds would belong to nobody."""
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
    _write(target, {"closed_on": act.now.astimezone(SHANGHAI).date()})
    return _told(events.UnitClosed(unit=command.unit, area=AreaCode(target.scope)), target)


def reopen(command: commands.ReopenUnit, target: Target, act: Act) -> Outcome:
    if target.row["closed_on"] is None:
        raise Refusal("unit_open", "这个单位本来就在用。")
    _write(target, {"closed_on": None})
    return _told(events.UnitReopened(unit=command.unit, area=AreaCode(target.scope)), target)


def _write(target: Target, changed: dict[str, object]) -> None:
    sql.update("people_unit", changed | {"version": target.row["version"] + 1}, {"id": target.row["id"]})


def _told(event: Event, target: Target) -> Outcome:
    return Outcome(events=(Told(event, target.row["id"], target.scope),), scopes=(target.scope,))


def register(command: commands.RegisterUnit, target: Target, act: Act) -> Outcome:
    if command.kind not in UNIT_KINDS:
        raise Refusal("unit_kind", f"单位类别请选：{'、'.join(UNIT_KINDS.values())}。", field="kind")
    sql.insert(
        "people_unit",
        {
            "id": command.unit,
            "parent": command.parent,
            "kind": command.kind,
            "name": clean_name(command.name),
            "area": command.area,
            "version": 1,
        },
    )
    event = events.UnitRegistered(unit=command.unit, parent=command.parent, kind=Code(command.kind), area=command.area)
    return Outcome(
        events=(Told(event, command.unit, command.area),),
        answer={"unit": str(command.unit)},
        scopes=(command.area,),
    )
