"""Lists of cases: queues, filters, pages by key, and counts that equal the rows they stand for.

A page is a UNION of the top n of every (ground, state), each an equality on an index that already has the order; on a
single ground no case can come twice, so the branches are merged without looking for doubles.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from liren.cases.models.filters import Filter, sifted, stated, when
from liren.cases.models.grounds import among, both, grounds, not_about
from liren.cases.rules.queues import QUEUES, Queue
from liren.cases.workflows import workflow
from liren.catalogue import queries as catalogue
from liren.kernel import Actor
from liren.trust import sql
from liren.trust.pages import Page, cut, read_key
from liren.trust.sight import Cond

PAGE = 50
METRES_A_DEGREE = 111_320.0


ALL_OPEN = Filter()


class CaseLine(msgspec.Struct, frozen=True, kw_only=True):
    """A case in a list; `reference` is the number that a hotline gave it, `drill` the drill it was begun for.

    A Struct, because a page makes fifty and a frozen dataclass takes four times as long.
    """

    id: UUID
    version: int
    number: str
    title: str
    state: str
    workflow: str
    kind: str
    entry: UUID
    severity: str
    secrecy: int
    channel: str
    scope: str
    placed: str
    place_words: str
    lon: float | None
    lat: float | None
    reported_at: datetime
    closed_at: datetime | None
    next_clock: str | None
    next_due_at: datetime | None
    sort_at: datetime
    result: str | None
    confirm: str
    returns: int
    reopens: int
    followers: int
    relief: str | None
    keeper: UUID | None
    keeper_name: str | None
    handler: UUID | None
    handler_name: str | None
    unit: UUID | None
    unit_name: str | None
    parent: UUID | None
    parent_number: str | None
    children: int
    open_children: int
    drill: UUID | None = None
    reference: str | None = None

    @property
    def state_label(self) -> str:
        """Where it stands, in Chinese."""
        return workflow(self.workflow).state(self.state).label

    @property
    def kind_label(self) -> str:
        """Its kind as it was named when the case was made."""
        return str(catalogue.by_id(self.entry).spec.label)


LINE = """
select c.id, c.version, c.number, c.title, c.state, c.workflow, c.kind, c.entry, c.severity, c.secrecy, c.channel,
       c.scope, c.placed, c.place_words, c.lon, c.lat, c.reported_at, c.closed_at, c.next_clock, c.next_due_at,
       c.sort_at, c.result, c.confirm, c.returns, c.reopens, c.followers, c.relief,
       c.keeper, k.name as keeper_name, c.handler, h.name as handler_name, c.unit, u.name as unit_name,
       c.parent, p.number as parent_number, c.children, c.open_children, c.drill,
       case when c.channel = '12345' then (select r.number from cases_reference r where r.case_id = c.id limit 1) end as reference
