"""Letters that did not go out, for whoever keeps the house running: to whom, why, how often tried; never a word of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import Actor
from liren.kernel.ports import SENDERS
from liren.trust import sql
from liren.trust.sight import need, where

RIGHT = "trust.deliveries"
MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsent:
    """A letter in trouble. `ended_at` None: it is still being tried; `posted` False: the county has no such channel."""

    account: UUID
    name: str | None
    code: str
    channel: str | None
    trouble: str
    tries: int
    told_at: datetime
    ended_at: datetime | None

    @property
    def posted(self) -> bool:
        return self.channel is None or self.channel in SENDERS


def unsent(viewer: Actor, since: datetime) -> list[Unsent]:
    """Letters told since a moment that did not go out, newest first. Raises Missing without the right."""
    need(viewer, RIGHT)
    seen = where(viewer, RIGHT, "n.area")
    return sql.rows(
        f"""select n.account, p.name, n.code, l.channel, l.trouble, l.tries, n.told_at, l.ended_at
            from notices_letter l join notices_notice n on n.id = l.notice left join people_person p on p.account = n.account
            where n.told_at >= %s and {seen.sql} and n.account is not null
              and ((l.ended_at is not null and l.trouble <> '') or (l.ended_at is null and l.tries > 0))
            order by n.told_at desc, l.id limit {MOST}""",
        (since, *seen.params),
        into=Unsent,
    )
