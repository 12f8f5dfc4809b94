"""Lists of orders: queues of the desk and of people, filters, pages by key, counts that equal the rows they stand for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from liren.catalogue import queries as catalogue
from liren.kernel import Actor, Refusal
from liren.kernel.ids import new_id
from liren.places import queries as places
from liren.services.kinds import ServiceKind
from liren.services.rules.stations import ENDED, IN_HAND, LABELS, WAITING
from liren.services.seeing import both, ground
from liren.trust import sight, sql
from liren.trust.pages import Page, cut, following, read_key
from liren.trust.sight import Cond, look

PAGE = 50
CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue: which states, which further condition at `now.at`, whose. `latest`: newest first."""

    label: str
    states: tuple[str, ...]
    where: str = ""
    whose: Literal["area", "handler", "requester"] = "area"
    latest: bool = False


QUEUES: dict[str, Queue] = {
    "late": Queue("超时的", WAITING, "o.due_at < now.at"),
    "to_triage": Queue("待核实", ("requested",)),
    "to_list": Queue("待派单", ("triaged",)),
    "listed": Queue("等人接单", ("listed",)),
    "unclaimed": Queue("没人接", ("unclaimed",)),
    "in_hand": Queue("办理中", IN_HAND),
    "to_confirm": Queue("等点单人确认", ("done",)),
    "open": Queue("全部在办", WAITING),
    "unconfirmed": Queue("未确认", ("unconfirmed",), latest=True),
    "ended": Queue("已经结束", ENDED, latest=True),
    "handling": Queue("我接的单", (*IN_HAND, "done"), whose="handler"),
    "handled": Queue("我办过的", ("confirmed", "unconfirmed", "rated"), whose="handler", latest=True),
    "asked": Queue("我点的单", (*WAITING, *ENDED), whose="requester", latest=True),
}
DESK = tuple(name for name, queue in QUEUES.items() if queue.whose == "area")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a list shows: a queue, narrowed by state, kind, area, text and the day of the request (`until` excluded).

    `claimed`: only those somebody took (True) or nobody did (False), of those ever listed or assigned.
    """

    queue: str = "open"
    state: str = ""
    kind: str = ""
    area: str = ""
    text: str = ""
    late: bool = False
    since: datetime | None = None
    until: datetime | None = None
    claimed: bool | None = None


class OrderLine(msgspec.Struct, frozen=True, kw_only=True):
    """An order in a list: need and area, never who asked. `place` names the area."""

    id: UUID
    version: int
    number: str
    title: str
    state: str
    kind: str
    entry: UUID
    scope: str
    gender: str
    neighbour: bool
    no_visit: bool
    circle: str
    channel: str
    requested_at: datetime
    listed_at: datetime | None
    claimed_at: datetime | None
    scheduled_for: datetime | None
    closed_at: datetime | None
    due_at: datetime | None
    sort_at: datetime
    reworks: int
    solved: bool | None
    satisfied: int | None
    member: UUID | None
    handler: UUID | None
    handler_name: str | None

    @property
    def state_label(self) -> str:
        """Where it stands, in Chinese."""
        return LABELS[self.state]

    @property
    def spec(self) -> ServiceKind:
        """Its kind as it was published when it was placed."""
        kind: ServiceKind = catalogue.by_id(self.entry).spec
        return kind

    @property
    def kind_label(self) -> str:
        return self.spec.label

    @property
    def place(self) -> str:
        return places.name_path(self.scope)

    def late(self, now: datetime) -> bool:
        """Whoever is waited for has let the limit pass."""
        return self.state in WAITING and self.due_at is not None and self.due_at < now


LINE = """
select o.id, o.version, o.number, o.title, o.state, o.kind, o.entry, o.scope, o.gender, o.neighbour, o.no_visit, o.circle,
       o.channel, o.requested_at, o.listed_at, o.claimed_at, o.scheduled_for, o.closed_at, o.due_at, o.sort_at, o.reworks,
       o.solved, o.satisfied, o.member, o.handler, a.name as handler_name
