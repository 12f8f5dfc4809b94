"""Numbers of the rates, and for every number the list of exactly its cases, made of the same condition.

All sets of an area and a window come in one statement, by town, community or unit. What is counted does not depend on who
looks; what may be opened does: a list is shorter by the cases its viewer may not see, and says by how many.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from liren.cases import followups
from liren.cases.followups import FollowUp
from liren.cases.models.apart import apart
from liren.cases.models.grounds import both, grounds, not_about
from liren.cases.models.real import REAL
from liren.cases.queries.lists import LINE, CaseLine
from liren.cases.rules.rates import FEW, SETS, Of, RateSet, Spans, spans
from liren.catalogue import queries as catalogue
from liren.catalogue.worktime import worked
from liren.kernel import Actor, Missing
from liren.trust import sql
from liren.trust.sight import Cond, after

RIGHT = "cases.urge"
PAGE = 50
By = Literal["", "town", "community", "unit"]
COLUMN: dict[By, str] = {"": "''", "town": "c.town", "community": "c.community", "unit": "c.unit::text"}
LAST = "not exists (select from cases_clock l where l.case_id = k.case_id and l.kind = k.kind and l.no > k.no)"
FED = "cases_case c join lateral (select max(v.started_at) as at from cases_clock v where v.case_id = c.id and v.kind = 'verify') f on true"
SOURCES: dict[Of, tuple[str, str, str]] = {
    "reported": ("cases_case c", "c.reported_at", "true"),
    "filed": ("cases_case c", "c.filed_at", "true"),
    "dispatched": ("cases_case c", "c.dispatched_at", "true"),
    "fed": (FED, "f.at", "f.at >= c.dispatched_at"),
    "due": (f"cases_case c join cases_clock k on k.case_id = c.id and k.kind = 'solve' and {LAST}", "k.due_at", "true"),
    "contact": (
        f"cases_case c join cases_clock k on k.case_id = c.id and k.kind = 'contact' and {LAST}",
        "k.due_at",
        "true",
    ),
    "called": ("cases_callback b join cases_case c on c.id = b.case_id", "b.finished_at", "true"),
}
"""Where the cases of a set come from, the moment that puts them into a window, and what they need besides."""
OWN = f"c.workflow <> 'as_logged' and c.parent is null and {REAL}"
"""A replayed log knows no limits, a child is part of its parent's order, a drill is no order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """What a figure is of: an area, a time (`until` excluded), and one unit or every one."""

    area: str
    since: datetime
    until: datetime
    unit: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A page of the cases of a set, how many the set has, and how many of them this viewer may not open."""

    lines: tuple[CaseLine, ...]
    count: int
    hidden: int


def rule(viewer: Actor, area: str, now: datetime) -> FollowUp:
    """The rule that an area's report is counted by, to be printed with it."""
    found: FollowUp = catalogue.entry(followups.FAMILY, followups.STANDARD, area=area, at=now).spec
    return found


def counted(
    viewer: Actor, part: Slice, now: datetime, by: By = "", names: Collection[str] = tuple(SETS)
) -> dict[str, dict[str, int]]:
    """The size of every set (or of those named) by group ("" is the only one without `by`), in one statement. Raises
    Missing without the right.
    """
    _may(viewer, part.area)
    sources: dict[Of, list[str]] = defaultdict(list)
    for name in names:
        sources[SETS[name].of].append(name)
    parts = [_counts(of, names, part, now, by) for of, names in sources.items()]
    rows = sql.rows(" union all ".join(p.sql for p in parts), tuple(x for p in parts for x in p.params))
    found: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(names, 0))
    for row in rows:
        found[row["place"] or ""].update(zip(sources[row["moment"]], row["counted"], strict=True))
    return dict(found) or {"": dict.fromkeys(names, 0)}


