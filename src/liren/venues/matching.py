"""Whom an imported row means: a venue by its name in the community its point lies in. For the import and its dry run alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from liren.kernel import Actor, AreaCode
from liren.kernel.area import Level
from liren.kernel.rows import RowError
from liren.people import queries as people
from liren.places import queries as places
from liren.trust import sql
from liren.venues import rules
from liren.venues.commands import VenueRow

KEPT = ("area", "name", "address", "lon", "lat", "phone", "floor_area", "operator", "week", "zones")
LABELS = {
    "area": "微网格", "address": "地址", "lon": "经度", "lat": "纬度", "phone": "电话", "floor_area": "建筑面积",
    "operator": "运营单位", "week": "开放时间", "zones": "功能区",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """A row, the columns it would write, and the venue it means (None: a new one). `changed` are column names."""

    row: VenueRow
    columns: dict[str, Any]
    held: dict[str, Any] | None
    changed: tuple[str, ...]

    @property
    def id(self) -> UUID:
        return self.held["id"] if self.held else self.row.venue


def match(
    viewer: Actor, rows: Sequence[VenueRow], area: AreaCode, epochs: dict[str, int] | None = None
) -> tuple[list[Match], list[RowError]]:
    """What each row means and everything that stands against the rows on the map as it is. Two statements."""
    units = {unit.name: unit.id for unit in people.unit_tree(viewer, beside=True)}
    errors: list[RowError] = []
    placed: list[tuple[VenueRow, str]] = []
    for row in rows:
        found, problem = _place(row, area, epochs)
        if problem:
            errors.append(problem)
        elif found is not None:
            placed.append((row, found))
        if row.operator and row.operator not in units:
            remedy = "请先登记这个单位，或者空着。"
            errors.append(RowError(row.row, "运营单位", f"没有登记“{row.operator}”。", remedy))
    held = _held([(where[: Level.COMMUNITY], row.name) for row, where in placed])
    first: dict[tuple[str, str], int] = {}
    matches = []
    for row, where in placed:
        key = (where[: Level.COMMUNITY], row.name)
        if key in first:
            errors.append(
                RowError(row.row, "名称", f"与第 {first[key]} 行同名，又在同一个社区。", "一个阵地只写一行。")
            )
            continue
        first[key] = row.row
        before = held.get(key)
        columns = _columns(row, where, units)
        changed = tuple(name for name in KEPT if before and columns[name] != before[name])
        matches.append(Match(row, columns, before, changed))
    return matches, errors


def _place(row: VenueRow, area: AreaCode, epochs: dict[str, int] | None) -> tuple[str | None, RowError | None]:
    if trouble := places.point_trouble(row.lon, row.lat, epochs):
        return None, RowError(row.row, "经度", trouble.sentence, "")
    found = places.locate(row.lon, row.lat, epochs)
    if found is None:
        return None, RowError(row.row, "经度", f"“{row.name}”不在任何网格里。", "请核对坐标。")
    if not area.covers(found.scope):
        return None, RowError(
            row.row, "经度", f"“{row.name}”在 {found.scope}，不在本次导入的区域 {area} 之内。", "请删去这一行。"
        )
    return str(found.scope), None


def _columns(row: VenueRow, where: str, units: dict[str, UUID]) -> dict[str, Any]:
    return {
        "area": where, "community": where[: Level.COMMUNITY], "name": row.name, "address": row.address, "lon": row.lon,
        "lat": row.lat, "phone": row.phone, "floor_area": row.floor_area, "operator": units.get(row.operator),
        "week": rules.check_week(row.week), "zones": list(row.zones),
    }  # fmt: skip


def _held(keys: list[tuple[str, str]]) -> dict[tuple[str, str], dict[str, Any]]:
    found = sql.rows(
        """select id, community, area, name, address, lon, lat, phone, floor_area, operator, week, zones, version
           from venues_venue where (community, name) in (select * from unnest(%s::text[], %s::text[]))""",
        ([community for community, _ in keys], [name for _, name in keys]),
    )
    return {(row["community"], row["name"]): row for row in found}
