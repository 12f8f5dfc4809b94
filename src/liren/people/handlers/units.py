"""Units and their tree."""

from liren.kernel import Code, Missing, Refusal
from liren.people import commands, events
from liren.people.kinds import UNIT_KINDS
from liren.people.rules import clean_name
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told


def new_unit(command: commands.RegisterUnit, act: Act) -> Target:
    """A unit about to be registered. Its parent is locked, so that it can't go meanwhile."""
    if command.parent and not sql.one("select 1 from people_unit where id = %s for key share", (command.parent,)):
        raise Missing("没有找到上级单位，请先登记上级单位。")
    return Target(scope=command.area)


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
