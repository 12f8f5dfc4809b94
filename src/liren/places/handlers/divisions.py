"""The national tree: added whole or not at all."""

from liren.kernel import AreaCode
from liren.kernel.rows import RowError
from liren.places import commands, events, rules
from liren.places.handlers import inverse, stop, take_the_map, today, tree, write
from liren.trust import imports
from liren.trust.registry import Act, Outcome, Target, Told


def import_divisions(command: commands.ImportDivisions, target: Target, act: Act) -> Outcome:
    take_the_map()
    area = command.area
    stop(wrong(command))
    wanted = [rules.Wanted(code=row.code, name=row.name, shape=None) for row in command.rows]
    made = write(wanted, today(act.now))
    touched = [AreaCode(w.code) for w in (*made.added, *made.replaced, *made.corrected)]
    event = events.DivisionsImported(area=area, added=len(made.added), changed=made.changed)
    answer = {"added": len(made.added), "changed": made.changed, "same": len(wanted) - len(touched)}
    imports.keep(
        command.source, act, sort="divisions", area=area, counts=answer, touched=touched, inverse=inverse(made)
    )
    return Outcome(
        events=(Told(event, events.area_id(area), area),),
        answer=answer,
        scopes=(area, *touched),
    )


def wrong(command: commands.ImportDivisions) -> list[RowError]:
    """Everything that stands against the rows on the map as it is."""
    known, closed = tree()
    area = command.area
    strays = [
        RowError(row.row, "code", f"{row.code} 不在本次导入的区域 {area} 之内。", "请删去这一行，或另行导入。")
        for row in command.rows
        if not area.covers(row.code) and not row.code.covers(area)
    ]
    return strays or rules.check_divisions(command.rows, known, closed)
