"""A duty with the person who holds it, as every question about duties answers it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.catalogue import queries as catalogue
from liren.trust import sql

HOLDERS = """
select d.id as duty, d.person, p.account, p.name, p.work_phone, d.post, d.post_entry, d.area, d.unit,
       u.name as unit_name, d.building, d.kinds, lower(coalesce(d.meant, d.during)) as starts,
       upper(coalesce(d.meant, d.during)) as ends, d.stands_in, isempty(d.during) as cancelled
from people_duty d join people_person p on p.id = d.person left join people_unit u on u.id = d.unit
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderCard:
    """A duty with the person who holds it, as colleagues and flows see it.

    `stands_in` is the duty it helps out for; a cancelled one shows the period it was meant for.
    """

    duty: UUID
    person: UUID
    account: UUID | None
    name: str
    work_phone: str
    post: str
    post_label: str
    area: str
    unit: UUID | None
    unit_name: str | None
    building: UUID | None
    kinds: tuple[str, ...]
    starts: datetime
    ends: datetime | None
    stands_in: UUID | None = None
    cancelled: bool = False


def cards_where(rest: str, params: tuple[object, ...]) -> list[HolderCard]:
    """The duties of a condition (joins and order included) as cards; the caller has asked whether the viewer may."""
    cards = []
    for row in sql.rows(HOLDERS + rest, params):
        label = catalogue.by_id(row.pop("post_entry")).spec.label
        cards.append(HolderCard(post_label=label, **row | {"kinds": tuple(row["kinds"])}))
    return cards
