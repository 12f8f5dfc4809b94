"""The command board: figures of alarms and for each the list of exactly its groups; open groups as one line each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.devices.models.real import DRILL, REAL
from liren.devices.queries.alarms import CARD, AlarmCard
from liren.devices.rules.board import SETS, WINDOW
from liren.kernel import Actor
from liren.trust import sql
from liren.trust.sight import Cond, after, where

PAGE = 50
GROUPS = f"""
select a.head, count(*)::int as many, (count(*) filter (where a.active))::int as active,
       (count(*) filter (where a.judged = '' and (a."case" is not null or a.seen_at is null)))::int as waiting,
       (count(*) filter (where a.judged = ''))::int as version, max(a.raised_at) as latest, bool_and(a.seen_at is not null) as seen,
       (array_agg({DRILL}))[1] as drill, count(*) over ()::int as whole
from devices_alarm a where a.closed_at is null and {{seen}} group by a.head
order by bool_and({REAL}) desc, (count(*) filter (where a.judged = '' and (a."case" is not null or a.seen_at is null)) > 0) desc,
         bool_or(a.kind in ('fire', 'gas')) desc, max(a.raised_at) desc, a.head limit %s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmFigures:
    """How many groups each set holds; `causes` sorts the false ones of the window by what was the cause."""

    open: int
    waiting: int
    judged: int
    false: int
    causes: dict[str, int]

    def of(self, name: str, cause: str = "") -> int:
        """The number of one set, of one cause where one is given."""
        return self.causes.get(cause, 0) if cause else int(getattr(self, name))


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenGroup:
    """A group of alarms as one line: its first alarm and what is known of all that are open.

    `version` is what a verdict is given on; `seen`: somebody has said that they know of all of it; `drill`: it is one.
    """

    head: AlarmCard
    many: int
    active: int
    waiting: int
    version: int
    latest: datetime
    seen: bool
    drill: UUID | None


def open_groups(viewer: Actor, within: str, most: int) -> tuple[list[OpenGroup], int]:
    """The open groups of the viewer's areas inside one, what waits and is a fire first, drills last; and how many there are
    in all. Two statements, however many alarms a group holds."""
    reach = _reach(viewer, within)
    rows = sql.rows(GROUPS.format(seen=reach.sql), (*reach.params, most))
    heads = {card.id: card for card in _cards([row["head"] for row in rows])}
    whole = rows[0]["whole"] if rows else 0
    return [
        OpenGroup(head=heads[row.pop("head")], **{k: v for k, v in row.items() if k != "whole"})
        for row in rows if row["head"] in heads
    ], whole  # fmt: skip


def figures(viewer: Actor, within: str, now: datetime) -> AlarmFigures:
    """Every figure of an area in one statement. Drills are not counted."""
    reach = _reach(viewer, within)
    counted = ", ".join(
        f"count(*) filter (where {one.where}{' and a.judged_at > %s' if one.judged else ''})::int as {name}"
        for name, one in SETS.items()
    )
    since = now - WINDOW
    row = sql.one(
        f"""select {counted}, (select coalesce(jsonb_object_agg(cause, n), '{{}}') from (
                     select a.cause, count(*) as n from devices_alarm a
                     where a.id = a.head and a.judged = 'false' and a.judged_at > %s and {REAL} and {reach.sql} group by 1) c) as causes
            from devices_alarm a where a.id = a.head and {REAL} and {reach.sql}
              and (a.judged_at > %s or a.id in (select m.head from devices_alarm m where m.closed_at is null))""",
        (*(since for one in SETS.values() if one.judged), since, *reach.params, *reach.params, since),
    )
    return AlarmFigures(**row)


def listed(
    viewer: Actor, name: str, within: str, now: datetime, *, cause: str = "", page: int = 0, size: int = PAGE
) -> list[AlarmCard]:
    """One page of the groups behind a number, each by its first alarm, the newest first. One statement."""
    one, reach = SETS[name], _reach(viewer, within)
    conditions, params = ["a.id = a.head", REAL, one.where, reach.sql], list[Any](reach.params)
    if one.judged:
        conditions.append("a.judged_at > %s")
        params.append(now - WINDOW)
    if cause:
        conditions.append("a.cause = %s")
        params.append(cause)
    order = "a.judged_at" if one.judged else "a.raised_at"
    return sql.rows(
        f"{CARD} where {' and '.join(conditions)} order by {order} desc, a.id limit %s offset %s",
        (*params, size, page * size),
        into=AlarmCard,
    )


def _cards(ids: Sequence[UUID]) -> list[AlarmCard]:
    return sql.rows(f"{CARD} where a.id = any(%s)", (list(ids),), into=AlarmCard) if ids else []


def _reach(viewer: Actor, within: str) -> Cond:
    """The viewer's alarms inside an area."""
    seen = where(viewer, "devices.see", "a.area")
    return Cond(f"{seen.sql} and a.area >= %s and a.area < %s", (*seen.params, within, after(within)))
