"""Orders to cut: asked for an area, worked off grid by grid, stopped when nobody wants the rest."""

from uuid import UUID

from liren.kernel import AreaCode, Missing, Refusal
from liren.kernel.area import Level
from liren.places import commands, events
from liren.places.handlers import columns
from liren.places.rules.dividing import CODES
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told

GRIDS = """
select a.code from places_area a join places_area_version v on v.area = a.code and upper_inf(v.during)
where a.code >= %s and a.code < %s and a.level = %s and a.closed_on is null and v.shape is not null
order by a.code
"""
SEATS = (
    "insert into places_plan_seat (plan_id, building, part) select * from unnest(%s::uuid[], %s::uuid[], %s::int2[])"
)


def over_area(command: commands.AskCut | commands.StartPlan | commands.DrawPlan, act: Act) -> Target:
    """The right is asked over the area; it must be open."""
    row = sql.one("select code from places_area where code = %s and closed_on is null", (str(command.area),))
    if row is None:
        raise Missing
    return Target(scope=command.area, row=row)


def ask(command: commands.AskCut, target: Target, act: Act) -> Outcome:
    area = command.area
    grids = sql.values(GRIDS, (str(area), str(area) + ":", int(Level.GRID)))
    if not grids:
        raise Refusal("no_grids", "这里还没有画好边界的网格，请先导入网格。", field="area")
    if command.parts is not None and len(grids) > 1:
        raise Refusal("parts_of_many", "一次划多个网格，只能按户数定大小，请去掉片数。", field="parts")
    if not 10 <= command.households <= 1000:
        raise Refusal("cut_households", "每个微网格的户数要在 10 到 1000 之间。", field="households")
    if command.parts is not None and not 1 <= command.parts <= CODES:
        raise Refusal("cut_parts", f"片数要在 1 到 {CODES} 之间。", field="parts")
    sql.insert(
        "places_cut",
        {"id": command.cut, "area": str(area), "households": command.households, "parts": command.parts,
         "seed": command.seed, "made_by": act.actor.account, "made_at": act.now},
    )  # fmt: skip
    sql.run(
        """insert into places_cut_grid (cut_id, area, state, trouble)
           select %s, g, 'waiting', '' from unnest(%s::text[]) g""",
        (command.cut, grids),
    )
    event = events.CutAsked(
        cut=command.cut, area=area, grids=len(grids), households=command.households, seed=command.seed
    )
    return Outcome(
        events=(Told(event, command.cut, area),),
        answer={"cut": str(command.cut), "grids": len(grids)},
        scopes=(area,),
    )


def load_cut(command: commands.StopCut | commands.DraftPlans, act: Act) -> Target:
    """The order, locked; what the worker drafts for it lies in one of its grids."""
    row = sql.one("select * from places_cut where id = %s for update", (command.cut,))
    scope = getattr(command, "area", None) or (row and row["area"])
    if row is None or not AreaCode(row["area"]).covers(scope):
        raise Missing
    return Target(scope=scope, row=row)


def stop(command: commands.StopCut, target: Target, act: Act) -> Outcome:
    left = sql.value("select count(*) from places_cut_grid where cut_id = %s and state = 'waiting'", (command.cut,))
    if target.row["stopped_at"] is not None or not left:
        raise Refusal("cut_over", "这次已经划完或者停下了，不用再停。")
    sql.update("places_cut", {"stopped_at": act.now}, {"id": command.cut})
    event = events.CutStopped(cut=command.cut, left=left)
    return Outcome(events=(Told(event, command.cut, AreaCode(target.scope)),), scopes=(target.scope,))


def draft(command: commands.DraftPlans, target: Target, act: Act) -> Outcome:
    """What the worker brings; nothing is kept for a grid that is done, nor after the order was stopped."""
    cut, area = target.row, command.area
    state = sql.value(
        "select state from places_cut_grid where cut_id = %s and area = %s for update", (command.cut, str(area))
    )
    if state != "waiting" or cut["stopped_at"] is not None:
        return Outcome()
    done = {"state": "done" if command.plans else "refused", "trouble": command.trouble[:200]}
    sql.update("places_cut_grid", done, {"cut_id": command.cut, "area": str(area)})
    for plan in command.plans:
        sql.insert(
            "places_plan",
            {"id": plan.plan, "cut_id": command.cut, "area": str(area), "source": "cut", "aim": plan.aim,
             "households": cut["households"], "parts": max(seat.part for seat in plan.seats), "seed": cut["seed"],
             "state": "draft", "made_by": cut["made_by"], "made_at": act.now, "version": 1},
        )  # fmt: skip
        seat(plan.plan, plan.seats)
    event = events.PlansDrafted(cut=command.cut, area=area, plans=tuple(plan.plan for plan in command.plans))
    return Outcome(events=(Told(event, command.cut, area),), scopes=(area,))


def seat(plan: UUID, seats: tuple[commands.Seat, ...]) -> None:
    """Write the seats of a new plan."""
    sql.run(SEATS, columns([(plan, one.building, one.part) for one in seats], 3))
