"""Whistles as pages show them: of one case, those that call the viewer's own units, and the figures with their records."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from liren.cases.models import rows
from liren.cases.models.grounds import both, grounds, not_about
from liren.cases.models.real import REAL
from liren.cases.models.seeing import part
from liren.cases.queries.cards import visible_ids
from liren.cases.rules.whistle import CALL_STATES, LEFT, OPEN, STATES, WORKING, Call, Wait, wait_of
from liren.cases.rules.whistle_figures import Row
from liren.cases.whistling import WhistleKind
from liren.catalogue import queries as catalogue
from liren.kernel import Actor, Missing
from liren.trust import sql

MOST = 2_000


class CallCard(msgspec.Struct, frozen=True, kw_only=True):
    """One called unit, with what was said at each step and by whom."""

    id: UUID
    unit: UUID
    unit_name: str
    state: str
    called_at: datetime
    called_by: UUID | None
    called_words: str
    acknowledge_due_at: datetime
    arrive_due_at: datetime
    done_due_at: datetime
    object_due_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: UUID | None
    arrived_at: datetime | None
    arrived_by: UUID | None
    arrived_words: str
    left_at: datetime | None
    left_by: UUID | None
    left_words: str
    objected_at: datetime | None
    objected_from: str | None
    objected_by: UUID | None
    objected_words: str
    decided_by: UUID | None
    decided_words: str
    missed: int
    response: int | None
    response_words: str
    rightness: int | None
    rightness_words: str

    @property
    def state_label(self) -> str:
        return CALL_STATES[self.state]

    @property
    def wait(self) -> Wait | None:
        """Who is waited for now, with which clock."""
        return wait_of(Call(**{name: getattr(self, name) for name in Call.__dataclass_fields__}))


class TaskCard(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the shared list."""

    id: UUID
    unit: UUID
    words: str
    added_by: UUID | None
    added_at: datetime
    done_at: datetime | None
    done_by: UUID | None
    dropped_at: datetime | None
    dropped_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WhistleCard:
    """One whistle on one case."""

    id: UUID
    case: UUID
    number: str
    title: str
    scope: str
    place_words: str
    kind: str
    spec: WhistleKind
    state: str
    words: str
    raised_by: UUID | None
    raised_at: datetime
    rate_due_at: datetime | None
    closed_at: datetime | None
    closing_words: str
    calls: tuple[CallCard, ...]
    tasks: tuple[TaskCard, ...]

    def late_calls(self, now: datetime) -> tuple[CallCard, ...]:
        """The called units that let the limit of their present step pass."""
        waits = ((c, c.wait) for c in self.calls) if self.state in WORKING else ()
        return tuple(c for c, wait in waits if wait and wait.owner == "unit" and wait.due_at < now)

    def waits_for(self, units: frozenset[UUID]) -> bool:
        """One of these units has a step to take: to answer, to come, to finish, to rate."""
        own = [c for c in self.calls if c.unit in units]
        if self.state == "mutual_rating":
            return any(c.state in LEFT and c.rightness is None for c in own)
        return any(c.wait is not None and c.wait.owner == "unit" for c in own)

    @property
    def state_label(self) -> str:
        return STATES[self.state]

    @property
    def open(self) -> bool:
        return self.state in OPEN

    def tasks_of(self, unit: UUID) -> tuple[TaskCard, ...]:
        return tuple(t for t in self.tasks if t.unit == unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What part a viewer has in the whistles of a case: for the raiser, for the lead, for the units named."""

    raiser: bool
    arbiter: bool
    lead: bool
    units: frozenset[UUID]


CARD = """
select w.id, w.case_id as "case", c.number, c.title, c.scope, c.place_words, w.kind, w.entry, w.state, w.words,
       w.raised_by, w.raised_at, w.rate_due_at, w.closed_at, w.closing_words,
       (select jsonb_agg(to_jsonb(k) || jsonb_build_object('unit_name', u.name) order by k.called_at, u.name, k.id)
        from cases_call k join people_unit u on u.id = k.unit where k.whistle_id = w.id) as calls,
       coalesce((select jsonb_agg(to_jsonb(t) order by t.added_at, t.id) from cases_task t where t.whistle_id = w.id),
                '[]') as tasks
from cases_whistle w join cases_case c on c.id = w.case_id
"""


def whistles_of(viewer: Actor, case: UUID) -> list[WhistleCard]:
    """Every whistle ever blown on a case, the latest first. Raises Missing for a case that is not this viewer's."""
    if case not in visible_ids(viewer, [case]):
        raise Missing
    return _cards("where w.case_id = %s order by w.raised_at desc", (case,))


def side_of(viewer: Actor, case: UUID) -> Side:
    """The viewer's part in the whistles of a case that he sees. Raises Missing."""
    found = rows.load(case)
    if found is None:
        raise Missing
    roles = part(viewer, found.state).roles
    return Side(
        raiser=bool(roles & {"desk", "supervisor"}), arbiter="arbiter" in roles, lead="handler" in roles,
        units=own_units(viewer),
    )  # fmt: skip


def calling_me(viewer: Actor) -> list[WhistleCard]:
    """Open whistles that call a unit the viewer speaks for, the latest first. One statement."""
    units = own_units(viewer)
    if not units:
        return []
    return _cards(
        """where w.state = any(%s) and exists (
             select from cases_call k where k.whistle_id = w.id and k.unit = any(%s) and k.state <> 'excused')
           order by w.raised_at desc, w.id""",
        (list(OPEN), list(units)),
    )


def figure_rows(viewer: Actor, since: datetime, until: datetime, area: str = "") -> list[Row]:
    """The calls of every whistle blown in a window on cases of the viewer's areas, the latest first."""
    cond = _in_window(viewer, since, until, area)
    if cond is None:
        return []
    return sql.rows(
        f"""select k.id as call, w.id as whistle, w.kind, k.state, k.called_at, k.acknowledge_due_at, k.arrive_due_at,
                   k.done_due_at, k.acknowledged_at, k.arrived_at, k.left_at
            from cases_call k join cases_whistle w on w.id = k.whistle_id join cases_case c on c.id = w.case_id
            where {cond[0]} order by w.raised_at desc, k.id limit {MOST}""",
        cond[1],
        into=Row,
    )


def blown_in(viewer: Actor, since: datetime, until: datetime, area: str = "") -> list[WhistleCard]:
    """The whistles behind `figure_rows`, the latest first."""
    cond = _in_window(viewer, since, until, area)
    return _cards(f"where {cond[0]} order by w.raised_at desc, w.id limit {MOST}", cond[1]) if cond else []


def open_in(viewer: Actor, area: str = "") -> list[WhistleCard]:
    """Every whistle that is not over on cases of the viewer's in an area, the latest first. One statement."""
    reach = grounds(viewer, "area", area)
    if not reach:
        return []
    here, about = " or ".join(f"({g.sql})" for g in reach), not_about(viewer)
    return _cards(
        f"where w.state = any(%s) and ({here}) and {both([about]).sql} order by w.raised_at desc, w.id",
        (list(OPEN), *(p for g in reach for p in g.params), *about.params),
    )


def reported_in(viewer: Actor, since: datetime, until: datetime, area: str = "") -> int:
    """How many cases were reported there meanwhile, parts of others not counted: the context of a share."""
    reach = grounds(viewer, "area", area)
    if not reach:
        return 0
    here = " or ".join(f"({g.sql})" for g in reach)
    about = not_about(viewer)
    narrow = both([about]).sql
    return int(
        sql.value(
            f"""select count(*) from cases_case c where c.reported_at >= %s and c.reported_at < %s and c.parent is null and {REAL}
                and ({here}) and {narrow}""",
            (since, until, *(p for g in reach for p in g.params), *about.params),
        )
    )


def kinds_of(viewer: Actor, area: str, at: datetime) -> list[WhistleKind]:
    """The kinds of whistle as published for an area; anybody may know them."""
    return [entry.spec for entry in catalogue.entries("whistle", area=area, at=at)]


def _in_window(viewer: Actor, since: datetime, until: datetime, area: str) -> tuple[str, tuple[Any, ...]] | None:
    reach = grounds(viewer, "area", area)
    if not reach:
        return None
    here, about = " or ".join(f"({g.sql})" for g in reach), not_about(viewer)
    words = f"w.raised_at >= %s and w.raised_at < %s and {REAL} and ({here}) and {both([about]).sql}"
    return words, (since, until, *(p for g in reach for p in g.params), *about.params)


def own_units(viewer: Actor) -> frozenset[UUID]:
    """The units a viewer speaks for when they are called."""
    return frozenset(g.unit for g in viewer.holds("cases.handle") if g.unit)


def _cards(rest: str, params: tuple[Any, ...]) -> list[WhistleCard]:
    return [_card(row) for row in sql.rows(f"{CARD} {rest}", params)]


def _card(row: dict[str, Any]) -> WhistleCard:
    calls = tuple(msgspec.convert(call, CallCard, strict=False) for call in row.pop("calls") or ())
    tasks = tuple(msgspec.convert(task, TaskCard, strict=False) for task in row.pop("tasks"))
    spec = catalogue.by_id(row.pop("entry")).spec
    return WhistleCard(**row, spec=spec, calls=calls, tasks=tasks)
