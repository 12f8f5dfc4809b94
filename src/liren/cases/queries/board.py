"""The leader's board: numbers, and for every number the list of exactly its cases, made of the same condition.

The figures of eight weeks come in one statement, those of areas in another. A later indicator engine will answer the
same questions from roll-ups; until then these read the fact views.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liren.cases.models.grounds import reach_of
from liren.cases.queries.lists import LINE, CaseLine
from liren.cases.rules.board import BEFORE, HELP_GROUPS, SETS, WEEK, WEEKS, CaseSet
from liren.catalogue import queries as catalogue
from liren.catalogue.worktime import OFFICE_UNITS
from liren.kernel import Actor
from liren.kernel.area import Level
from liren.trust import sql
from liren.trust.sight import Cond

PAGE = 50
CASE = ("id", "state", "kind", "channel", "severity", "returns", "reworks", "reopens", "confirm", "solved", "satisfied",
        "reported_at", "dispatched_at", "closed_at", "confirmed_at", "next_due_at")  # fmt: skip
CLOCK = ("due_at", "ended_at", "late_at", "used_s", "unit")
LAST = "not exists (select 1 from cases_clock l where l.case_id = k.case_id and l.kind = k.kind and l.no > k.no)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How many cases each set holds: `now` for what stands open, `weeks` by week back (0 is the last seven days)."""

    now: dict[str, int]
    weeks: tuple[dict[str, int], ...]
    worked_s: tuple[int, ...]

    def of(self, name: str, weeks: int) -> int:
        """Cases of a set in the last so many weeks."""
        return sum(week[name] for week in self.weeks[:weeks])

    @property
    def young(self) -> bool:
        """The records do not reach back over the four weeks that the last one is compared with."""
        return not all(week["reported"] for week in self.weeks[1 : BEFORE + 1])

    def worked(self, weeks: int) -> int:
        """Working seconds of the cases in `timed`."""
        return sum(self.worked_s[:weeks])


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An area and a kind: open and late now, reported in the last week and in the four weeks before."""

    area: str
    kind: str
    open: int
    late: int
    this: int
    before: int


def figures(viewer: Actor, area: str, now: datetime) -> Figures:
    """All figures of an area in one statement. Raises Missing for a viewer who may not see its cases."""
    reach = reach_of(viewer, area)
    stock = [name for name, s in SETS.items() if not s.at]
    moments: dict[str, list[str]] = {}
    for name, one in SETS.items():
        if one.at:
            moments.setdefault(one.at, []).append(name)
    once = _once(reach, [at for at in moments if "k." not in at], now)
    parts = [_stock(stock, now), *(_by_week(at, names, now) for at, names in moments.items())]
    found = sql.rows(
        once.sql + " union all ".join(p.sql for p in parts), (*once.params, *(x for p in parts for x in p.params))
    )
    weeks = [dict.fromkeys((n for n, s in SETS.items() if s.at), 0) for _ in range(WEEKS)]
    worked = [0] * WEEKS
    standing: dict[str, int] = {}
    for row in found:
        if not row["moment"]:
            standing = dict(zip(stock, row["counted"], strict=True))
            continue
        names = moments[row["moment"]]
        weeks[row["week"]].update(zip(names, row["counted"], strict=True))
        if row["moment"] == SETS["timed"].at:
            worked[row["week"]] = row["worked"]
    return Figures(now=standing, weeks=tuple(weeks), worked_s=tuple(worked))


def places(viewer: Actor, area: str, now: datetime, level: Level = Level.COMMUNITY) -> list[Place]:
    """What each area of a level inside `area` has open and had reported, by kind, in one statement."""
    reach = reach_of(viewer, area)
    since = now - (1 + BEFORE) * WEEK
    return sql.rows(
        f"""select left(c.scope, {int(level)}) as area, c.kind,
                   count(*) filter (where {SETS["open"].where}) as open,
                   count(*) filter (where {SETS["open"].where} and c.next_due_at < %s) as late,
                   count(*) filter (where c.reported_at > %s) as this,
                   count(*) filter (where c.reported_at > %s and c.reported_at <= %s) as before
            from fact_case c
            where {reach.sql} and length(c.scope) >= {int(level)} and ({SETS["open"].where} or c.reported_at > %s)
            group by 1, 2 order by 1, 2""",
        (now, now - WEEK, since, now - WEEK, *reach.params, since),
        into=Place,
    )


def open_places(viewer: Actor, area: str, now: datetime, level: Level) -> list[tuple[str, int, int]]:
    """(area, open, late) of each area of a level that has something open: what the board's map colours."""
    reach = reach_of(viewer, area)
    rows = sql.rows(
        f"""select left(c.scope, {int(level)}) as area, count(*) as open, count(*) filter (where c.next_due_at < %s) as late
            from fact_case c where {reach.sql} and length(c.scope) >= {int(level)} and {SETS["open"].where}
            group by 1 order by 1""",
        (now, *reach.params),
    )
    return [(row["area"], row["open"], row["late"]) for row in rows]