from cases_case c
left join trust_account k on k.id = c.keeper
left join trust_account h on h.id = c.handler
left join people_unit u on u.id = c.unit
left join cases_case p on p.id = c.parent
"""


def page(viewer: Actor, asked: Filter, now: datetime, *, after: str = "", size: int = PAGE) -> Page[CaseLine]:
    """One page of a queue, in one statement."""
    queue = QUEUES[asked.queue]
    narrow = both([when(queue, asked, now), sifted(asked, now), not_about(viewer), _behind(queue, after)])
    states = [s for s in queue.states if asked.state in ("", s)]
    way = "desc" if queue.latest else "asc"
    reach = grounds(viewer, queue.ground, asked.area)
    joined = " union " if len(reach) > 1 else " union all "
    tops = [
        Cond(
            f"(select c.id, c.sort_at from cases_case c where {ground.sql} and c.state = %s and {narrow.sql}"
            f" order by c.sort_at {way}, c.id {way} limit {size + 1})",
            (*ground.params, state, *narrow.params),
        )
        for ground in reach
        for state in states
    ]
    if not tops:
        return Page(())
    query = f"""with top as (
                  select * from ({joined.join(top.sql for top in tops)}) t
                  order by sort_at {way}, id {way} limit {size + 1})
                {LINE} join top on top.id = c.id order by c.sort_at {way}, c.id {way}"""
    found: list[CaseLine] = sql.rows(query, tuple(p for top in tops for p in top.params), into=CaseLine)
    return cut(found, size, lambda line: (line.sort_at, line.id))


def counts(viewer: Actor, now: datetime, asked: Filter = ALL_OPEN) -> dict[str, int]:
    """How many cases each counted queue holds, by queue, in one statement: exactly the rows its pages show.

    `asked` narrows as it narrows a page; its queue does not matter here.
    """
    found: dict[str, int] = {}
    parts: list[Cond] = []
    for ground in dict.fromkeys(q.ground for q in QUEUES.values()):
        queues = {name: q for name, q in QUEUES.items() if q.ground == ground and q.counted}
        reach = grounds(viewer, ground, asked.area)
        if queues and reach:
            parts.append(
                _tally(queues, reach, asked, both([not_about(viewer), stated(asked), sifted(asked, now)]), now)
            )
            found |= dict.fromkeys(queues, 0)
    if not parts:
        return {}
    tables = " cross join ".join(f"({part.sql}) t{n}" for n, part in enumerate(parts))
    counted: dict[str, int] = sql.one(f"select * from {tables}", tuple(p for part in parts for p in part.params))
    return found | counted


def _tally(queues: dict[str, Queue], reach: list[Cond], asked: Filter, narrow: Cond, now: datetime) -> Cond:
    """One scan of a ground for all its queues, a column for each; a case on several grounds counts once."""
    states = sorted({s for q in queues.values() for s in q.states})
    seen = [both([ground, narrow, among(tuple(states))]) for ground in reach]
    if len(seen) == 1:
        here = seen[0]
    else:
        ids = " union ".join(f"select c.id from cases_case c where {cond.sql}" for cond in seen)
        here = Cond(f"c.id in ({ids})", tuple(p for cond in seen for p in cond.params))
    tests = [both([Cond("c.state = any(%s)", (list(q.states),)), when(q, asked, now)]) for q in queues.values()]
    columns = ", ".join(
        f'count(*) filter (where {test.sql}) as "{name}"' for name, test in zip(queues, tests, strict=True)
    )
    return Cond(
        f"select {columns} from cases_case c where {here.sql}",
        (*(p for test in tests for p in test.params), *here.params),
    )


def gathered(viewer: Actor, asked: Filter, now: datetime) -> bytes:
    """The ids of every case of a filtered queue in its order, 16 bytes each, as they are at this moment. One statement.

    What an export keeps in memory: 1.6 MB for a hundred thousand, and nothing is missed or comes twice while it runs.
    """
    queue = QUEUES[asked.queue]
    narrow = both([when(queue, asked, now), sifted(asked, now), not_about(viewer)])
    states = tuple(s for s in queue.states if asked.state in ("", s))
    reach = grounds(viewer, queue.ground, asked.area)
    if not reach or not states:
        return b""
    found = [both([ground, among(states), narrow]) for ground in reach]
    union = " union ".join(f"select c.id, c.sort_at from cases_case c where {cond.sql}" for cond in found)
    way = "desc" if queue.latest else "asc"
    ids = sql.value(
        f"select string_agg(uuid_send(id), ''::bytea order by sort_at {way}, id {way}) from ({union}) t",
        tuple(p for cond in found for p in cond.params),
    )
    return bytes(ids or b"")


def lines(viewer: Actor, ids: Sequence[UUID]) -> list[CaseLine]:
    """Those of some cases that `gathered` or a list has just shown this viewer, in the order asked for. One statement."""
    reach = [*grounds(viewer, "area"), *grounds(viewer, "handler"), *grounds(viewer, "helper")]
    if not reach:
        return []
    ground, about = " or ".join(f"({g.sql})" for g in reach), both([not_about(viewer)])
    query = f"""{LINE} join unnest(%s::uuid[]) with ordinality as asked (id, place) on asked.id = c.id
                where ({ground}) and {about.sql} order by asked.place"""
    return sql.rows(query, (list(ids), *(p for g in reach for p in g.params), *about.params), into=CaseLine)


def keepers_list(viewer: Actor, now: datetime) -> list[CaseLine]:
    """What one keeper has in hand, reported to her or handled by her, what ends first on top."""
    found = {
        line.id: line for queue in ("keeping", "handling") for line in page(viewer, Filter(queue=queue), now).lines
    }
    return sorted(found.values(), key=lambda line: line.sort_at)


def _behind(queue: Queue, after: str) -> Cond:
    if not after:
        return Cond("")
    return Cond(f"(c.sort_at, c.id) {'<' if queue.latest else '>'} (%s, %s)", read_key(after))
