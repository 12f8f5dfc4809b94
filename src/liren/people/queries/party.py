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
    need(viewer, "people.see", area)
    with reading(viewer):
        row = sql.one(
            """select count(distinct d.person) as keepers, count(distinct m.person) as members,
                      count(distinct d.area) filter (where m.person is not null and length(d.area) = %s) as micro_grids
               from people_duty d left join people_partymember m on m.person = d.person
               where starts_with(d.area, %s) and d.post = any(%s) and d.during @> %s""",
            (int(Level.MICRO_GRID), area, list(KEEPERS), at),
        )
    return PartyShare(**row) if row and row["keepers"] >= SMALL else None
