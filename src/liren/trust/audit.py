"""The journal as an auditor searches it: always bounded in time, page by page, ids and codes only, and every search kept.

Reads go over the primary key (recorded_at, id) or an index that ends in recorded_at; an id is a UUIDv7, so that the
moment at which an entry was written is known from the id alone and no read opens a partition it does not need.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from liren.kernel import Actor, Missing, Refusal
from liren.trust import codec, registry, sql
from liren.trust.pages import Page, cut, following, read_key
from liren.trust.sight import Cond, look, need, reading, where

LONGEST = timedelta(days=92)
PAGE = 50
CHUNK = 1000
DRIFT = timedelta(minutes=15)
ANSWERED_WITHIN = timedelta(hours=1)
RIGHT = "trust.audit"

COLUMNS = """id, recorded_at, at, name, subject, area, actor_kind, actor_account, actor_name, key, caused_by, mode"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is searched: [since, until), at most 92 days, narrowed by subject, account, area (and below) and names.

    `people_only` leaves out what flows, timers and jobs did.
    """

    since: datetime
    until: datetime
    subject: UUID | None = None
    account: UUID | None = None
    area: str = ""
    names: tuple[str, ...] = ()
    people_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry without its data. `actor_account` is a pseudonym where the reporter is sealed."""

    id: UUID
    recorded_at: datetime
    at: datetime
    name: str
    subject: UUID
    area: str
    actor_kind: str
    actor_account: UUID | None
    actor_name: str
    key: UUID
    caused_by: UUID | None
    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A flow that listens to an entry: `waiting` until it has acted; `tries` and `trouble` when it could not yet."""

    flow: str
    waiting: bool
    tries: int
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """One entry with its data and its chain: what it was written with, what caused it, what it caused, who listens."""

    line: Line
    version: int
    data: dict[str, Any]
    together: tuple[Line, ...]
    cause: Line | None
    effects: tuple[Line, ...]
    answers: tuple[Answer, ...]


def journal_page(viewer: Actor, asked: Asked, *, after: str = "", size: int = PAGE) -> Page[Line]:
    """One page of the journal. Raises Missing without the right, Refusal for a span without end or beyond 92 days."""
    with _searching(viewer, asked):
        return _page(viewer, asked, after, size)


def journal_all(viewer: Actor, asked: Asked) -> Iterator[tuple[Line, ...]]:
    """Everything that is found, a thousand lines at a time, for an export of exactly what is shown; kept as one look."""
    with _searching(viewer, asked):
        first = _page(viewer, asked, "", CHUNK)

    def read(after: str) -> Page[Line]:
        with reading(viewer):
            return _page(viewer, asked, after, CHUNK)

    yield from following(first, read)


def entry_whole(viewer: Actor, id: UUID) -> Whole:
    """One entry with its chain. Raises Missing for one outside the viewer's areas; the look is kept on its subject."""
    need(viewer, RIGHT)
    seen = where(viewer, RIGHT)
    near = _born(id)
    with look(viewer, purpose="审计：看一条日志", subject=id, what="trust.entry", area=seat(viewer)):
        row = sql.one(
            f"""select {COLUMNS}, version, data from trust_entry
                where recorded_at between %s and %s and id = %s and {seen.sql}""",
            (*near, id, *seen.params),
        )
        if row is None:
            raise Missing
        version, data = row.pop("version"), row.pop("data")
        line = Line(**row)
        together = _lines(
            "recorded_at between %s and %s and key = %s and id <> %s", (*near, line.key, id), seen, "recorded_at, id"
        )
        cause = (
            _lines("recorded_at between %s and %s and id = %s", (*_born(line.caused_by), line.caused_by), seen)
            if line.caused_by
            else ()
        )
        effects = _lines(
            "recorded_at between %s and %s and caused_by = %s",
            (line.recorded_at, line.recorded_at + ANSWERED_WITHIN, id),
            seen,
            "recorded_at, id",
        )
        waiting = sql.rows("select flow, tries, trouble from trust_delivery where entry = %s", (id,))
    return Whole(
        line=line, version=version, data=data, together=together, cause=cause[0] if cause else None, effects=effects,
        answers=_answers(line, version, data, {row["flow"]: row for row in waiting}),
    )  # fmt: skip


