"""Plans as their pages show them: the grids of an area, the runs, the drafts of a grid, and one of them measured.

Households are counted, nobody is named. Needs the right `places.see`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

import shapely
from shapely.geometry.base import BaseGeometry

from liren.kernel import Actor, AreaCode, Missing
from liren.kernel.area import Level
from liren.places import layout
from liren.places.layout import Dwelling, Layout
from liren.places.rules import dividing
from liren.places.rules.cells import outlines
from liren.places.rules.dividing import Codes, Measures
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
HEAVY = 1.03  # beyond the tolerance that the partitioner aims at


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


@dataclass(frozen=True, kw_only=True)
class Division:
    """One way to divide a grid, measured. `labels` run over the dwellings; `shapes` are outlines in metres by part.

    `codes` say which micro-grid each part is; `moved` are the dwellings that come into another one than today's.
    """

    layout: Layout
    labels: tuple[int, ...]
    measures: Measures
    shapes: Mapping[int, BaseGeometry]
    codes: Codes
    names: Mapping[int, str]

    @property
    def dwellings(self) -> tuple[Dwelling, ...]:
        return self.layout.dwellings

    @cached_property
    def moved(self) -> tuple[int, ...]:
        return tuple(n for n, one in enumerate(self.dwellings) if one.area != self.codes.of[self.labels[n]].code)

    @property
    def moved_households(self) -> int:
        return sum(self.dwellings[n].households for n in self.moved)

    @cached_property
    def heirs(self) -> dict[int, str]:
        """The micro-grid of today that most households of a part come from."""
        return dividing.heirs(self.layout.now, self.labels, self.layout.households)

    def number(self, part: int) -> str:
        """The two digits that a part will be called by."""
        return self.codes.of[part].code[-2:]

    def neighbours(self, house: int) -> set[int]:
        """The parts that a dwelling could be moved to without breaking away."""
        return dividing.touching(self.layout.ground, self.labels, self.layout.ground.twin[house])

    def heavy(self) -> dict[int, int]:
        """Parts that a single building fills beyond the mean, with that dwelling: no division gets them smaller."""
        found: dict[int, int] = {}
        for n, one in enumerate(self.dwellings):
            best = found.get(self.labels[n])
            if one.households > HEAVY * self.measures.mean and (
                best is None or one.households > self.dwellings[best].households
            ):
                found[self.labels[n]] = n
        return found

    def shape_degrees(self, part: int) -> BaseGeometry:
        """The outline in WGS-84 degrees, as it would be adopted."""
        return shapely.from_wkb(layout.to_degrees(self.layout, self.shapes[part]))


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


def now(viewer: Actor, grid: AreaCode) -> Division | None:
    """The grid as it is divided today, with its drawn outlines; None without micro-grids. Raises Refusal (layout.of)."""
    sight.need(viewer, "places.see", grid)
    found = layout.of(grid)
    rows = sql.rows(
        """select a.code, v.name, v.shape from places_area a join places_area_version v on v.area = a.code and upper_inf(v.during)
           where a.parent = %s and a.closed_on is null order by a.code""",
        (str(grid),),
    )
    codes = sorted({code for code in found.now if code})
    if not codes:
        return None
    labels = dividing.complete(found.ground, found.spots, [codes.index(c) + 1 if c else None for c in found.now])
    shapes = {
        codes.index(row["code"]) + 1: found.plane.shape(shapely.from_wkb(bytes(row["shape"])))
        for row in rows if row["shape"] is not None and row["code"] in codes
    }  # fmt: skip
    kept = Codes(of={n: dividing.Kept(code=AreaCode(code), new=False) for n, code in enumerate(codes, start=1)})
    named = {codes.index(row["code"]) + 1: row["name"] for row in rows if row["code"] in codes}
    return Division(
        layout=found, labels=tuple(labels), measures=dividing.measure(found.ground, labels, found.households),
        shapes=shapes, codes=kept, names=named,
    )  # fmt: skip


def division(viewer: Actor, card: PlanCard) -> Division:
    """A plan on the grid as it is today. Raises Refusal where the grid has lost its outline or the codes run out."""
    sight.need(viewer, "places.see", card.area)
    found = layout.of(card.area)
    seats = {
        row["building"]: row["part"]
        for row in sql.rows("select building, part from places_plan_seat where plan_id = %s", (card.id,))
    }
    labels = dividing.complete(found.ground, found.spots, [seats.get(one.id) for one in found.dwellings])
    areas = sql.rows(
        "select code, name, closed_on is null as open from places_area where parent = %s", (str(card.area),)
    )
    codes = dividing.keep_codes(
        card.area, found.now, labels, found.households, {row["code"]: row["open"] for row in areas}
    )
    known = sql.rows("select part, name, shape from places_plan_part where plan_id = %s", (card.id,))
    names = {row["code"]: row["name"] for row in areas}
    named = {part: dividing.part_name(kept.code) if kept.new else names[kept.code] for part, kept in codes.of.items()}
    drawn = {r["part"]: found.plane.shape(shapely.from_wkb(bytes(r["shape"]))) for r in known if r["shape"] is not None}
    return Division(
        layout=found, labels=tuple(labels), measures=dividing.measure(found.ground, labels, found.households),
        shapes=drawn if not card.steps and set(drawn) == set(codes.of) else outlines(found.ground, labels),
        codes=codes, names=named | {r["part"]: r["name"] for r in known if r["name"] and r["part"] in codes.of},
    )  # fmt: skip


def _cut(row: dict[str, object]) -> CutCard:
    return CutCard(**row | {"area": AreaCode(str(row["area"]))})  # type: ignore[arg-type]


def _plan(row: dict[str, object]) -> PlanCard:
    return PlanCard(**row | {"area": AreaCode(str(row["area"]))})  # type: ignore[arg-type]
