"""Drafts: begun by hand or drawn in a file, changed step by step, taken back, dropped."""

from typing import Any
from uuid import UUID

import shapely

from liren.kernel import AreaCode, Code, Missing, Refusal
from liren.kernel.rows import RowError
from liren.places import commands, events, layout
from liren.places.geometry import DATUM_LABELS, shape_to_wgs84
from liren.places.handlers import columns, cutting, stop
from liren.places.layout import Layout
from liren.places.rules import dividing
from liren.places.rules.features import UNIT
from liren.trust import imports, sql
from liren.trust.registry import Act, Outcome, Target, Told

PLAN = "select * from places_plan where id = %s for update"
MOVE = """
with before as (
  select s.building, s.part from places_plan_seat s where s.plan_id = %(plan)s and s.building = any(%(buildings)s)
), kept as (
  insert into places_plan_move (plan_id, step, building, before) select %(plan)s, %(step)s, building, part from before
)
update places_plan_seat set part = %(part)s where plan_id = %(plan)s and building = any(%(buildings)s)
"""
BACK = """
with undone as (delete from places_plan_move where plan_id = %(plan)s and step = %(step)s returning building, before)
update places_plan_seat s set part = u.before from undone u where s.plan_id = %(plan)s and s.building = u.building
"""


def load_plan(command: commands.MoveBuildings | commands.TakeBackMove | commands.DropPlan, act: Act) -> Target:
    """The plan, locked."""
    return target_of(command.plan)


def target_of(plan: UUID) -> Target:
    row = sql.one(PLAN, (plan,))
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row, version=row["version"], now_is={"version": row["version"]})


def start(command: commands.StartPlan, target: Target, act: Act) -> Outcome:
    """From the micro-grids as they are; a building in a gap goes to the nearest of them."""
    found = layout.of(command.area)
    codes = sorted({code for code in found.now if code})
    if not codes:
        raise Refusal("no_micro_grids", "这个网格还没有微网格，请先让系统划一个方案。")
    parts = dividing.complete(found.ground, found.spots, [codes.index(c) + 1 if c else None for c in found.now])
    _insert(command.plan, command.area, "hand", len(codes), act)
    cutting.seat(command.plan, seats(found, parts))
    event = events.PlanStarted(plan=command.plan, area=command.area, source=Code("hand"), parts=len(codes))
    return _told(event, command.plan, command.area, {"plan": str(command.plan)})


def draw(command: commands.DrawPlan, target: Target, act: Act) -> Outcome:
    """A drawn plan keeps its outlines until a building is moved in it; its id is that of the import's record."""
    if command.source is None:
        raise Refusal("no_file", "划分方案要从文件导入。")
    plan = command.source.id
    found = layout.of(command.area)
    stop(wrong(command, found))
    shapes = in_metres(command, found)
    parts = [dividing.part_at(shapes, x, y) for x, y in found.spots]
    _insert(plan, command.area, "drawn", len(shapes), act)
    cutting.seat(plan, seats(found, dividing.complete(found.ground, found.spots, parts)))
    drawn = [(plan, n, row.name[:60], row.shape) for n, row in enumerate(command.rows, start=1)]
    sql.run(
        """insert into places_plan_part (plan_id, part, name, shape)
           select * from unnest(%s::uuid[], %s::int2[], %s::text[], %s::bytea[])""",
        columns(drawn, 4),
    )
    answer = {"added": len(drawn), "changed": 0, "same": 0}
    imports.keep(command.source, act, sort="plans", area=command.area, counts=answer, touched=[str(plan)], inverse={})
    event = events.PlanStarted(plan=plan, area=command.area, source=Code("drawn"), parts=len(drawn))
    return _told(event, plan, command.area, answer)