def spent(viewer: Actor, part: Slice, now: datetime, by: By = "") -> dict[str, Spans]:
    """Median and P90 of working time from dispatch to result, by group. One statement; the calendar counts in memory."""
    _may(viewer, part.area)
    source, moment, need = SOURCES["fed"]
    where = _where(part, moment, need, now)
    rows = sql.rows(
        f"select {COLUMN[by]} as place, c.dispatched_at, {moment} as fed_at from {source} where {where.sql}",
        where.params,
    )
    calendar = catalogue.entry("calendar", "china", area=part.area, at=now).spec
    seconds: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        seconds[row["place"] or ""].append(worked(row["dispatched_at"], row["fed_at"], "work_hour", calendar))
    return {place: spans(found) for place, found in seconds.items()}


def listed(viewer: Actor, name: str, part: Slice, now: datetime, *, page: int = 0, size: int = PAGE) -> Listed:
    """One page of the cases behind a number, the latest first. Raises Missing for no such set or without the right.

    Fewer than ten call-backs have no list, whoever asks: who knows the cases of a unit would know who was called.
    """
    _may(viewer, part.area)
    if name not in SETS:
        raise Missing
    one = SETS[name]
    if one.calls and _size("reached", part, now) < FEW:
        raise Missing(f"回访问到的不足 {FEW} 件，不列是哪几件，以免认出人来。")
    inside, open_to = _filled(one, part, now), _openable(viewer, one, part.area)
    source, moment, _need = SOURCES[one.of]
    whole = sql.one(
        f"select count(*) as count, count(*) filter (where {open_to.sql}) as seen from {source} where {inside.sql}",
        (*open_to.params, *inside.params),
    )
    lines = sql.rows(
        f"""with chosen as (
              select c.id, {moment} as moment from {source} where {inside.sql} and {open_to.sql}
              order by 2 desc, 1 limit {size} offset {page * size})
            {LINE} join chosen on chosen.id = c.id order by chosen.moment desc, c.id""",
        (*inside.params, *open_to.params),
        into=CaseLine,
    )
    return Listed(lines=tuple(lines), count=whole["count"], hidden=whole["count"] - whole["seen"])


def taken(viewer: Actor, name: str, part: Slice, now: datetime) -> Iterator[list[CaseLine]]:
    """Every case of a set that this viewer may open, a page at a time: for a file."""
    page = 0
    while lines := listed(viewer, name, part, now, page=page, size=500).lines:
        yield list(lines)
        page += 1


def _size(name: str, part: Slice, now: datetime) -> int:
    inside = _filled(SETS[name], part, now)
    return int(sql.value(f"select count(*) from {SOURCES[SETS[name].of][0]} where {inside.sql}", inside.params))


def _may(viewer: Actor, area: str) -> None:
    if viewer.kind != "house" and not any(grant.area.covers(area) for grant in viewer.holds(RIGHT)):
        raise Missing


def _counts(of: Of, names: list[str], part: Slice, now: datetime, by: By) -> Cond:
    source, moment, need = SOURCES[of]
    where = _where(part, moment, need, now)
    columns = ", ".join(f"count(*) filter (where {SETS[name].where})" for name in names)
    return Cond(
        f"select '{of}' as moment, {COLUMN[by]} as place, array[{columns}] as counted from {source} where {where.sql} group by 2",
        where.params,
    )


def _where(part: Slice, moment: str, need: str, now: datetime) -> Cond:
    """In the area and the window, and not after now: a limit still to come is not yet due."""
    parts = [
        Cond(f"{OWN} and {need} and {moment} >= %s and {moment} < %s and {moment} <= %s", (part.since, part.until, now))
    ]
    if part.area:
        parts.append(Cond("c.scope >= %s and c.scope < %s", (part.area, after(part.area))))
    if part.unit:
        parts.append(Cond("c.unit = %s", (part.unit,)))
    return both(parts)


def _filled(one: RateSet, part: Slice, now: datetime) -> Cond:
    _source, moment, need = SOURCES[one.of]
    return both([_where(part, moment, need, now), Cond(one.where)])


def _openable(viewer: Actor, one: RateSet, area: str) -> Cond:
    """The viewer's own cases; of those that were called only the ones the viewer had no hand in."""
    found = grounds(viewer, "area", area)
    here = Cond(" or ".join(f"({g.sql})" for g in found) or "false", tuple(p for g in found for p in g.params))
    parts = [Cond(f"({here.sql})", here.params), not_about(viewer)]
    return both([*parts, apart(viewer)] if one.calls else parts)
