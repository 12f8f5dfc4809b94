"""What the people room has built upon areas and buildings: an import of the map is not undone under somebody's feet."""

from datetime import datetime

from liren.trust import sql


def on_areas(codes: list[str], since: datetime | None) -> str:
    """Duties, persons and units of new areas. A redrawn outline (`since`) moves none of them."""
    if since is not None:
        return ""
    row = sql.one(
        """select (select count(*) from people_duty where area = any(%(codes)s) and not isempty(during)) as duties,
                  (select count(*) from people_person where area = any(%(codes)s)) as persons,
                  (select count(*) from people_unit where area = any(%(codes)s)) as units,
                  (select count(*) from people_seat where area = any(%(codes)s)) as seats,
                  (select count(*) from people_employment where area = any(%(codes)s)) as workers""",
        {"codes": codes},
    )
    return _said(
        (row["duties"], "项任职"), (row["persons"], "个登记的人"), (row["units"], "个单位"),
        (row["seats"], "个两委席位"), (row["workers"], "名社工"),
    )  # fmt: skip


def on_buildings(ids: list[str], since: datetime | None) -> str:
    """Duties held over a building, and its doors that a 党员中心户 links."""
    found = sql.value(
        "select count(*) from people_duty where building = any(%s::uuid[]) and not isempty(during)", (ids,)
    )
    doors = sql.value("select count(*) from people_linked_door where building = any(%s::uuid[])", (ids,))
    said = [f"{n} {what}" for n, what in ((found, "项任职"), (doors, "户由党员中心户联系")) if n]
    return f"这些楼栋已有 {'、'.join(said)}" if said else ""


def _said(*counted: tuple[int, str]) -> str:
    parts = [f"{n} {what}" for n, what in counted if n]
    return f"这些区域里已有 {'、'.join(parts)}" if parts else ""