def wrong(command: commands.DrawPlan, found: Layout) -> list[RowError]:
    """What stands against the outlines: overlap, gap, ground outside the grid, a micro-grid without a building."""
    if len(command.rows) > dividing.CODES:
        return [RowError(0, "", f"文件里有 {len(command.rows)} 片，一个网格最多 {dividing.CODES} 片。", "请少分几片。")]
    shapes = in_metres(command, found)
    rows = dict(enumerate(command.rows, start=1))
    flaws = dividing.flaws(found.outline, shapes)
    if flaws and not command.datum and (datum := _fits(command, found)):
        said = f"换算成 {DATUM_LABELS[datum]} 以后，这些边界正好铺满网格，文件多半是用它画的。"
        return [RowError(0, "geometry", said, "请在坐标系里选它，再导入一次。")]
    errors = [_flaw(flaw, rows) for flaw in flaws]
    seated = {dividing.part_at(shapes, x, y) for x, y in found.spots}
    for n, row in rows.items():
        if n not in seated:
            said = f"{row.name or f'第 {n} 片'}里没有楼栋。"
            errors.append(RowError(row.row, "geometry", said, "请并入旁边的一片，或者核对楼栋的坐标。", UNIT))
    return sorted(errors, key=lambda error: error.row)


def _fits(command: commands.DrawPlan, found: Layout) -> str:
    """The datum under which an undeclared file has no flaw, "" for none (mechanisms §7)."""
    for datum in ("gcj02", "bd09"):
        shapes = {
            n: found.plane.shape(shape_to_wgs84(shapely.from_wkb(row.shape), datum))
            for n, row in enumerate(command.rows, start=1)
        }
        if not dividing.flaws(found.outline, shapes):
            return datum
    return ""


def in_metres(command: commands.DrawPlan, found: Layout) -> dict[int, Any]:
    return {n: found.plane.shape(shapely.from_wkb(row.shape)) for n, row in enumerate(command.rows, start=1)}


def _flaw(flaw: dividing.Flaw, rows: dict[int, commands.DrawnRow]) -> RowError:
    if flaw.sort == "gap":
        said = f"几片合起来还差 {flaw.m2:,.0f} 平方米，没有铺满网格。"
        return RowError(0, "geometry", said, "请把缝补上，或者把旁边一片的边界拉过去。")
    row = rows[flaw.parts[-1]]
    if flaw.sort == "outside":
        said = f"{row.name or f'第 {flaw.parts[0]} 片'}有 {flaw.m2:,.0f} 平方米画到了网格外面。"
        return RowError(row.row, "geometry", said, "请把边界改到网格里面。", UNIT)
    said = f"与第 {rows[flaw.parts[0]].row} {UNIT}重叠 {flaw.m2:,.0f} 平方米。"
    return RowError(row.row, "geometry", said, "同级不能重叠，请改其中一个的边界。", UNIT)


def move(command: commands.MoveBuildings, target: Target, act: Act) -> Outcome:
    """One step, whatever the number of buildings. Houses on one spot move together; a part left empty is merged away."""
    plan = _draft(target)
    now = dict(seats_of(command.plan))
    found = layout.of(AreaCode(plan["area"]))
    wanted = {id for id in _with_twins(found, command.buildings) if now.get(id, command.part) != command.part}
    if not wanted:
        raise Refusal("nothing_moves", "选的楼已经在这一片里了，请换一片。", field="part")
    if not 1 <= command.part <= min(plan["parts"] + 1, dividing.CODES):
        raise Refusal("no_such_part", "没有这一片，请在列表里选。", field="part")
    return _step(command, plan, tuple(sorted(wanted)))


def _step(command: commands.MoveBuildings, plan: dict[str, Any], moved: tuple[UUID, ...]) -> Outcome:
    step = sql.value("select coalesce(max(step), 0) + 1 from places_plan_move where plan_id = %s", (command.plan,))
    sql.run(MOVE, {"plan": command.plan, "step": step, "buildings": list(moved), "part": command.part})
    parts = max(plan["parts"], command.part)
    sql.update("places_plan", {"version": plan["version"] + 1, "parts": parts}, {"id": command.plan})
    event = events.BuildingsMoved(plan=command.plan, step=step, buildings=moved, part=command.part)
    return _told(event, command.plan, AreaCode(plan["area"]), {"step": step, "moved": len(moved)})


