"""Plans as their pages list them: the grids of an area, the runs, the drafts of a grid. What a plan comes to: divisions.py.

Households are counted, nobody is named. Needs the right `places.see`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from liren.kernel import Actor, AreaCode, Missing
from liren.kernel.area import Level
from liren.places.rules import dividing
from liren.trust import sight, sql

GRIDS = """
select a.code, v.name, v.households, v.shape is not null as drawn,
       count(m.code)::int as micro_grids, coalesce(avg(w.households), 0)::float8 as mean,
       coalesce(min(w.households), 0) as least, coalesce(max(w.households), 0) as most,
       count(*) filter (where w.households < %s or w.households > %s)::int as off_size,
       coalesce(sum(abs(w.households - t.mean)) / nullif(sum(w.households), 0), 0)::float8 as deviation,
       (select count(*) from places_plan p where p.area = a.code and p.state = 'draft')::int as drafts,
       (select p.adopt_from from places_plan p where p.area = a.code and p.state = 'waiting') as waiting
from places_area a
join places_area_version v on v.area = a.code and upper_inf(v.during)
left join places_area m on m.parent = a.code and m.closed_on is null
left join places_area_version w on w.area = m.code and upper_inf(w.during)
left join lateral (
  select avg(x.households) as mean from places_area y join places_area_version x on x.area = y.code and upper_inf(x.during)
  where y.parent = a.code and y.closed_on is null
) t on true
where a.level = %s and a.closed_on is null and a.code >= %s and a.code < %s and {seen}
group by a.code, v.name, v.households, v.shape order by a.code
"""
CUTS = """
select c.id, c.area, c.households, c.parts, c.seed, c.made_at, c.stopped_at, count(*)::int as total,
       count(*) filter (where g.state <> 'waiting')::int as done, count(*) filter (where g.state = 'refused')::int as refused
from places_cut c join places_cut_grid g on g.cut_id = c.id where {condition} group by c.id order by c.made_at desc limit %s
"""
PLANS = """
select p.id, p.cut_id as cut, p.area, p.source, p.aim, p.households, p.parts, p.state, p.adopt_from, p.made_at, p.settled_at,
       p.version, (select count(distinct step) from places_plan_move m where m.plan_id = p.id)::int as steps
from places_plan p where {condition} order by p.made_at desc, array_position(array['few', 'even', 'whole'], p.aim::text), p.id limit %s
"""
MOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCard:
    """A grid with the micro-grids it has. `deviation` is the mean distance from their mean, as a share of it."""

    code: AreaCode
    name: str
    households: int
    drawn: bool
    micro_grids: int
    mean: float
    least: int
    most: int
    off_size: int
    deviation: float
    drafts: int
    waiting: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CutCard:
    """An order to cut and how far it is: `done` of `total` grids, of them `refused`."""

    id: UUID
    area: AreaCode
    households: int
    parts: int | None
    seed: int
    made_at: datetime
    stopped_at: datetime | None
    total: int
    done: int
    refused: int

    @property
    def running(self) -> bool:
        return self.done < self.total and self.stopped_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCard:
    """A plan of a grid; `steps` counts the moves by hand."""

    id: UUID
    cut: UUID | None
    area: AreaCode
    source: str
    aim: str
    households: int
    parts: int
    state: str
    adopt_from: date | None
    made_at: datetime
    settled_at: datetime | None
    version: int
    steps: int


def grids(viewer: Actor, within: str) -> list[GridCard]:
    """The open grids inside an area, by code."""
    seen = sight.where(viewer, "places.see", column="a.code")
    params = (dividing.LEAST, dividing.MOST, int(Level.GRID), within, sight.after(within), *seen.params)
    rows = sql.rows(GRIDS.format(seen=seen.sql), params)
    return [GridCard(**row | {"code": AreaCode(row["code"])}) for row in rows]


def cuts(viewer: Actor, within: str, limit: int = 5) -> list[CutCard]:
    """The latest orders to cut inside an area."""
    seen = sight.where(viewer, "places.see", column="c.area")
    rows = sql.rows(CUTS.format(condition=f"starts_with(c.area, %s) and {seen.sql}"), (within, *seen.params, limit))
    return [_cut(row) for row in rows]


def cut_of(viewer: Actor, id: UUID) -> CutCard:
    """One order. Raises Missing."""
    seen = sight.where(viewer, "places.see", column="c.area")
    rows = sql.rows(CUTS.format(condition=f"c.id = %s and {seen.sql}"), (id, *seen.params, 1))
    if not rows:
        raise Missing
    return _cut(rows[0])


def cut_troubles(viewer: Actor, cut: UUID) -> list[tuple[AreaCode, str]]:
    """The grids that could not be cut, and why."""
    seen = sight.where(viewer, "places.see", column="area")
    rows = sql.rows(
        f"select area, trouble from places_cut_grid where cut_id = %s and state = 'refused' and {seen.sql} order by area",
        (cut, *seen.params),
    )
    return [(AreaCode(row["area"]), row["trouble"]) for row in rows]


def plans(viewer: Actor, grid: AreaCode, limit: int = MOST) -> list[PlanCard]:
    """The plans of a grid, the newest first."""
    sight.need(viewer, "places.see", grid)
    return [_plan(row) for row in sql.rows(PLANS.format(condition="p.area = %s"), (str(grid), limit))]


def plans_of_cut(viewer: Actor, cut: UUID, aim: str) -> list[PlanCard]:
    """The drafts of one sort that an order made, one a grid; where that sort was like another, the first there is."""
    seen = sight.where(viewer, "places.see", column="p.area")
    rows = sql.rows(
        PLANS.format(condition=f"p.cut_id = %s and p.state = 'draft' and {seen.sql}"), (cut, *seen.params, 5000)
    )
    best: dict[str, PlanCard] = {}
    for card in sorted(map(_plan, rows), key=lambda one: (one.aim != aim, one.aim)):
        best.setdefault(card.area, card)
    return [best[area] for area in sorted(best)]


def plan(viewer: Actor, id: UUID) -> PlanCard:
    """One plan. Raises Missing."""
    rows = sql.rows(PLANS.format(condition="p.id = %s"), (id, 1))
    if not rows:
        raise Missing
    sight.need(viewer, "places.see", rows[0]["area"])
    return _plan(rows[0])


def due_plans(viewer: Actor, area: AreaCode, day: date) -> tuple[UUID, ...]:
    """Adopted plans inside an area whose day has come. For the house alone; anybody may know."""
    return tuple(
        sql.values(
            "select id from places_plan where starts_with(area, %s) and state = 'waiting' and adopt_from <= %s order by id",
            (str(area), day),
        )
    )


def areas_of(viewer: Actor, buildings: Iterable[UUID]) -> dict[UUID, str | None]:
    """The micro-grids that buildings stand in now. Addresses are public: any viewer may ask."""
    rows = sql.rows("select id, area from places_building where id = any(%s)", (list(buildings),))
    return {row["id"]: row["area"] for row in rows}


def _cut(row: dict[str, object]) -> CutCard:
    return CutCard(**row | {"area": AreaCode(str(row["area"]))})  # type: ignore[arg-type]


def _plan(row: dict[str, object]) -> PlanCard:
    return PlanCard(**row | {"area": AreaCode(str(row["area"]))})  # type: ignore[arg-type]
