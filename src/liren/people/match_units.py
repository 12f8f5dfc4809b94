"""What the rows of a list of units mean in the tree as it is: for the import and for its dry run alike."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from liren.kernel import AreaCode, Refusal
from liren.kernel.actor import the_house
from liren.kernel.rows import RowError
from liren.people.commands import UnitRow
from liren.people.roster import WrongCell, as_error
from liren.people.rules.units import ABOVE, check_doors, check_place
from liren.places import queries as places
from liren.trust import sql

COLUMNS = {"kind": "类别", "area": "区域代码", "parent": "上级单位", "doors": "联系户", "name": "单位"}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMatch:
    """One row: `held` is the unit it means (None: a new one). `moved`: it stands under `parent` and did not before.

    `doors` are the households to link (building, door), None to leave them as they are.
    """

    row: UnitRow
    held: dict[str, Any] | None
    parent: UUID | None
    parent_name: str = ""
    moved: bool = False
    doors: tuple[tuple[UUID, str], ...] | None = None

    @property
    def id(self) -> UUID:
        return self.held["id"] if self.held else self.row.unit


@dataclass(frozen=True, slots=True)
class Units:
    """A list of units against the tree; parents stand before what is below them."""

    matches: tuple[UnitMatch, ...]
    errors: tuple[RowError, ...]


def match_units(rows: tuple[UnitRow, ...], area: AreaCode) -> Units:
    """New, moved and unchanged units, and what is wrong."""
    tree = _Tree(area, rows)
    matches: list[UnitMatch] = []
    errors: list[RowError] = []
    for row in sorted(rows, key=lambda r: (_depth(r.kind), r.row)):
        try:
            matches.append(tree.match(row))
        except WrongCell as wrong:
            errors.append(wrong.error)
        except Refusal as refusal:
            errors.append(as_error(row.row, refusal, COLUMNS))
    return Units(tuple(matches), tuple(sorted(errors, key=lambda e: e.row)))


def _depth(kind: str) -> int:
    return 1 + _depth(ABOVE[kind]) if kind in ABOVE else 0


class _Tree:
    """The open units of the county, the buildings a list names and who links which door, in three statements."""

    def __init__(self, area: AreaCode, rows: tuple[UnitRow, ...]) -> None:
        found = sql.rows("select id, parent, kind, name, area, version from people_unit where closed_on is null")
        self.known = {(u["name"], u["area"]): u for u in found}
        self.by_name: dict[str, list[dict[str, Any]]] = {}
        self.by_place: dict[tuple[str, str], dict[str, Any]] = {}
        for unit in found:
            self._keep(unit)
        self.buildings = places.building_ids(the_house("people"), {b for r in rows for b, _ in r.doors})
        self.linked = {
            (d["building"], d["door"]): d["unit"]
            for d in sql.rows(
                "select unit, building, door from people_linked_door where building = any(%s)",
                (list(self.buildings.values()),),
            )
        }
        self.seen: dict[tuple[str, str], int] = {}

    def match(self, row: UnitRow) -> UnitMatch:
        first = self.seen.setdefault((row.name, row.area), row.row)
        if first != row.row:
            raise WrongCell(row.row, "单位", f"与第 {first} 行是同一个单位，", "请删去一行。")
        held = self.known.get((row.name, str(row.area)))
        if held is not None and held["kind"] != row.kind:
            raise WrongCell(row.row, "类别", "登记的是另一个类别，", "类别不能改，请停用后另行登记。")
        above = self._parent(row)
        check_place(row.kind, row.area, above["kind"] if above else None, above["area"] if above else None)
        parent = above["id"] if above else None
        doors = self._doors(row, held["id"] if held else row.unit) if row.doors else None
        if held is None:
            unit = {"id": row.unit, "parent": parent, "kind": row.kind, "name": row.name, "area": str(row.area)}
            self._keep(unit)
        moved = held is not None and parent is not None and held["parent"] != parent
        return UnitMatch(
            row=row, held=held, parent=parent, parent_name=above["name"] if above else "", moved=moved, doors=doors
        )

    def _keep(self, unit: dict[str, Any]) -> None:
        self.by_name.setdefault(unit["name"], []).append(unit)
        self.by_place.setdefault((unit["kind"], unit["area"]), unit)

    def _parent(self, row: UnitRow) -> dict[str, Any] | None:
        if row.parent_name:
            named = self.by_name.get(row.parent_name, [])
            covering = [u for u in named if row.area.startswith(u["area"])] or named
            if not covering:
                raise WrongCell(row.row, "上级单位", f"没有登记“{row.parent_name}”，", "请先登记上级单位，或核对名称。")
            return max(covering, key=lambda u: len(u["area"]))
        if row.kind not in ABOVE:
            return None
        above = [self.by_place.get((ABOVE[row.kind], str(a))) for a in row.area.ancestors()]
        return max((u for u in above if u), key=lambda u: len(u["area"]), default=None)

    def _doors(self, row: UnitRow, unit: UUID) -> tuple[tuple[UUID, str], ...]:
        check_doors(row.kind, row.doors)
        found = []
        for building, door in row.doors:
            if building not in self.buildings:
                raise WrongCell(row.row, "联系户", f"没有编号为“{building}”的楼，", "请先导入楼栋，或核对编号。")
            place = (self.buildings[building], door)
            if self.linked.setdefault(place, unit) != unit:
                raise WrongCell(row.row, "联系户", f"{building} {door} 已经由另一个党员中心户联系，", "请删去这一户。")
            found.append(place)
        return tuple(found)
