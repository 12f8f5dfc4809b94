"""What was issued to the groups of an area, for whoever may issue there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import Actor
from liren.trust import sql
from liren.trust.sight import need, where

MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedNotice:
    """One notice to groups; `name` is who issued it."""

    id: UUID
    area: str
    account: UUID
    name: str
    wording: str | None
    groups: list[str]
    words: str
    issued_at: datetime


def issued(viewer: Actor) -> list[IssuedNotice]:
    """The latest fifty of the viewer's areas, newest first. Raises Missing without the right."""
    need(viewer, "notices.issue")
    seen = where(viewer, "notices.issue", "g.area")
    return sql.rows(
        f"""select g.id, g.area, g.account, a.name, g.wording, g.groups, g.words, g.issued_at
            from notices_group_notice g join trust_account a on a.id = g.account
            where {seen.sql} order by g.issued_at desc limit {MOST}""",
        seen.params,
        into=IssuedNotice,
    )
