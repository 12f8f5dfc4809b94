"""Who looked: the access log of one subject, as a colleague or the person concerned may read it; all of it, for the auditor.

The auditor's own looks are kept in the same log. Odd patterns are plain counts; nobody is ranked.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from liren.kernel import Actor, Missing
from liren.trust import audit, sql
from liren.trust.pages import Page, cut, following, read_key
from liren.trust.sight import Cond, look, need, where

MOST = 100
REPEATED = 5
SEALED = ("cases.reporter", "services.requester", "people.phone", "people.certificate")
NIGHT = "extract(hour from l.at at time zone 'Asia/Shanghai') not between 6 and 21"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedLooks:
    """What is searched of the access log: [since, until), narrowed by subject, account, unit and what was looked at."""

    since: datetime
    until: datetime
    subject: UUID | None = None
    account: UUID | None = None
    unit: UUID | None = None
    what: str = ""
    night: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LookLine:
    """One look with its subject, for the auditor. `name` is None where nobody was signed in or a pseudonym is kept."""

    id: UUID
    at: datetime
    account: UUID | None
    name: str | None
    actor_kind: str
    post: str
    unit: UUID | None
    what: str
    subject: UUID
    area: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """One person who looked at one thing at least REPEATED times on one day."""

    day: date
    account: UUID
    name: str | None
    subject: UUID
    what: str
    count: int


def looks_page(viewer: Actor, asked: AskedLooks, *, after: str = "", size: int = audit.PAGE) -> Page[LookLine]:
    """One page of the access log. Raises Missing without the right, Refusal for a span that is not bounded."""
    with _searching(viewer, asked):
        return _page(viewer, asked, after, size)


def looks_all(viewer: Actor, asked: AskedLooks) -> Iterator[tuple[LookLine, ...]]:
    """Everything that is found, a thousand lines at a time; kept as one look."""
    with _searching(viewer, asked):
        first = _page(viewer, asked, "", audit.CHUNK)
    yield from following(first, lambda after: _page(viewer, asked, after, audit.CHUNK))


@contextmanager
def _searching(viewer: Actor, asked: AskedLooks) -> Iterator[None]:
    need(viewer, audit.RIGHT)
    audit.bounded(asked.since, asked.until)
    about = asked.subject or asked.account or viewer.account
    if about is None:
        raise Missing
    with look(viewer, purpose="审计：查谁看过", subject=about, what="trust.looks", area=audit.seat(viewer)):
        yield


def _page(viewer: Actor, asked: AskedLooks, after: str, size: int) -> Page[LookLine]:
    test = _narrow(viewer, asked, after)
    lines: list[LookLine] = sql.rows(
        f"""select l.id, l.at, l.account, a.name, l.actor_kind, l.post, l.unit, l.what, l.subject, l.area, l.purpose
            from trust_access l left join trust_account a on a.id = l.account
            where {test.sql} order by l.at desc, l.id desc limit {size + 1}""",
        test.params,
        into=LookLine,
    )
    return cut(lines, size, lambda line: (line.at, line.id))


def repeated(viewer: Actor, since: datetime, until: datetime) -> list[Repeated]:
    """Who looked at one thing at least five times a day: by day, newest first; never ordered by person or by count."""
    need(viewer, audit.RIGHT)
    audit.bounded(since, until)
    seen = where(viewer, audit.RIGHT, "l.area")
    return sql.rows(
        f"""select (l.at at time zone 'Asia/Shanghai')::date as day, l.account, a.name, l.subject, l.what,
                   count(*) as count
            from trust_access l left join trust_account a on a.id = l.account
            where l.at >= %s and l.at < %s and l.actor_kind = 'staff' and l.account is not null and {seen.sql}
            group by 1, 2, 3, 4, 5 having count(*) >= {REPEATED} order by 1 desc, min(l.at), l.subject limit {MOST}""",
        (since, until, *seen.params),
        into=Repeated,
    )


def tally(viewer: Actor, since: datetime, until: datetime) -> dict[str, int]:
    """Plain counts of a span: all looks, those at night (22:00 to 06:00), those that opened a sealed field."""
    need(viewer, audit.RIGHT)
    audit.bounded(since, until)
    seen = where(viewer, audit.RIGHT, "l.area")
    found: dict[str, int] = sql.one(
        f"""select count(*) as looks, count(*) filter (where {NIGHT}) as night,
                   count(*) filter (where l.what = any(%s)) as sealed
            from trust_access l where l.at >= %s and l.at < %s and {seen.sql}""",
        (list(SEALED), since, until, *seen.params),
    )
    return found


def _narrow(viewer: Actor, asked: AskedLooks, after: str) -> Cond:
    parts = [where(viewer, audit.RIGHT, "l.area"), Cond("l.at >= %s and l.at < %s", (asked.since, asked.until))]
    if after:
        parts.append(Cond("(l.at, l.id) < (%s, %s)", read_key(after)))
    for column in ("subject", "account", "unit", "what"):
        if wanted := getattr(asked, column):
            parts.append(Cond(f"l.{column} = %s", (wanted,)))
    if asked.night:
        parts.append(Cond(NIGHT))
    return Cond(" and ".join(p.sql for p in parts), tuple(x for p in parts for x in p.params))
