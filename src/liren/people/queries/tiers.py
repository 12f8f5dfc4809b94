"""The party's tree beside the area tree, as it stood on any day, and what a unit was called and linked."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liren.kernel import Actor, Missing
from liren.people.kinds import PARTY_TIERS, UNIT_KINDS
from liren.trust import sql
from liren.trust.sight import need, where


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """A unit of the party's tree on a day. `doors`: how many households it links now."""

    id: UUID
    kind: str
    kind_label: str
    name: str
    area: str
    parent: UUID | None
    since: date | None
    doors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSpan:
    """What a unit was called and where it stood from `since` (None: as long as the register goes back) up to `until`."""

    name: str
    parent_name: str | None
    area: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A household that is linked: number and address of its building, and the door. Never who lives there."""

    building: UUID
    door: str
    since: date


def tiers(viewer: Actor, within: str, day: date) -> list[Tier]:
    """Every party unit inside an area on a day, by area and name."""
    seen = where(viewer, "people.see", "v.area")
    rows = sql.rows(
        f"""select u.id, u.kind, v.name, v.area, v.parent, lower(v.during) as since,
                   (select count(*) from people_linked_door d where d.unit = u.id) as doors
            from people_unit_version v join people_unit u on u.id = v.unit
            where u.kind = any(%s) and v.during @> %s and starts_with(v.area, %s) and {seen.sql}
            order by v.area, v.name, u.id""",
        (list(PARTY_TIERS), day, within, *seen.params),
    )
    return [Tier(kind_label=UNIT_KINDS[row["kind"]], **row) for row in rows]


def unit_history(viewer: Actor, unit: UUID) -> list[UnitSpan]:
    """The dated versions of a unit, the latest first."""
    need(viewer, "people.see", _area(unit))
    return sql.rows(
        """select v.name, p.name as parent_name, v.area, lower(v.during) as since, upper(v.during) as until
           from people_unit_version v left join people_unit p on p.id = v.parent
           where v.unit = %s order by v.during desc""",
        (unit,),
        into=UnitSpan,
    )


def linked_doors(viewer: Actor, unit: UUID) -> list[Door]:
    """The households that a 党员中心户 links."""
    need(viewer, "people.register", _area(unit))
    return sql.rows(
        "select building, door, since from people_linked_door where unit = %s order by building, door",
        (unit,),
        into=Door,
    )


def _area(unit: UUID) -> str:
    area: str | None = sql.value("select area from people_unit where id = %s", (unit,))
    if area is None:
        raise Missing
    return area
