"""Who looked: the access log of one subject, as a colleague or the person concerned may read it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import Actor
from liren.trust import sql

MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at personal data: who (None: nobody signed in), in which post and unit, at what, why."""

    at: datetime
    account: UUID | None
    name: str | None
    actor_kind: str
    post: str
    unit: UUID | None
    what: str
    purpose: str


def looks(viewer: Actor, subject: UUID, *, since: datetime) -> list[Look]:
    """The latest hundred looks at a subject, newest first. For a room that has decided that the viewer sees it."""
    return sql.rows(
        f"""select l.at, l.account, a.name, l.actor_kind, l.post, l.unit, l.what, l.purpose
            from trust_access l left join trust_account a on a.id = l.account
            where l.subject = %s and l.at >= %s order by l.at desc limit {MOST}""",
        (subject, since),
        into=Look,
    )
