"""The inbox: grouped by subject, newest first, with what is unread and what waits for an "I know"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from liren.kernel import Actor, Missing
from liren.notices.inbox import mine
from liren.notices.kinds import LEVELS
from liren.notices.wording import NOT_SHOWN, subject_names, worded
from liren.trust import sql

LINES_PER_GROUP = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One notice in words."""

    id: UUID
    code: str
    level: str
    level_label: str
    title: str
    body: str
    told_at: datetime
    times: int
    read: bool
    acknowledged: bool
    subject_kind: str
    subject: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Everything about one subject; `lines` holds the newest twenty, `count` says how many there are."""

    subject_kind: str
    subject: UUID
    name: str
    latest: datetime
    count: int
    unread: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestLine:
    """How many notices of one level came in, on how many subjects."""

    level: str
    level_label: str
    count: int
    subjects: int


def inbox(viewer: Actor, now: datetime, *, before: datetime | None = None, limit: int = 20) -> list[Group]:
    """The viewer's own inbox; `before` is the `latest` of the last group of the page before."""
    own = mine(viewer)
    rows = sql.rows(
        f"""with own as (select * from notices_notice where {own.sql}),
                 page as (select subject, max(told_at) as latest, count(*) as count,
                                 count(*) filter (where read_at is null) as unread
                          from own group by subject having %s::timestamptz is null or max(told_at) < %s
                          order by latest desc, subject limit %s)
            select * from (select own.*, page.latest, page.count, page.unread,
                                  row_number() over (partition by subject order by told_at desc, id desc) as place
                           from own join page using (subject)) numbered
            where place <= %s order by latest desc, subject, place""",
        (*own.params, before, before, limit, LINES_PER_GROUP),
    )
    names = subject_names(viewer, rows)
    lines = [_line(row, title, body) for row, (title, body) in zip(rows, worded(viewer, rows, now), strict=True)]
    groups = []
    for subject, members in groupby(zip(rows, lines, strict=True), key=lambda pair: pair[0]["subject"]):
        mates = list(members)
        first = mates[0][0]
        groups.append(
            Group(
                subject_kind=first["subject_kind"],
                subject=subject,
                name=names.get(subject, NOT_SHOWN),
                latest=first["latest"],
                count=first["count"],
                unread=first["unread"],
                lines=tuple(line for _, line in mates),
            )
        )
    return groups


def unread(viewer: Actor) -> int:
    """How many of the viewer's notices are unread."""
    own = mine(viewer)
    return int(sql.value(f"select count(*) from notices_notice where {own.sql} and read_at is null", own.params))


def recipients(viewer: Actor, ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Whose inbox some notices lie in, by notice; for the house, which tells an open page that something came."""
    if viewer.kind != "house":
        raise Missing
    rows = sql.rows("select id, account from notices_notice where id = any(%s) and account is not null", (list(ids),))
    return {row["id"]: row["account"] for row in rows}


def open_alerts(viewer: Actor, now: datetime) -> list[Line]:
    """Alerts that wait for an "I know", oldest first."""
    own = mine(viewer)
    rows = sql.rows(
        f"""select * from notices_notice where {own.sql} and level = 'alert' and acknowledged_at is null
            order by told_at, id""",
        own.params,
    )
    return [_line(row, title, body) for row, (title, body) in zip(rows, worded(viewer, rows, now), strict=True)]


def digest(viewer: Actor, since: datetime) -> list[DigestLine]:
    """What came in since a moment, by level, the gravest first: the line above the morning's list."""
    own = mine(viewer)
    found = sql.rows(
        f"""select level, count(*) as count, count(distinct subject) as subjects from notices_notice
            where {own.sql} and told_at >= %s group by level""",
        (*own.params, since),
    )
    gravest = list(LEVELS)[::-1]
    return [
        DigestLine(level_label=LEVELS[row["level"]], **row)
        for row in sorted(found, key=lambda row: gravest.index(row["level"]))
    ]


def _line(row: dict[str, object], title: str, body: str) -> Line:
    kept = ("id", "code", "level", "told_at", "times", "subject_kind", "subject")
    return Line(
        level_label=LEVELS[str(row["level"])],
        title=title,
        body=body,
        read=row["read_at"] is not None,
        acknowledged=row["acknowledged_at"] is not None,
        **{name: row[name] for name in kept},  # type: ignore[arg-type]
    )
