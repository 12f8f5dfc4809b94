"""Which device an imported row means: the one of its wire and identity. For the import and its dry run alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from liren.catalogue import queries as catalogue
from liren.devices import decoding
from liren.devices.commands import DeviceRow
from liren.devices.kinds import KIND_FAMILY
from liren.devices.rules.fields import check_profile, source_words
from liren.kernel import Actor, AreaCode, Refusal
from liren.kernel.rows import Change, Difference, RowError
from liren.people import queries as people
from liren.places import queries as places
from liren.trust import sql
from liren.trust.sight import need

KEPT = (
    "kind", "profile", "name", "position", "area", "lon", "lat", "gateway", "owner", "filing", "signed", "installed_on",
)  # fmt: skip
LABELS = {
    "kind": "种类", "profile": "读法", "name": "名称", "position": "位置", "area": "微网格", "lon": "经度", "lat": "纬度",
    "filing": "备案编号", "installed_on": "安装日期",
}  # fmt: skip
Identity = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Match:
    """A row, the columns it would write, and the device it means (None: a new one). `changed` are column names."""

    row: DeviceRow
    columns: dict[str, Any]
    held: dict[str, Any] | None
    changed: tuple[str, ...]

    @property
    def id(self) -> UUID:
        return self.held["id"] if self.held else self.row.device


def match(viewer: Actor, rows: Sequence[DeviceRow], area: AreaCode, now: Any) -> tuple[list[Match], list[RowError]]:
    """What each row means and everything that stands against the rows. Gateways come before those behind them."""
    units = {unit.name: unit.id for unit in people.unit_tree(viewer, beside=True)}
    intervals = {e.code: e.spec.interval for e in catalogue.entries(KIND_FAMILY, area=area, at=now)}
    held = _held(rows)
    own = {(row.wire, row.source): row.device for row in rows if not row.gateway} | {
        k: r["id"] for k, r in held.items()
    }
    errors: list[RowError] = []
    seen: dict[Identity, int] = {}
    found = []
    for row in sorted(rows, key=lambda r: (bool(r.gateway), r.row)):
        key = (row.wire, row.source)
        if key in seen:
            errors.append(RowError(row.row, "设备标识", f"与第 {seen[key]} 行相同。", "一台设备只写一行。"))
            continue
        seen[key] = row.row
        trouble = _trouble(row, area, units, own)
        if trouble is not None:
            errors.append(trouble)
            continue
        located = places.locate(row.lon, row.lat)
        assert located is not None, "a row outside every grid is in trouble"
        columns = {
            "kind": str(row.kind), "profile": row.profile, "name": row.name, "position": row.position,
            "area": str(located.scope), "lon": row.lon, "lat": row.lat, "gateway": own.get((row.wire, row.gateway)),
            "owner": units.get(row.owner), "filing": row.filing, "signed": row.signed, "installed_on": row.installed_on,
            "interval": intervals.get(str(row.kind), 30),
        }  # fmt: skip
        before = held.get(key)
        found.append(Match(row, columns, before, tuple(n for n in KEPT if before and columns[n] != before[n])))
    return found, errors


def _trouble(row: DeviceRow, area: AreaCode, units: dict[str, UUID], own: dict[Identity, UUID]) -> RowError | None:
    located = places.locate(row.lon, row.lat)
    if located is None:
        return RowError(row.row, "经度", f"“{row.name}”不在任何网格里。", "请核对坐标。")
    if not area.covers(located.scope):
        return RowError(
            row.row, "经度", f"“{row.name}”在 {located.scope}，不在本次导入的区域 {area} 之内。", "请删去这一行。"
        )
    try:
        check_profile(row.profile, row.wire, decoding.profiles(row.wire))
    except Refusal as no:
        return RowError(row.row, "读法", no.sentence, f"写其中一个：{'、'.join(decoding.profiles(row.wire))}。")
    if row.owner and row.owner not in units:
        return RowError(row.row, "单位", f"没有登记“{row.owner}”。", "请先登记这个单位，或者空着。")
    if row.gateway and (row.wire, row.gateway) not in own:
        return RowError(
            row.row,
            "网关标识",
            f"没有登记 {source_words(bytes.fromhex(row.gateway), row.wire)} 这个网关。",
            "请先登记网关，或者写在同一份表里。",
        )
    return None


def _held(rows: Sequence[DeviceRow]) -> dict[Identity, dict[str, Any]]:
    columns = ", ".join(f"d.{name}" for name in ("id", "wire", "source", "version", "interval", *KEPT))
    found = sql.rows(
        f"""select {columns} from devices_device d
            join unnest(%s::text[], %s::bytea[]) as w(wire, source) on d.wire = w.wire and d.source = w.source
            where d.retired_at is null""",
        ([row.wire for row in rows], [bytes.fromhex(row.source) for row in rows]),
    )
    return {(row["wire"], bytes(row["source"]).hex()): row for row in found}


def difference(viewer: Actor, order: Any, now: Any) -> Difference:
    """The dry run of an import. Raises Missing where the viewer may not import."""
    need(viewer, "devices.register", order.area)
    matches, errors = match(viewer, order.rows, order.area, now)
    lines = [
        (m, Change(row=m.row.row, key=source_words(bytes.fromhex(m.row.source), m.row.wire), name=m.row.name, fields=tuple(
            (LABELS[n], str(m.held[n] or "空"), str(m.columns[n] or "空")) for n in m.changed if m.held and n in LABELS
        )))
        for m in matches
    ]  # fmt: skip
    return Difference(
        added=tuple(line for m, line in lines if m.held is None),
        changed=tuple(line for m, line in lines if m.changed),
        same=sum(m.held is not None and not m.changed for m, _ in lines),
        refused=tuple(errors),
    )
