"""Who of one's colleagues is called so: names of staff on duty, for whoever looks for somebody to ring."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.catalogue import queries as catalogue
from liren.kernel import Actor
from liren.people.queries.persons import colleagues
from liren.trust import sql
from liren.trust.sight import where


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody on duty, with the post and the phone that stands on the notice board."""

    person: UUID
    name: str
    post_label: str
    area: str
    work_phone: str


def colleagues_named(viewer: Actor, text: str, at: datetime, *, most: int = 6) -> list[Colleague]:
    """People on duty in the viewer's areas whose name begins with `text`; the register of residents is never searched."""
    colleagues(viewer)
    seen = where(viewer, "people.see", "d.area")
    found = sql.rows(
        f"""select p.id as person, p.name, p.work_phone, d.area, d.post_entry
            from people_duty d join people_person p on p.id = d.person
            where starts_with(p.name, %s) and d.during @> %s and {seen.sql} order by p.name, length(d.area), d.id limit %s""",
        (text, at, *seen.params, most),
    )
    return [Colleague(post_label=catalogue.by_id(row.pop("post_entry")).spec.label, **row) for row in found]
