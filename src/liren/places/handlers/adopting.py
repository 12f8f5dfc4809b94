"""Plans that come into force: outlines without gap or overlap, codes kept or new, buildings settled, all on one day."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import shapely
from shapely.geometry.base import BaseGeometry

from liren.kernel import AreaCode, Missing, Refusal
from liren.places import atlas, commands, events, layout
from liren.places.handlers import settle, take_the_map, today, write
from liren.places.handlers.plans import seats_of
from liren.places.handlers.undo import CLOSE
from liren.places.layout import Layout, to_degrees
from liren.places.rules import Wanted, dividing
from liren.places.rules.cells import outlines
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told

AT_ONCE = 6  # grids that change while somebody waits for the page; more are the worker's, community by community
LOST = """
select coalesce(nullif(b.name, ''), b.address) from places_building b
where b.id = any(%s) and (b.area is null or left(b.area, 15) <> all(%s)) order by 1 limit 3
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enacted:
    """One plan about to hold: the outline (WKB, degrees) and code of every part, and who changes micro-grid."""

    plan: UUID
    grid: AreaCode
    wanted: tuple[Wanted, ...]
    codes: dividing.Codes
    buildings: tuple[UUID, ...]
    heirs: dict[int, str]
    keepers: dict[int, UUID]
    moved: int
    households: int


def load_plans(command: commands.AdoptPlans | commands.EnactPlans, act: Act) -> Target:
    """The plans, locked in the order of their ids; every one of another grid of the area."""
    rows = sql.rows(
        "select * from places_plan where id = any(%s) order by id for update", (sorted(set(command.plans)),)
    )
    if not rows or len(rows) != len(set(command.plans)):
        raise Missing
    if any(not command.area.covers(row["area"]) for row in rows):
        raise Missing
    if len({row["area"] for row in rows}) < len(rows):
        raise Refusal("two_plans", "同一个网格选了两个方案，请只留一个。")
    return Target(scope=command.area, row=rows)


def adopt(command: commands.AdoptPlans, target: Target, act: Act) -> Outcome:
    """From today: at once. From a later day, or more than AT_ONCE grids: the plans wait, and nothing on the map changes."""
    day = today(act.now)
    if command.on < day:
        raise Refusal("adopt_past", "启用的日子已经过去，请选今天或者以后的日子。", field="on")
    for plan in target.row:
        if plan["state"] != "draft":
            raise Refusal("plan_settled", "这个方案已经定下或者作废，请另选一个。")
    for plan in target.row:
        _check_keepers(plan, command.keepers)
    sql.run(
        """update places_plan set state = 'waiting', adopt_from = %s, settled_at = %s, version = version + 1
           where id = any(%s)""",
        (command.on, act.now, [plan["id"] for plan in target.row]),
    )
    _keep_keepers(command.keepers)
    told = tuple(
        Told(events.PlanAdopted(plan=p["id"], area=AreaCode(p["area"]), on=command.on), p["id"], AreaCode(p["area"]))
        for p in target.row
    )
    if command.on > day or len(target.row) > AT_ONCE:
        waiting = {str(plan["id"]): plan["area"] for plan in target.row}
        answer = {"on": command.on.isoformat(), "parts": {}, "waiting": waiting}
        return Outcome(events=told, answer=answer, scopes=(command.area,))
    below = enact(commands.EnactPlans(area=command.area, plans=command.plans), load_plans(command, act), act)
    return Outcome(events=(*told, *below.events), answer=below.answer, scopes=(command.area,))


def _check_keepers(plan: dict[str, Any], keepers: Sequence[commands.PartKeeper]) -> None:
    parts = [one.part for one in keepers if one.plan == plan["id"]]
    if any(not 1 <= part <= plan["parts"] for part in parts) or len(set(parts)) < len(parts):
        raise Refusal("no_such_part", "没有这一片，请在列表里选。", field="part")


def _keep_keepers(keepers: Sequence[commands.PartKeeper]) -> None:
    sql.run(
        """insert into places_plan_part (plan_id, part, name, keeper)
           select plan, part, '', person from unnest(%s::uuid[], %s::int2[], %s::uuid[]) as k(plan, part, person)
           on conflict (plan_id, part) do update set keeper = excluded.keeper""",
        ([k.plan for k in keepers], [k.part for k in keepers], [k.person for k in keepers]),
    )


def enact(command: commands.EnactPlans, target: Target, act: Act) -> Outcome:
    """Only plans that wait and whose day has come; one that was dropped meanwhile is passed over."""
    day = today(act.now)
    due = [plan for plan in target.row if plan["state"] == "waiting" and plan["adopt_from"] <= day]
    if not due:
        return Outcome(answer={"parts": {}})
    number = take_the_map()
    made = [_prepared(plan) for plan in due]
    write([wish for one in made for wish in one.wanted], day)
    gone = [code for one in made for code in one.codes.gone]
    sql.run("update places_area set closed_on = %s where code = any(%s)", (day, gone))
    sql.run(CLOSE, (day, gone))
    settle(atlas.load().locator, day)
    _nobody_lost(made)
    sql.run(
        "update places_plan set state = 'adopted', settled_at = %s, version = version + 1 where id = any(%s)",
        (act.now, [one.plan for one in made]),
    )
    sql.run(
        """update places_plan set state = 'dropped', settled_at = %s, version = version + 1
           where area = any(%s) and state = 'draft'""",
        (act.now, [str(one.grid) for one in made]),
    )
    return Outcome(
        events=tuple(_told(one, number) for one in made),
        answer={"on": day.isoformat(), "parts": {str(one.plan): _parts(one) for one in made}},
        scopes=(command.area,),
    )