from services_order o left join trust_account a on a.id = o.handler
"""


def page(viewer: Actor, asked: Filter, now: datetime, *, after: str = "", size: int = PAGE) -> Page[OrderLine]:
    """One page of a queue, in one statement."""
    queue = QUEUES[asked.queue]
    way, test = ("desc" if queue.latest else "asc"), condition(viewer, asked, now)
    if after:
        test = both(test, Cond(f"(o.sort_at, o.id) {'<' if queue.latest else '>'} (%s, %s)", read_key(after)))
    query = f"{LINE} where {test.sql} order by o.sort_at {way}, o.id {way} limit {size + 1}"
    found: list[OrderLine] = sql.rows(query, test.params, into=OrderLine)
    return cut(found, size, lambda line: (line.sort_at, line.id))


def counts(viewer: Actor, now: datetime, asked: Filter | None = None) -> dict[str, int]:
    """How many orders each queue of the desk holds, in one statement: exactly the rows its pages show."""
    asked = asked or Filter()
    columns: list[str] = []
    params: list[Any] = []
    for name in DESK:
        test = _state(QUEUES[name], now)
        columns.append(f'count(*) filter (where {test.sql}) as "{name}"')
        params += test.params
    test = both(ground(viewer), _sifted(asked, now))
    found: dict[str, int] = sql.one(
        f"select {', '.join(columns)} from services_order o where {test.sql}", (*params, *test.params)
    )
    return found


def mine(viewer: Actor, now: datetime) -> dict[str, int]:
    """How many orders the viewer has in hand, did, and asked for."""
    own = [name for name, queue in QUEUES.items() if queue.whose != "area"]
    return {name: len(page(viewer, Filter(queue=name), now, size=99).lines) for name in own}


def lines(viewer: Actor, ids: Sequence[UUID]) -> list[OrderLine]:
    """Those of some orders that the viewer sees by area, in the order of `ids`."""
    test = ground(viewer)
    found = sql.rows(f"{LINE} where o.id = any(%s) and {test.sql}", (list(ids), *test.params), into=OrderLine)
    by_id = {line.id: line for line in found}
    return [by_id[id] for id in ids if id in by_id]


def export(viewer: Actor, asked: Filter, now: datetime, purpose: str) -> Iterator[tuple[OrderLine, ...]]:
    """A whole list a thousand rows at a time, after the access log kept who takes it. Raises Refusal for an empty one."""
    first = page(viewer, asked, now, size=CHUNK)
    if not first.lines:
        raise Refusal("nothing", "这样筛选一单也没有，没有可以导出的。请换个条件再导出。")
    area = asked.area or min((str(g.area) for g in viewer.holds("services.see")), key=len, default="")
    with look(viewer, purpose=purpose, subject=new_id(), what="services.export", area=area):
        pass
    return following(first, lambda after: page(viewer, asked, now, after=after, size=CHUNK))


def condition(viewer: Actor, asked: Filter, now: datetime) -> Cond:
    """Everything a queue and a filter ask of an order `o`."""
    queue = QUEUES[asked.queue]
    if queue.whose == "area":
        reach = ground(viewer)
    else:
        reach = Cond(f"o.{queue.whose} = %s", (viewer.account,)) if viewer.account else Cond("false")
    return both(reach, _state(queue, now), _sifted(asked, now))


def _state(queue: Queue, now: datetime) -> Cond:
    states = Cond("o.state = any(%s)", (list(queue.states),))
    times = queue.where.count("now.at")
    return both(states, Cond(queue.where.replace("now.at", "%s::timestamptz"), (now,) * times))


def _sifted(asked: Filter, now: datetime) -> Cond:
    parts = []
    if asked.state:
        parts.append(Cond("o.state = %s", (asked.state,)))
    if asked.kind:
        parts.append(Cond("o.kind = %s", (asked.kind,)))
    if asked.area:
        parts.append(Cond("o.scope >= %s and o.scope < %s", (asked.area, sight.after(asked.area))))
    if asked.late:
        parts.append(Cond("o.state = any(%s) and o.due_at < %s", (list(WAITING), now)))
    if asked.since:
        parts.append(Cond("o.requested_at >= %s", (asked.since,)))
    if asked.until:
        parts.append(Cond("o.requested_at < %s", (asked.until,)))
    if asked.claimed is not None:
        parts.append(Cond(f"o.listed_at is not null and o.claimed_at is {'not ' if asked.claimed else ''}null"))
    if text := asked.text.strip():
        like = "%" + text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
        parts.append(Cond("(o.number = %s or o.title ilike %s)", (text, like)))
    return both(*parts) if parts else Cond("")
