"""Messages that did not go out, for whoever keeps the house running: to whom, why, how often tried; never a word of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.kernel import Actor
from liren.kernel.ports import SENDERS
from liren.notices.outbox import claim, reach
from liren.trust import sql
from liren.trust.sight import need, where

RIGHT = "trust.deliveries"
MOST = 200
NOWHERE = f"(n.account is not null and l.trouble = '{claim.NO_ADDRESS}')"
STUCK = f"(l.trouble <> '' or (l.ended_at is null and l.tries > 0)) and not {NOWHERE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreached:
    """Somebody who can only be told in the inbox: no address of any channel is known. `name` as in `Stuck`."""

    account: UUID
    name: str | None
    letters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """One letter in trouble. `name` None: whoever holds a secret link, or a name that this viewer may not read.

    `ended_at` None: it is still tried, next at `try_at`. `ways` are the channels that could be tried by hand now.
    """

    id: UUID
    account: UUID | None
    name: str | None
    code: str
    area: str
    channel: str | None
    tried: list[str]
    trouble: str
    tries: int
    told_at: datetime
    try_at: datetime
    ended_at: datetime | None
    ways: tuple[str, ...] = ()

    @property
    def last(self) -> str:
        """The channel that failed last, "" while none was tried."""
        return self.channel or (self.tried[-1] if self.tried else "")


def stuck(viewer: Actor, since: datetime) -> list[Stuck]:
    """Letters told since a moment that are in trouble, newest first. Raises Missing without the right."""
    need(viewer, RIGHT)
    seen, named = where(viewer, RIGHT, "n.area"), where(viewer, "people.see", "p.area")
    rows = sql.rows(
        f"""select l.id as letter, l.channel, l.tried, l.trouble, l.tries, l.try_at, l.ended_at, n.*,
                   case when {named.sql} then p.name end as name
            from notices_letter l join notices_notice n on n.id = l.notice left join people_person p on p.account = n.account
            where n.told_at >= %s and {seen.sql} and {STUCK} order by n.told_at desc, l.id limit {MOST}""",
        (*named.params, since, *seen.params),
    )
    reached = reach.of(rows) if rows else None
    return [_line(row, reached) for row in rows]


def unreached(viewer: Actor, since: datetime) -> list[Unreached]:
    """Who was to be told outside since a moment and has no address at all, by how often. Raises Missing without the right."""
    need(viewer, RIGHT)
    seen, named = where(viewer, RIGHT, "n.area"), where(viewer, "people.see", "p.area")
    return sql.rows(
        f"""select n.account, max(case when {named.sql} then p.name end) as name, count(*) as letters
            from notices_letter l join notices_notice n on n.id = l.notice left join people_person p on p.account = n.account
            where n.told_at >= %s and {seen.sql} and {NOWHERE} group by n.account order by letters desc, n.account limit {MOST}""",
        (*named.params, since, *seen.params),
        into=Unreached,
    )


def stuck_count(viewer: Actor, since: datetime) -> int:
    """How many were given up: the figure beside the page's name; 0 without the right."""
    if not viewer.holds(RIGHT):
        return 0
    seen = where(viewer, RIGHT, "n.area")
    return int(
        sql.value(
            f"""select count(*) from notices_letter l join notices_notice n on n.id = l.notice
                where l.ended_at is not null and l.trouble <> '' and not {NOWHERE} and n.told_at >= %s and {seen.sql}""",
            (since, *seen.params),
        )
    )


def _line(row: dict[str, Any], reached: reach.Reach | None) -> Stuck:
    last = row["channel"] or (row["tried"][-1] if row["tried"] else "")
    ways = claim.order_of({**row, "channel": None, "tried": [last] if last else []}, reached) if reached else []
    kept = ("account", "name", "code", "area", "channel", "tried", "trouble", "tries", "told_at", "try_at", "ended_at")
    return Stuck(id=row["letter"], ways=tuple(w for w in ways if w in SENDERS), **{name: row[name] for name in kept})
