"""State to rows: one statement makes any number of new cases, one statement moves a case."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.cases.rules.clocks import Clock
from liren.cases.rules.drills import marked
from liren.cases.rules.fold import STATE_FIELDS, CaseState
from liren.cases.rules.notes import Note
from liren.cases.rules.parties import Change
from liren.trust import codec, sql

PLAIN = ("title", "lon", "lat", "building", "place_words", "answers")
CLOCK_FIELDS = tuple(f.name for f in fields(Clock))


def columns(names: Iterable[str], table: str = "") -> str:
    """Quoted column names, because `limit` and `into` are words of SQL too."""
    prefix = f"{table}." if table else ""
    return ", ".join(f'{prefix}"{name}"' for name in names)


NEW_CASE = tuple(name for name in STATE_FIELDS if name != "serial") + PLAIN

NEW = f"""
with asked as (
  select id, office, year, mark,
         row_number() over (partition by office, year order by n) - count(*) over (partition by office, year) as back
  from jsonb_to_recordset(%(cases)s::jsonb) as a(id uuid, n int, office text, year int, mark text)
), given as (
  insert into cases_serial as s (office, year, last)
  select office, year, count(*) from asked group by office, year order by office, year
  on conflict (office, year) do update set last = s.last + excluded.last
  returning office, year, last
), made as (
  insert into cases_case ({columns(NEW_CASE)}, serial, number)
  select {columns(NEW_CASE, "c")}, g.last + a.back, a.mark || lpad((g.last + a.back)::text, 6, '0')
  from jsonb_populate_recordset(null::cases_case, %(cases)s::jsonb) c
  join asked a on a.id = c.id join given g on (g.office, g.year) = (a.office, a.year)
  returning id, serial, number
), clocks as (
  insert into cases_clock (case_id, {columns(CLOCK_FIELDS)})
  select case_id, {columns(CLOCK_FIELDS)} from jsonb_populate_recordset(null::cases_clock, %(clocks)s::jsonb)
), notes as (
  insert into cases_note select * from jsonb_populate_recordset(null::cases_note, %(notes)s::jsonb)
), parties as (
  insert into cases_party select * from jsonb_populate_recordset(null::cases_party, %(parties)s::jsonb)
), reporters as (
  insert into cases_reporter select * from jsonb_populate_recordset(null::cases_reporter, %(reporters)s::jsonb)
), links as (
  insert into cases_link select * from jsonb_populate_recordset(null::cases_link, %(links)s::jsonb)
), logs as (
  insert into cases_logged select * from jsonb_populate_recordset(null::cases_logged, %(logged)s::jsonb)
)
select id, serial, number from made
"""

MOVE = f"""
with moved as (
  update cases_case set changed_at = clock_timestamp(), {{changes}} where id = %(id)s
), clocks as (
  insert into cases_clock (case_id, {columns(CLOCK_FIELDS)})
  select case_id, {columns(CLOCK_FIELDS)} from jsonb_populate_recordset(null::cases_clock, %(clocks)s::jsonb)
  on conflict (case_id, kind, no) do update set
    {", ".join(f'"{name}" = excluded."{name}"' for name in CLOCK_FIELDS if name not in ("kind", "no", "started_at"))}
), notes as (
  insert into cases_note select * from jsonb_populate_recordset(null::cases_note, %(notes)s::jsonb)
)
insert into cases_party select * from jsonb_populate_recordset(null::cases_party, %(parties)s::jsonb)
on conflict (case_id, role, who) do update set until = excluded.until
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A case about to be written; `mark` is its number without the serial, `office` gives the serial."""

    state: CaseState
    clocks: tuple[Clock, ...]
    plain: dict[str, Any]
    office: str
    year: int
    mark: str
    notes: tuple[dict[str, Any], ...] = ()
    parties: tuple[Change, ...] = ()
    reporter: dict[str, Any] | None = None
    link: dict[str, Any] | None = None
    logged: dict[str, Any] | None = None


def insert(new: Sequence[NewCase]) -> dict[UUID, tuple[int, str]]:
    """Write new cases with all that belongs to them; the serial and number each was given."""
    found = sql.rows(
        NEW,
        {
            "cases": as_json([_case_row(c, n) for n, c in enumerate(new)]),
            "clocks": as_json([clock_row(c.state.id, k) for c in new for k in c.clocks]),
            "notes": as_json([n for c in new for n in c.notes]),
            "parties": as_json([party_row(c.state.id, p, c.state.reported_at) for c in new for p in c.parties]),
            "reporters": as_json([c.reporter for c in new if c.reporter]),
            "links": as_json([c.link for c in new if c.link]),
            "logged": as_json([c.logged for c in new if c.logged]),
        },
    )
    return {row["id"]: (row["serial"], row["number"]) for row in found}


def move(
    case: UUID, changed: dict[str, Any], clocks: Sequence[Clock], notes: Sequence[dict[str, Any]],
    parties: Sequence[Change], now: datetime,
) -> None:  # fmt: skip
    """Write what one event changed, all in one statement."""
    sql.run(
        MOVE.format(changes=", ".join(f'"{name}" = %({name})s' for name in changed)),
        {
            **{name: list(v) if isinstance(v, tuple) else v for name, v in changed.items()},
            "id": case,
            "clocks": as_json([clock_row(case, k) for k in clocks]),
            "notes": as_json(list(notes)),
            "parties": as_json([party_row(case, p, now) for p in parties]),
        },
    )


def clock_row(case: UUID, clock: Clock) -> dict[str, Any]:
    return {"case_id": case} | {name: getattr(clock, name) for name in CLOCK_FIELDS}


def note_row(case: UUID, note: Note, account: UUID | None, now: datetime) -> dict[str, Any]:
    return {"case_id": case, "account": account, "at": now} | {f.name: getattr(note, f.name) for f in fields(note)}


def party_row(case: UUID, change: Change, now: datetime) -> dict[str, Any]:
    """Joining opens the row, leaving closes it; who comes back is there again."""
    until = None if change.joins else now
    return {"case_id": case, "role": change.role, "who": change.who, "since": now, "until": until}


def hexed(content: bytes) -> str:
    """Bytes as PostgreSQL reads them from JSON."""
    return "\\x" + content.hex()


def _case_row(new: NewCase, n: int) -> dict[str, Any]:
    state = {name: getattr(new.state, name) for name in STATE_FIELDS}
    title = marked(new.plain["title"], new.state.drill)
    return {**state, **new.plain, "title": title, "n": n, "office": new.office, "year": new.year, "mark": new.mark}


def as_json(rows: list[Any]) -> str:
    """Rows as PostgreSQL reads them with jsonb_populate_recordset."""
    return codec.encode(rows).decode()
