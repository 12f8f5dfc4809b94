"""The conditions that a queue and a filter put on a list of cases, as SQL. Who may see what stands in grounds.py."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.cases.models.grounds import both
from liren.cases.models.real import REAL
from liren.cases.rules.queues import Queue
from liren.trust.sight import Cond


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a list shows: a queue, narrowed by state, kinds, unit, area, text and the day of the report.

    `since` and `until` bound when it was reported (until excluded); `late` leaves only what is overdue. `drill`: "1" only cases
    begun for a drill, "0" none of them; "" those that are still open among the others, and none that has ended.
    """

    queue: str = "open"
    state: str = ""
    kind: str = ""
    kinds: tuple[str, ...] = ()
    unit: UUID | None = None
    area: str = ""
    text: str = ""
    late: bool = False
    since: datetime | None = None
    until: datetime | None = None
    drill: str = ""


def when(queue: Queue, asked: Filter, now: datetime) -> Cond:
    """The further condition of a queue at this moment: drills stand among the work to be done, not among what was done."""
    times = queue.where.count("now.at")
    here = Cond(queue.where.replace("now.at", "%s::timestamptz"), (now,) * times)
    return both([here, Cond(REAL)]) if queue.latest and not asked.drill else here


def stated(asked: Filter) -> Cond:
    """The state a filter asks for; pages need no such condition, because they ask state by state."""
    return Cond("c.state = %s", (asked.state,)) if asked.state else Cond("")


def sifted(asked: Filter, now: datetime) -> Cond:
    """What a filter leaves of any queue and any state: by lateness, kind, unit, day and text."""
    parts = []
    if asked.late:
        parts.append(Cond("c.next_due_at is not null and c.sort_at < %s", (now,)))
    if asked.drill:
        parts.append(Cond(REAL if asked.drill == "0" else "c.drill is not null"))
    if asked.since:
        parts.append(Cond("c.reported_at >= %s", (asked.since,)))
    if asked.until:
        parts.append(Cond("c.reported_at < %s", (asked.until,)))
    if asked.unit:
        parts.append(Cond("c.unit = %s", (asked.unit,)))
    if kinds := (*asked.kinds, *filter(None, (asked.kind,))):
        parts.append(Cond("c.kind = any(%s)", (list(kinds),)))
    if text := asked.text.strip():
        like = "%" + text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
        given = "c.id in (select r.case_id from cases_reference r where r.number = %s)"
        here = f"(c.number = %s or {given} or c.title ilike %s or c.place_words ilike %s)"
        parts.append(Cond(here, (text, text, like, like)))
    return both(parts) if parts else Cond("")
