"""What the nightly looks at every door have found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from liren.kernel import Actor, AreaCode
from liren.people.kinds import CHAIN
from liren.people.rules.coverage import TWO, WITHOUT
from liren.places import queries as places
from liren.trust import sql
from liren.trust.sight import need


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCard:
    """One night: how many doors there were, and how many stood badly by “link.kind”."""

    day: date
    at: datetime
    doors: int
    faults: dict[str, int]

    @property
    def without(self) -> int:
        return sum(self.faults.get(f"{CHAIN[0]}.{kind}", 0) for kind in WITHOUT)

    @property
    def more(self) -> int:
        return self.faults.get(f"{CHAIN[0]}.{TWO}", 0)


def checks(viewer: Actor, area: AreaCode, limit: int = 30) -> list[CheckCard]:
    """The last nights of a county or town, the newest first. Raises Missing without `people.see` over it."""
    need(viewer, "people.see", area)
    return sql.rows(
        "select day, at, doors, faults from people_check where area = %s order by day desc limit %s",
        (area, limit),
        into=CheckCard,
    )


def checked(viewer: Actor, area: AreaCode, day: date) -> bool:
    """Whether the look of a day has been taken."""
    return bool(sql.value("select exists (select from people_check where area = %s and day = %s)", (area, day)))


def check_names(viewer: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    """How checks are called in notices: 界牌镇 11 月 23 日的责任核对."""
    rows = sql.rows("select id, area, day from people_check where id = any(%s)", (list(ids),))
    return {
        row["id"]: f"{places.name_of(row['area'])} {row['day'].month} 月 {row['day'].day} 日的责任核对" for row in rows
    }
