"""What the flows about devices and cameras share: a notice about one of them, and who is told of its upkeep."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.flows.telling import accounts
from liren.kernel import Actor, AreaCode, Code
from liren.notices.commands import Tell
from liren.people import queries as people
from liren.trust.journal import Entry

REGISTRAR = "system_admin"
APPROVERS = ("supervisor", "town_deputy")
DAY_S = 86400


def keepers(house: Actor, units: Iterable[UUID | None], area: AreaCode, at: datetime) -> list[UUID]:
    """The people of the units that own it or are called about it; where nobody of them signs in, who keeps the register."""
    found = [one for unit in units if unit is not None for one in people.unit_members(house, unit, at)]
    return accounts(found) or accounts(people.on_duty(house, REGISTRAR, area, at))


def approvers(house: Actor, area: AreaCode, at: datetime, but: Iterable[UUID | None] = ()) -> list[UUID]:
    """Who may answer for looking through a camera: the supervisors who are there, else the deputy."""
    held = (accounts(people.on_duty(house, post, area, at), but) for post in APPROVERS)
    return next((found for found in held if found), [])


def day_of(entry: Entry) -> int:
    """The day of an entry as a number: an alert told twice on one day is one alert that was told twice."""
    return int(entry.at.timestamp()) // DAY_S


def tell(
    entry: Entry, template: str, kind: str, subject: UUID, told: Iterable[UUID], *, round: int = 0,
    by: datetime | None = None, **facts: Any,
) -> Iterator[Tell]:  # fmt: skip
    """One notice about a thing to each of these accounts."""
    named = tuple((Code(name), fact) for name, fact in facts.items())
    for account in told:
        yield Tell(
            account=account, template=Code(template), subject_kind=Code(kind), subject=subject, area=AreaCode(entry.area),
            facts=named, round=round, by=by,
        )  # fmt: skip
