"""Who is away when, and who stands in: for whoever appoints. Why somebody is away is known to nobody here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import Actor, Missing
from liren.people.holding import HolderCard, cards_where
from liren.trust import sql
from liren.trust.sight import need, where


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveCard:
    """One leave; a cancelled one shows the days it was meant for."""

    leave: UUID
    starts: datetime
    ends: datetime
    cancelled: bool
    version: int

    def state(self, now: datetime) -> str:
        """Whether it is to come (next), runs (now), is over (past) or was called off."""
        if self.cancelled:
            return "off"
        return "next" if self.starts > now else "now" if now < self.ends else "past"


def leaves_of(viewer: Actor, person: UUID) -> list[LeaveCard]:
    """A person's leaves, the latest first. Raises Missing without `people.appoint` over them."""
    area = sql.value("select area from people_person where id = %s", (person,))
    if area is None:
        raise Missing
    need(viewer, "people.appoint", area)
    return sql.rows(
        """select id as leave, lower(case when isempty(during) then meant else during end) as starts,
                  upper(case when isempty(during) then meant else during end) as ends, isempty(during) as cancelled, version
           from people_leave where person = %s order by 2 desc, id desc limit 20""",
        (person,),
        into=LeaveCard,
    )


def away(viewer: Actor, persons: Iterable[UUID], at: datetime) -> dict[UUID, datetime]:
    """Which of these people are on leave at a moment, and until when. Raises Missing without `people.appoint`."""
    need(viewer, "people.appoint")
    rows = sql.rows(
        "select person, upper(during) as until from people_leave where person = any(%s) and during @> %s",
        (list(persons), at),
    )
    return {row["person"]: row["until"] for row in rows}


def duties_named(viewer: Actor, duties: Iterable[UUID]) -> dict[UUID, HolderCard]:
    """Duties by their ids, those in the viewer's areas."""
    seen = where(viewer, "people.see", "d.area")
    found = cards_where(f"where d.id = any(%s) and {seen.sql}", (list(duties), *seen.params))
    return {card.duty: card for card in found}


def standing_in(viewer: Actor, duties: Iterable[UUID], now: datetime) -> list[HolderCard]:
    """Who stands in for these duties now or later, by when."""
    seen = where(viewer, "people.see", "d.area")
    return cards_where(
        f"""where d.stands_in = any(%s) and (upper(d.during) is null or upper(d.during) > %s) and not isempty(d.during)
            and {seen.sql} order by lower(d.during), d.id""",
        (list(duties), now, *seen.params),
    )