def listed(
    viewer: Actor, name: str, area: str, now: datetime, weeks: int, *, kind: str = "", page: int = 0, size: int = PAGE
) -> list[CaseLine]:
    """One page of the cases of a set (for a set with a moment: of the last so many weeks), in one statement."""
    one, reach = SETS[name], reach_of(viewer, area)
    parts = [reach, _filled(one, now)]
    if one.at:
        parts.append(Cond(f"{one.at} > %s and {one.at} <= %s", (now - weeks * WEEK, now)))
    if kind:
        parts.append(Cond("c.kind = %s", (kind,)))
    where = " and ".join(p.sql for p in parts)
    way = "desc" if one.at else "asc"
    order = one.at or one.order
    inner = f"""select c.id, {order} as moment from {_source(one)} where {where}
                order by {order} {way}, c.id {way} limit {size} offset {page * size}"""
    return sql.rows(
        f"with chosen as ({inner}) {LINE} join chosen on chosen.id = c.id order by chosen.moment {way}, c.id {way}",
        tuple(x for p in parts for x in p.params),
        into=CaseLine,
    )


def _once(reach: Cond, moments: list[str], now: datetime) -> Cond:
    """The cases and the last solve clocks that any figure may need, read once, their narrow columns kept.

    A clock that ended or fell due in these weeks belongs to a case that is open or was closed in them.
    """
    since = now - WEEKS * WEEK
    recent = " or ".join(f"{at} > %s" for at in moments)
    return Cond(
        f"""with c as materialized (
              select {", ".join(f"c.{name}" for name in CASE)} from fact_case c
              where {reach.sql} and ({SETS["open"].where} or {SETS["disputed"].where} or {recent})
            ), k as materialized (
              select c.state, c.confirm, {", ".join(f"k.{name}" for name in CLOCK)}
              from c cross join lateral (
                select * from cases_clock k where k.case_id = c.id and k.kind = 'solve' order by k.no desc limit 1) k
            ) """,
        (*reach.params, *(since for _ in moments)),
    )


def _stock(names: list[str], now: datetime) -> Cond:
    counted = [_filled(SETS[name], now) for name in names]
    columns = ", ".join(f"count(*) filter (where {c.sql})" for c in counted)
    return Cond(
        f"select '' as moment, 0 as week, array[{columns}] as counted, 0::bigint as worked from c",
        tuple(p for c in counted for p in c.params),
    )


def _by_week(at: str, names: list[str], now: datetime) -> Cond:
    counted = [_filled(SETS[name], now) for name in names]
    columns = ", ".join(f"count(*) filter (where {c.sql})" for c in counted)
    worked, more = "0::bigint", ()
    if at == SETS["timed"].at:
        timed = _filled(SETS["timed"], now)
        worked, more = f"coalesce(sum(k.used_s) filter (where {timed.sql}), 0)::bigint", timed.params
    week = f"floor(extract(epoch from %s::timestamptz - {at}) / {WEEK.total_seconds():.0f})::int"
    table = "k" if "k." in at else "c"
    return Cond(
        f"""select '{at}', {week}, array[{columns}], {worked} from {table}
            where {at} > %s and {at} <= %s group by 2""".replace("c.state", f"{table}.state").replace(
            "c.confirm", f"{table}.confirm"
        ),
        (now, *(p for c in counted for p in c.params), *more, now - WEEKS * WEEK, now),
    )


def _source(one: CaseSet) -> str:
    if one.clocked:
        return f"cases_clock k join fact_case c on c.id = k.case_id and k.kind = 'solve' and {LAST}"
    return "fact_case c"


def _filled(one: CaseSet, now: datetime) -> Cond:
    """A condition with its moment, the kinds of help and the units of working time filled in, in their order."""
    text, params, rest = "", [], one.where
    given: dict[str, Any] = {
        "now.at": ("%s::timestamptz", now), "help.kinds": ("%s", _help_kinds(now)), "work.units": ("%s", sorted(OFFICE_UNITS)),
    }  # fmt: skip
    while spots := [(rest.index(word), word) for word in given if word in rest]:
        at, word = min(spots)
        sign, value = given[word]
        text, rest = text + rest[:at] + sign, rest[at + len(word) :]
        params.append(value)
    return Cond(text + rest, tuple(params))


def _help_kinds(now: datetime) -> list[str]:
    """The kinds in which somebody asks for help for a person."""
    return sorted(e.code for e in catalogue.entries("case_kind", at=now) if e.spec.group in HELP_GROUPS)
