"""The national tree: added whole or not at all."""

from liren.kernel import AreaCode
from liren.kernel.rows import RowError
from liren.places import commands, events, rules
from liren.places.handlers import stop, take_the_map, today, tree, write
from liren.trust.registry import Act, Outcome, Target, Told


def import_divisions(command: commands.ImportDivisions, target: Target, act: Act) -> Outcome:
    take_the_map()
    known, closed = tree()
    area = command.area
    stop(
        RowError(row.row, "code", f"{row.code} 不在本次导入的区域 {area} 之内。", "请删去这一行，或另行导入。")
        for row in command.rows
        if not area.covers(row.code) and not row.code.covers(area)
    )
    stop(rules.check_divisions(command.rows, known, closed))
    wanted = [rules.Wanted(code=row.code, name=row.name, shape=None) for row in command.rows]
    made = write(wanted, today(act.now))
    touched = [AreaCode(w.code) for w in (*made.added, *made.replaced, *made.corrected)]
    event = events.DivisionsImported(area=area, added=len(made.added), changed=made.changed)
    return Outcome(
        events=(Told(event, events.area_id(area), area),),
        answer={"added": len(made.added), "changed": made.changed, "same": len(wanted) - len(touched)},
        scopes=(area, *touched),
    )