def take_back(command: commands.TakeBackMove, target: Target, act: Act) -> Outcome:
    plan = _draft(target)
    step = sql.value("select max(step) from places_plan_move where plan_id = %s", (command.plan,))
    if step is None:
        raise Refusal("no_step", "还没有手工移动过，没有可以退回的。")
    sql.run(BACK, {"plan": command.plan, "step": step})
    parts = sql.value("select max(part) from places_plan_seat where plan_id = %s", (command.plan,))
    sql.update("places_plan", {"version": plan["version"] + 1, "parts": parts}, {"id": command.plan})
    event = events.MoveTakenBack(plan=command.plan, step=step)
    return _told(event, command.plan, AreaCode(plan["area"]), {"step": step})


def drop(command: commands.DropPlan, target: Target, act: Act) -> Outcome:
    plan = target.row
    if plan["state"] not in ("draft", "waiting"):
        raise Refusal("plan_settled", "这个方案已经启用或者作废，不能再作废。")
    give_up(command.plan, act)
    return _told(events.PlanDropped(plan=command.plan), command.plan, AreaCode(plan["area"]), {})


def give_up(plan: UUID, act: Act) -> None:
    sql.run(
        "update places_plan set state = 'dropped', settled_at = %s, version = version + 1 where id = %s",
        (act.now, plan),
    )


def load_import(command: commands.UndoPlanImport, act: Act) -> Target:
    kept = imports.load(command.record)
    return Target(scope=kept.area, row=kept)


def undo_import(command: commands.UndoPlanImport, target: Target, act: Act) -> Outcome:
    """The drawn draft is dropped; one that was adopted has become the map and stays."""
    imports.check_undo(target.row)
    plan = sql.one(PLAN, (command.record,))
    if plan is None or plan["state"] == "adopted":
        raise Refusal("built_upon", "不能撤销：这个方案已经启用。要改回去，请另划一个方案启用。")
    if plan["state"] != "dropped":
        give_up(command.record, act)
    imports.mark_undone(target.row, act)
    event = events.PlanImportUndone(record=command.record, plan=command.record)
    removed = sql.value("select count(*) from places_plan_part where plan_id = %s", (command.record,))
    return _told(event, command.record, AreaCode(plan["area"]), {"removed": removed, "restored": 0})


# ---- shared ----------------------------------------------------------------------------------------------------


def seats_of(plan: UUID) -> list[tuple[UUID, int]]:
    rows = sql.rows("select building, part from places_plan_seat where plan_id = %s", (plan,))
    return [(row["building"], row["part"]) for row in rows]


def seats(found: Layout, parts: list[int]) -> tuple[commands.Seat, ...]:
    return tuple(commands.Seat(building=one.id, part=part) for one, part in zip(found.dwellings, parts, strict=True))


def _with_twins(found: Layout, buildings: tuple[UUID, ...]) -> set[UUID]:
    """These buildings and those on the same spots. Raises Refusal for one that is not in the grid."""
    strange = [id for id in buildings if id not in found.index]
    if strange or not buildings:
        raise Refusal(
            "strange_building", "还没有选楼，或者选的楼不在这个网格里，请在图上或名单里选。", field="buildings"
        )
    spots = {found.ground.twin[found.index[id]] for id in buildings}
    return {one.id for one, twin in zip(found.dwellings, found.ground.twin, strict=True) if twin in spots}


def _draft(target: Target) -> dict[str, Any]:
    plan: dict[str, Any] = target.row
    if plan["state"] != "draft":
        raise Refusal("plan_settled", "这个方案已经定下，不能再改。要改，请另起一个方案。")
    return plan


def _insert(id: UUID, area: AreaCode, source: str, parts: int, act: Act) -> None:
    sql.insert(
        "places_plan",
        {"id": id, "area": str(area), "source": source, "aim": "", "households": dividing.USUAL, "parts": parts, "seed": 0,
         "state": "draft", "made_by": act.actor.account, "made_at": act.now, "version": 1},
    )  # fmt: skip


def _told(event: Any, plan: UUID, area: AreaCode, answer: dict[str, Any]) -> Outcome:
    return Outcome(events=(Told(event, plan, area),), answer=answer, scopes=(area,))
