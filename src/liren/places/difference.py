"""What a file would do to the map as it is: the dry run of an import. Nothing is written, nothing is locked."""

from typing import Any

from shapely import from_wkb

from liren.kernel import Actor
from liren.kernel.rows import Change, Difference
from liren.places import atlas
from liren.places.commands import BuildingRow, ImportAreas, ImportBuildings, ImportDivisions, ImportGround
from liren.places.geometry import area_m2
from liren.places.handlers import areas, buildings, current, divisions, ground
from liren.places.rules.ground import KINDS
from liren.trust.sight import need

FIELDS = {
    "address": "门牌地址",
    "name": "楼栋名称",
    "lon": "经度",
    "lat": "纬度",
    "households": "户数",
    "floors": "层数",
}


Order = ImportDivisions | ImportAreas | ImportBuildings | ImportGround


def difference(viewer: Actor, order: Order) -> Difference:
    """New, changed (old → new a field), unchanged and refused rows. Raises Missing where the viewer may not import."""
    need(viewer, "places.import", order.area)
    if isinstance(order, ImportBuildings):
        return _buildings(order)
    if isinstance(order, ImportGround):
        return _ground(order)
    wrong = divisions.wrong(order) if isinstance(order, ImportDivisions) else areas.wrong(order)
    return _areas(order, Difference(refused=tuple(wrong)))


def _areas(order: ImportDivisions | ImportAreas, so_far: Difference) -> Difference:
    now = current([row.code for row in order.rows])
    bad = {error.row for error in so_far.refused}
    added, changed, same = [], [], 0
    for row in order.rows:
        if row.row in bad:
            continue
        held, shape = now.get(row.code), getattr(row, "shape", None)
        if held is None:
            added.append(Change(row=row.row, key=str(row.code), name=row.name))
            continue
        fields = [] if held.name == row.name else [("名称", held.name, row.name)]
        if shape is not None and shape != held.shape:
            fields.append(("边界", _size(held.shape), _size(shape)))
        if fields:
            changed.append(Change(row=row.row, key=str(row.code), name=row.name, fields=tuple(fields)))
        else:
            same += 1
    return Difference(added=tuple(added), changed=tuple(changed), same=same, refused=so_far.refused)


def _ground(order: ImportGround) -> Difference:
    """Things of the background have no number: another outline or name is another thing, so nothing is "changed"."""
    refused = tuple(ground.wrong(order))
    bad = {error.row for error in refused}
    rows = {id: row for id, row in ground.by_id(order).items() if row.row not in bad}
    there = ground.there(list(rows))
    added = tuple(_thing(row.row, row.kind, row.name) for id, row in rows.items() if id not in there)
    gone = tuple(_thing(0, row["kind"], row["name"]) for row in ground.going(order, list(rows)))
    same = len(order.rows) - len(bad) - len(added)
    return Difference(added=added, removed=gone, same=same, refused=refused)


def _thing(row: int, kind: str, name: str) -> Change:
    return Change(row=row, key=KINDS[kind], name=name)


def _size(shape: bytes | None) -> str:
    return f"{area_m2(from_wkb(bytes(shape))):,.0f} 平方米" if shape else "没有"


def _buildings(order: ImportBuildings) -> Difference:
    before = buildings.there(order)
    refused = tuple(buildings.wrong(order, atlas.load(), before))
    bad = {error.row for error in refused}
    added, changed, same = [], [], 0
    for row in order.rows:
        if row.row in bad:
            continue
        held = before.get(row.code)
        if held is None:
            added.append(Change(row=row.row, key=row.code, name=row.address))
        elif fields := _fields(row, held):
            changed.append(Change(row=row.row, key=row.code, name=row.address, fields=fields))
        else:
            same += 1
    return Difference(added=tuple(added), changed=tuple(changed), same=same, refused=refused)


def _fields(row: BuildingRow, held: dict[str, Any]) -> tuple[tuple[str, str, str], ...]:
    found = [
        (label, _words(held[name]), _words(getattr(row, name)))
        for name, label in FIELDS.items()
        if held[name] != getattr(row, name)
    ]
    if row.footprint is not None and row.footprint != held["footprint"]:
        found.append(("轮廓", _size(held["footprint"]), _size(row.footprint)))
    return tuple(found)


def _words(content: object) -> str:
    return "空" if content in (None, "") else str(content)