def _parts(one: Enacted) -> dict[str, Any]:
    return {
        "area": str(one.grid), "codes": {str(part): str(kept.code) for part, kept in one.codes.of.items()},
        "new": [str(kept.code) for kept in one.codes.of.values() if kept.new], "gone": [str(c) for c in one.codes.gone],
        "heirs": {str(kept.code): one.heirs[part] for part, kept in one.codes.of.items() if part in one.heirs},
        "keepers": {str(one.codes.of[part].code): str(person) for part, person in one.keepers.items() if part in one.codes.of},
    }  # fmt: skip


def _told(one: Enacted, number: int) -> Told:
    event = events.MicroGridsAdopted(
        plan=one.plan, area=one.grid, new=tuple(k.code for k in one.codes.of.values() if k.new), gone=one.codes.gone,
        buildings=one.moved, households=one.households, map=number,
    )  # fmt: skip
    return Told(event, events.area_id(one.grid), one.grid)


def _prepared(plan: dict[str, Any]) -> Enacted:
    """A plan on the grid as it is today: buildings that came since go where their nearest neighbour goes."""
    grid = AreaCode(plan["area"])
    found = layout.load(grid)
    seats = dict(seats_of(plan["id"]))
    if not any(one.id in seats for one in found.dwellings):
        raise Refusal("plan_empty", "方案里的楼都已经不在这个网格里了，请重新划一个方案。")
    labels = dividing.complete(found.ground, found.spots, [seats.get(one.id) for one in found.dwellings])
    areas = sql.rows("select code, name, closed_on is null as open from places_area where parent = %s", (str(grid),))
    used = {row["code"]: row["open"] for row in areas}
    codes = dividing.keep_codes(grid, found.now, labels, found.households, used)
    known = sql.rows("select part, name, shape, keeper from places_plan_part where plan_id = %s", (plan["id"],))
    drawn = _drawn(plan, known, set(labels))
    named = {row["part"]: row["name"] for row in known}
    shapes = drawn or {part: to_degrees(found, shape) for part, shape in outlines(found.ground, labels).items()}
    _whole(found, shapes)
    names = {row["code"]: row["name"] for row in areas}
    wanted = tuple(
        Wanted(
            code=kept.code, shape=shapes[part],
            name=named.get(part) or (dividing.part_name(kept.code) if kept.new else names[kept.code]),
        )
        for part, kept in codes.of.items()
    )  # fmt: skip
    changed = [n for n, one in enumerate(found.dwellings) if one.area != codes.of[labels[n]].code]
    return Enacted(
        plan=plan["id"], grid=grid, wanted=wanted, codes=codes, buildings=tuple(one.id for one in found.dwellings),
        heirs=dividing.heirs(found.now, labels, found.households),
        keepers={row["part"]: row["keeper"] for row in known if row["keeper"]}, moved=len(changed), households=sum(found.dwellings[n].households for n in changed),
    )  # fmt: skip


def _drawn(plan: dict[str, Any], known: list[dict[str, Any]], parts: set[int]) -> dict[int, bytes]:
    """The outlines as they were drawn; none once a building was moved by hand."""
    touched = sql.value("select exists (select from places_plan_move where plan_id = %s)", (plan["id"],))
    drawn = {row["part"]: bytes(row["shape"]) for row in known if row["shape"] is not None}
    return drawn if not touched and parts == set(drawn) else {}


def _whole(found: Layout, shapes: dict[int, bytes]) -> None:
    """Raise Refusal unless the outlines fill the grid without overlap. The product's own always do; a grid redrawn since may not fit a drawn plan."""
    plane: dict[int, BaseGeometry] = {part: found.plane.shape(shapely.from_wkb(s)) for part, s in shapes.items()}
    if flaws := dividing.flaws(found.outline, plane):
        what = {"overlap": "有重叠", "gap": "有缝", "outside": "画到了网格外面"}[flaws[0].sort]
        raise Refusal(
            "plan_flaw", f"方案的边界{what}（{flaws[0].m2:,.0f} 平方米），不能启用。请改好边界再导入，或重新划。"
        )


def _nobody_lost(made: list[Enacted]) -> None:
    """Raise Refusal when a building has fallen into a crack: no door may be left out."""
    houses = [id for one in made for id in one.buildings]
    if lost := sql.values(LOST, (houses, [str(one.grid) for one in made])):
        raise Refusal("plan_flaw", f"{'、'.join(lost)}落在两片之间的缝里，不能启用。请把边界改一改再导入。")
