"""What an imported list of cameras would do, row by row: for the import and its dry run alike."""

from collections.abc import Sequence
from datetime import datetime

from liren.catalogue.worktime import SHANGHAI
from liren.devices.commands import cameras as commands
from liren.devices.rules import cameras as rules
from liren.kernel import Actor, AreaCode, Refusal
from liren.kernel.rows import Change, Difference, RowError
from liren.people import queries as people
from liren.places import queries as places
from liren.trust import sql
from liren.trust.sight import need

Placed = tuple[int, commands.RegisterCamera, AreaCode]
Epochs = dict[str, int] | None


def area_at(lon: float, lat: float, epochs: Epochs = None) -> AreaCode:
    """The micro-grid at a point. Raises Refusal where there is none."""
    if trouble := places.point_trouble(lon, lat, epochs):
        raise trouble
    found = places.locate(lon, lat, epochs)
    if found is None:
        raise Refusal("camera_outside", "这个位置不在任何网格里，请在地图上重新选。", field="point")
    return found.scope


def check(command: commands.CameraEntry, viewer: Actor, now: datetime, *, fresh: bool) -> None:
    """Raise the first Refusal, with its field, unless the entry may stand in the register."""
    listed = isinstance(command, commands.RegisterCamera) and command.platform is not None
    rules.check(
        rules.Entry(
            name=command.name.strip(), place=command.place.strip(), position=command.position, type=command.type,
            owner=command.owner, engine_path=command.engine_path.strip(), stream=command.stream.strip(),
            sign_posted=command.sign_posted, installed_on=command.installed_on,
            filing_number=command.filing_number.strip(), filed_on=command.filed_on,
            retention_days=command.retention_days, grade=command.grade,
        ),
        now.astimezone(SHANGHAI).date(), fresh=fresh and not listed,
    )  # fmt: skip
    if command.owner is not None and not people.unit_names(viewer, [command.owner]):
        raise Refusal("no_owner", "没有登记这个单位，请从列表里选。", field="owner")


def placed(
    viewer: Actor, rows: Sequence[commands.RegisterCamera], within: AreaCode, now: datetime, epochs: Epochs = None
) -> tuple[list[Placed], list[RowError]]:
    """Each row with its micro-grid, and what stands against the others. The heading is row 1."""
    taken = set(
        sql.values(
            "select engine_path from devices_camera where retired_on is null and engine_path = any(%s)",
            ([row.engine_path.strip() for row in rows],),
        )
    )
    errors: list[RowError] = []
    found: list[Placed] = []
    for number, row in enumerate(rows, start=2):
        try:
            area = area_at(row.lon, row.lat, epochs)
            if not within.covers(area):
                raise Refusal("outside", f"在 {area}，不在本次导入的区域之内。")
            check(row, viewer, now, fresh=True)
            if row.engine_path.strip() in taken:
                raise Refusal(
                    "path_twice", f"流媒体路径“{row.engine_path.strip()}”已经有了，或者在这份名单里写了两次。"
                )
            taken.add(row.engine_path.strip())
            found.append((number, row, area))
        except Refusal as no:
            errors.append(RowError(number, row.name, no.sentence, "请改好这一行再导入。"))
    return found, errors


def difference(viewer: Actor, order: commands.ImportCameras, now: datetime) -> Difference:
    """The dry run of an import. Raises Missing where the viewer may not import."""
    need(viewer, "cameras.register", order.area)
    found, errors = placed(viewer, order.rows, order.area, now)
    added = tuple(Change(row=number, key=row.engine_path, name=row.name, fields=()) for number, row, _area in found)
    return Difference(added=added, refused=tuple(errors))
