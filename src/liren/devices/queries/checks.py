"""查岗 counted: per duty room, never per person. Every number has the checks behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.devices import decoding
from liren.devices.rules.orders import AT_A_POST
from liren.kernel import Actor
from liren.trust import sql
from liren.trust.sight import after, where

BY = ("device", "building", "unit")
TALLY = """
select p.{by} as of, count(*) filter (where p.outcome in ('in_time', 'late', 'none')) as asked,
       count(*) filter (where p.outcome = 'in_time') as in_time, count(*) filter (where p.outcome = 'late') as late,
       count(*) filter (where p.outcome = 'none') as none, count(*) filter (where p.outcome = '') as open,
       count(*) filter (where p.outcome = 'unreached') as unreached,
       percentile_cont(0.5) within group (order by extract(epoch from p.answered_at - p.begun_at) / 60)
         filter (where p.answered_at is not null) as median
from devices_postcheck p where p.asked_at >= %s and p.asked_at < %s and {condition}
group by rollup (p.{by})
"""
LINE = """
select p."order", p.device, d.name, d.position, p.area, p.building, p.unit, p.asked_at, p.minutes, p.begun_at, p.due_at,
       p.answered_at, p.outcome, o.why, o.state
from devices_postcheck p join devices_device d on d.id = p.device join devices_order o on o.id = p."order"
"""
OPEN = """
select "order" from devices_postcheck where outcome = '' and due_at <= %s order by due_at limit %s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The checks of one duty room, building or unit (`of` None: it has none entered). `median` minutes to the answer.

    `asked` are those that came to a result: in time, late or none. Not reached and still open are counted beside them.
    """

    of: UUID | None
    asked: int
    in_time: int
    late: int
    none: int
    open: int
    unreached: int
    median: float | None

    @property
    def share(self) -> float | None:
        """In time ÷ asked; None while nobody was asked."""
        return self.in_time / self.asked if self.asked else None


EMPTY = Tally(of=None, asked=0, in_time=0, late=0, none=0, open=0, unreached=0, median=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One check. Who pressed the button is not known here."""

    order: UUID
    device: UUID
    name: str
    position: str
    area: str
    building: UUID | None
    unit: UUID | None
    asked_at: datetime
    minutes: int
    begun_at: datetime | None
    due_at: datetime | None
    answered_at: datetime | None
    outcome: str
    why: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A duty room, by the device in it at which somebody can be asked."""

    device: UUID
    name: str
    position: str
    area: str


def tally(
    viewer: Actor, since: datetime, until: datetime, *, by: str = "device", within: str = ""
) -> tuple[Tally, list[Tally]]:
    """The whole of the viewer's areas (inside one, when given), and each `by` device, building or unit, by what was not answered.

    Raises ValueError for another `by`.
    """
    if by not in BY:
        raise ValueError(f"by is one of {BY}, not {by!r}")
    seen = where(viewer, "devices.see", "p.area")
    inside = (within, after(within)) if within else ()
    condition = seen.sql + (" and p.area >= %s and p.area < %s" if within else "")
    query = TALLY.format(by=by, condition=condition).replace("select ", f"select grouping(p.{by}) = 1 as whole, ", 1)
    whole, found = EMPTY, list[Tally]()
    for row in sql.rows(query, (since, until, *seen.params, *inside)):
        is_whole = row.pop("whole")
        one = Tally(**row)
        whole, found = (one, found) if is_whole else (whole, [*found, one])
    return whole, sorted(found, key=lambda t: (-t.none, -t.late, -t.asked, str(t.of)))


def lines(
    viewer: Actor, since: datetime, until: datetime, *, by: str = "", of: UUID | None = None, outcomes: Iterable[str] = (),
    within: str = "", most: int = 1000,
) -> list[CheckLine]:  # fmt: skip
    """The checks behind a number, the latest first. `by` "" is all; with `by`, `of` None are those without one."""
    seen = where(viewer, "devices.see", "p.area")
    conditions, params = [seen.sql, "p.asked_at >= %s", "p.asked_at < %s"], [*seen.params, since, until]
    wanted = list(outcomes)
    if by in BY:
        conditions.append(f"p.{by} is not distinct from %s::uuid")
        params.append(of)
    if wanted:
        conditions.append("p.outcome = any(%s)")
        params.append(wanted)
    if within:
        conditions.append("p.area >= %s and p.area < %s")
        params += [within, after(within)]
    query = f'{LINE} where {" and ".join(conditions)} order by p.asked_at desc, p."order" limit %s'
    return sql.rows(query, (*params, most), into=CheckLine)


def rooms(viewer: Actor, *, right: str = "devices.see", within: str = "") -> list[Room]:
    """The devices in the viewer's areas at which 查岗 can be asked, by name."""
    seen = where(viewer, right, "area")
    inside = (within, after(within)) if within else ()
    return sql.rows(
        f"""select id as device, name, position, area from devices_device
            where retired_at is null and kind = %s and wire = any(%s) and {seen.sql}
            {"and area >= %s and area < %s" if within else ""} order by name, id""",
        (AT_A_POST, list(decoding.taking("post_check")), *seen.params, *inside), into=Room,
    )  # fmt: skip


def to_ask(viewer: Actor, now: datetime) -> list[Room]:
    """The devices that a schedule may ask: none that is under maintenance. The house only."""
    if viewer.kind != "house":
        return []
    return sql.rows(
        """select id as device, name, position, area from devices_device
           where retired_at is null and kind = %s and wire = any(%s) and not coalesce(maintenance_from <= %s and maintenance_until > %s, false)""",
        (AT_A_POST, list(decoding.taking("post_check")), now, now), into=Room,
    )  # fmt: skip


def asked(viewer: Actor, slots: Iterable[str]) -> set[tuple[Any, str]]:
    """(device, slot) of the turns that were taken already. The house only."""
    if viewer.kind != "house":
        return set()
    rows = sql.rows("select device, slot from devices_order where slot = any(%s)", (sorted(set(slots)),))
    return {(row["device"], row["slot"]) for row in rows}


def unanswered(viewer: Actor, now: datetime, most: int) -> list[UUID]:
    """Checks whose minutes are over without an answer. The house only."""
    return sql.values(OPEN, (now, most)) if viewer.kind == "house" else []
