"""Outlines, names and endings of areas."""

from shapely import from_wkb

from liren.kernel import Missing, Refusal, progress
from liren.kernel.rows import RowError
from liren.places import atlas, commands, events, rules
from liren.places.handlers import inverse, settle, stop, take_the_map, today, tree, write
from liren.places.rules.features import UNIT
from liren.trust import imports, sql
from liren.trust.registry import Act, Outcome, Target, Told

NAME_MAX = 60


def over_area(
    command: commands.ImportDivisions
    | commands.ImportAreas
    | commands.ImportBuildings
    | commands.ImportGround
    | commands.RenameArea
    | commands.CloseArea,
    act: Act,
) -> Target:
    """The right is asked over the area the command names; before the first import it has no row yet."""
    row = sql.one("select code, name, closed_on from places_area where code = %s for update", (str(command.area),))
    return Target(scope=command.area, row=row)


def import_areas(command: commands.ImportAreas, target: Target, act: Act) -> Outcome:
    number = take_the_map()
    area = command.area
    progress.say("check", 0, len(command.rows))
    stop(wrong(command))
    progress.say("write", 0, len(command.rows))
    made = write([rules.Wanted(code=r.code, name=r.name, shape=r.shape) for r in command.rows], today(act.now))
    settle(atlas.load().locator, today(act.now))
    added, changed = len(made.added), made.changed
    answer = {"added": added, "changed": changed, "same": len(command.rows) - added - changed}
    touched = [str(w.code) for w in (*made.added, *made.replaced, *made.corrected)]
    imports.keep(command.source, act, sort="areas", area=area, counts=answer, touched=touched, inverse=inverse(made))
    event = events.AreasImported(area=area, added=added, changed=changed, map=number)
    return Outcome(
        events=(Told(event, events.area_id(area), area),),
        answer=answer,
        scopes=(area,),
    )


def wrong(command: commands.ImportAreas) -> list[RowError]:
    """Everything that stands against the outlines on the map as it is."""
    known, closed = tree()
    shapes = atlas.load().shapes
    outlines = [rules.Outline(r.row, r.code, r.name, from_wkb(r.shape)) for r in command.rows]
    strays = [
        RowError(
            o.row, "code", f"{o.code} 不在本次导入的区域 {command.area} 之内。", "请删去这一个，或另行导入。", UNIT
        )
        for o in outlines
        if not command.area.covers(o.code)
    ]
    if strays:
        return strays
    doubt = None if command.datum else rules.of_areas(outlines, shapes)
    return [doubt] if doubt else rules.check_areas(outlines, known, closed, shapes)


def rename(command: commands.RenameArea, target: Target, act: Act) -> Outcome:
    _open(target)
    name = command.name.strip()
    if not 1 <= len(name) <= NAME_MAX:
        raise Refusal("area_name", f"名称要有 1 到 {NAME_MAX} 个字，请改一改。", field="name")
    take_the_map()
    write([rules.Wanted(code=command.area, name=name, shape=None)], today(act.now))
    version = sql.value(
        "select id from places_area_version where area = %s and upper_inf(during)", (str(command.area),)
    )
    event = events.AreaRenamed(area=command.area, version_id=version)
    told = Told(event, events.area_id(command.area), command.area)
    return Outcome(events=(told,), answer={"name": name}, scopes=(command.area,))


def close(command: commands.CloseArea, target: Target, act: Act) -> Outcome:
    _open(target)
    take_the_map()
    inside = sql.value("select count(*) from places_area where parent = %s and closed_on is null", (str(command.area),))
    if inside:
        raise Refusal("area_has_children", f"里面还有 {inside} 个下级区域没有停用，请先停用它们。")
    buildings = sql.value("select count(*) from places_building where area = %s", (str(command.area),))
    if buildings:
        raise Refusal("area_has_buildings", f"里面还有 {buildings} 栋楼，请先把它们划到别的微网格。")
    day = today(act.now)
    sql.update("places_area", {"closed_on": day}, {"code": str(command.area)})
    sql.run(
        """update places_area_version set during = daterange(lower(during), greatest(%s, lower(during) + 1))
           where area = %s and upper_inf(during)""",
        (day, str(command.area)),
    )
    told = Told(events.AreaClosed(area=command.area), events.area_id(command.area), command.area)
    return Outcome(events=(told,), scopes=(command.area,))


def _open(target: Target) -> None:
    if target.row is None:
        raise Missing
    if target.row["closed_on"] is not None:
        raise Refusal("area_closed", f"{target.row['name']}已经停用，不能再改。")
