"""One way to divide a grid, measured: as it is today, and as a plan would have it.

Figures are worked out from the seats whenever they are shown. Needs the right `places.see`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import shapely
from shapely.geometry.base import BaseGeometry

from liren.kernel import Actor, AreaCode
from liren.places import layout
from liren.places.layout import Dwelling, Layout
from liren.places.queries.plans import PlanCard
from liren.places.rules import dividing
from liren.places.rules.cells import outlines
from liren.places.rules.dividing import Codes, Measures
from liren.trust import sight, sql

HEAVY = 1.03  # beyond the tolerance that the partitioner aims at


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
