"""How many keepers are party members: numbers only. Nobody's membership leaves this room with a name."""

from dataclasses import dataclass
from datetime import datetime

from liren.kernel import Actor, AreaCode
from liren.kernel.area import Level
from liren.trust import sql
from liren.trust.sight import need, reading

KEEPERS = ("grid_keeper", "micro_grid_keeper")
SMALL = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyShare:
    """Party members among an area's keepers (domain.md HX-03: persons, not posts), and micro-grids that have one."""

    keepers: int
    members: int
    micro_grids: int


def party_share(viewer: Actor, area: AreaCode, at: datetime) -> PartyShare | None:
    """The numbers of an area, None below ten keepers, where a number would name somebody. Raises Missing without right."""
    return _shares(viewer, area, len(area), at).get(str(area))


def party_shares(viewer: Actor, area: AreaCode, level: Level, at: datetime) -> dict[str, PartyShare | None]:
    """The same for each area of a level inside `area` that has keepers, by code; None where nothing may be said.

    Where one alone is too small, the next smallest is held back with it: else the rest of the sum would tell it.
    """
    found = _shares(viewer, area, level, at)
    said = sorted((share.keepers, code) for code, share in found.items() if share)
    if len(said) == len(found) - 1 and said:
        found[said[0][1]] = None
    return found


def _shares(viewer: Actor, area: AreaCode, length: int, at: datetime) -> dict[str, PartyShare | None]:
    need(viewer, "people.see", area)
    with reading(viewer):
        rows = sql.rows(
            """select left(d.area, %s) as area, count(distinct d.person) as keepers, count(distinct m.person) as members,
                      count(distinct d.area) filter (where m.person is not null and length(d.area) = %s) as micro_grids
               from people_duty d left join people_partymember m on m.person = d.person
               where starts_with(d.area, %s) and d.post = any(%s) and d.during @> %s and length(d.area) >= %s
               group by 1 order by 1""",
            (length, int(Level.MICRO_GRID), area, list(KEEPERS), at, length),
        )
    return {row.pop("area"): PartyShare(**row) if row["keepers"] >= SMALL else None for row in rows}
