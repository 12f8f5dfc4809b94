"""Hangs the orders about plans and walks on the registry, with the sentences of their constraints."""

from liren.places import commands, events
from liren.places.handlers import adopting, cutting, plans, walks
from liren.trust import registry

CUTTING = "places.cutting"  # the worker that cuts grid after grid
WALKING = "places.walking"  # the worker that measures how far people walk
CONSTRAINTS = {
    "places_cut_households": ("cut_households", "每个微网格的户数要在 10 到 1000 之间。"),
    "places_cut_parts": ("cut_parts", "片数要在 1 到 99 之间。"),
    "places_cut_grid_once": ("cut_grid_twice", "同一次划分里一个网格只划一次。"),
    "places_cut_grid_state": ("cut_grid_state", "一个网格只能是等着划、划好了或者划不了。"),
    "places_plan_source": ("plan_source", "方案只能由系统划、从文件导入或者手工调整而来。"),
    "places_plan_aim": ("plan_aim", "方案只有少换户、最匀、最整三种。"),
    "places_plan_state": ("plan_state", "方案只能是草案、等着启用、已启用或者作废。"),
    "places_plan_parts": ("plan_parts", "一个网格最多分成 99 片。"),
    "places_plan_from": ("plan_from", "启用的方案要有启用的日子。"),
    "places_plan_one_waiting": ("plan_waiting", "这个网格已经有一个方案等着启用，请先作废那一个。"),
    "places_plan_seat_one": ("seat_twice", "一栋楼在一个方案里只能属于一片。"),
    "places_plan_seat_part": ("seat_part", "片的编号要在 1 到 99 之间。"),
    "places_plan_move_once": ("move_race", "别人刚刚改过这个方案，请看过现在的样子再改。"),
    "places_walks_state": ("walks_state", "一次步行距离的计算只能是等着算、算好、停下或者算不了。"),
    "places_walks_kept": ("walks_kept", "算好了的步行距离要有结果。"),
    "places_walks_one_waiting": ("walks_twice", "这里正在算，请等它算完，或者先停下。"),
    "places_plan_part_one": ("part_twice", "同一片只能登记一次。"),
}


def hang_up() -> None:
    """Declare the orders, who may give them, and what may go wrong."""
    divide, adopt, see = "places.divide", "places.adopt", "places.see"
    for order, label, handler, target in (
        (commands.AskCut, "请系统划微网格", cutting.ask, cutting.over_area),
        (commands.StopCut, "停下划分", cutting.stop, cutting.load_cut),
        (commands.DraftPlans, "放下划好的方案", cutting.draft, cutting.load_cut),
        (commands.StartPlan, "照现在的样子起一个方案", plans.start, cutting.over_area),
        (commands.DrawPlan, "导入画好的划分方案", plans.draw, cutting.over_area),
        (commands.MoveBuildings, "把楼移到另一片", plans.move, plans.load_plan),
        (commands.TakeBackMove, "退回一步", plans.take_back, plans.load_plan),
        (commands.DropPlan, "作废划分方案", plans.drop, plans.load_plan),
        (commands.UndoPlanImport, "撤销划分方案的导入", plans.undo_import, plans.load_import),
    ):
        registry.command(
            order,
            label=label,
            handler=handler,
            target=target,
            reach="within",
            right=divide,
            see=see,
        )
    registry.command(
        commands.AdoptPlans, label="启用划分方案", handler=adopting.adopt, target=adopting.load_plans, reach="within",
        right=adopt, see=see,
    )  # fmt: skip
    registry.command(
        commands.EnactPlans, label="到日子启用划分方案", handler=adopting.enact, target=adopting.load_plans,
        reach="within", right=adopt, see=see,
    )  # fmt: skip
    registry.house(CUTTING, may=[commands.DraftPlans])
    registry.house("import", may=[commands.DrawPlan])
    _walks()
    registry.events(
        events.CutAsked, events.CutStopped, events.PlansDrafted, events.PlanStarted, events.BuildingsMoved,
        events.MoveTakenBack, events.PlanDropped, events.PlanAdopted, events.MicroGridsAdopted, events.PlanImportUndone,
        events.WalksAsked, events.WalksStopped, events.WalksKept,
    )  # fmt: skip
    for name, (code, sentence) in CONSTRAINTS.items():
        registry.constraint(name, code, sentence)


def _walks() -> None:
    see = "places.see"
    for order, label, handler, target in (
        (commands.AskWalks, "请系统算步行距离", walks.ask, walks.over_area),
        (commands.StopWalks, "停下步行距离的计算", walks.stop, walks.load),
        (commands.KeepWalks, "放下算好的步行距离", walks.keep, walks.load),
    ):
        registry.command(order, label=label, handler=handler, target=target, reach="within", right=see, see=see)
    registry.house(WALKING, may=[commands.KeepWalks])