def bounded(since: datetime, until: datetime) -> None:
    """Raise Refusal unless [since, until) is a span an auditor may search at once."""
    if until <= since:
        raise Refusal("span", "结束的日期要在开始的日期之后，请改一下。", field="until")
    if until - since > LONGEST:
        raise Refusal("span", f"一次最多查 {LONGEST.days} 天，请把开始的日期往后挪。", field="since")


def seat(viewer: Actor) -> str:
    """The widest area this auditor answers for: where their own looks are kept."""
    return min((str(g.area) for g in viewer.holds(RIGHT)), key=lambda code: (len(code), code))


@contextmanager
def _searching(viewer: Actor, asked: Asked) -> Iterator[None]:
    """A search that is allowed, bounded, and kept in the access log under whose record it is about."""
    need(viewer, RIGHT)
    bounded(asked.since, asked.until)
    about = asked.subject or asked.account or viewer.account
    if about is None:
        raise Missing
    with look(viewer, purpose="审计：查日志", subject=about, what="trust.journal", area=seat(viewer)):
        yield


def _page(viewer: Actor, asked: Asked, after: str, size: int) -> Page[Line]:
    test = _narrow(viewer, asked, after)
    lines: list[Line] = sql.rows(
        f"select {COLUMNS} from trust_entry where {test.sql} order by recorded_at desc, id desc limit {size + 1}",
        test.params,
        into=Line,
    )
    return cut(lines, size, lambda line: (line.recorded_at, line.id))


def _narrow(viewer: Actor, asked: Asked, after: str) -> Cond:
    parts = [where(viewer, RIGHT), Cond("recorded_at >= %s and recorded_at < %s", (asked.since, asked.until))]
    if after:
        parts.append(Cond("(recorded_at, id) < (%s, %s)", read_key(after)))
    if asked.subject:
        parts.append(Cond("subject = %s", (asked.subject,)))
    if asked.account:
        parts.append(Cond("actor_account = %s", (asked.account,)))
    if asked.area:
        parts.append(Cond("starts_with(area, %s)", (asked.area,)))
    if asked.people_only:
        parts.append(Cond("actor_kind <> 'house'"))
    if asked.names:
        parts.append(Cond("name = any(%s)", (list(asked.names),)))
    return Cond(" and ".join(p.sql for p in parts), tuple(x for p in parts for x in p.params))


def _lines(test: str, params: tuple[Any, ...], seen: Cond, order: str = "recorded_at") -> tuple[Line, ...]:
    found = sql.rows(
        f"select {COLUMNS} from trust_entry where {test} and {seen.sql} order by {order} limit 200",
        (*params, *seen.params),
        into=Line,
    )
    return tuple(found)


def _born(id: UUID) -> tuple[datetime, datetime]:
    """Between which moments the entry of an id was written: a UUIDv7 begins with its milliseconds (RFC 9562)."""
    stamp = int.from_bytes(id.bytes[:6], "big") / 1000
    try:
        at = datetime.fromtimestamp(stamp, UTC)
        return at - DRIFT, at + DRIFT
    except (OverflowError, ValueError):
        raise Missing from None


def _answers(line: Line, version: int, data: dict[str, Any], waiting: dict[str, dict[str, Any]]) -> tuple[Answer, ...]:
    event = codec.read_event(line.name, version, data) if line.name in registry.EVENTS else None
    names = [flow.name for flow in registry.listeners(event, line.mode)] if event else []
    return tuple(
        Answer(
            flow=name, waiting=name in waiting, tries=waiting.get(name, {}).get("tries", 0),
            trouble=waiting.get(name, {}).get("trouble", ""),
        )
        for name in sorted({*names, *waiting})
    )  # fmt: skip
