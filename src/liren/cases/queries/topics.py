"""热点: communities where a kind was reported far more often this week than usual, with the cases themselves."""

from dataclasses import dataclass
from datetime import datetime

from liren.cases.models.grounds import both, grounds, not_about
from liren.cases.models.real import REAL
from liren.cases.triage.topics import WEEK, WEEKS, Told, topics
from liren.kernel import Actor
from liren.kernel.area import Level
from liren.trust import sql
from liren.trust.sight import Cond, need


@dataclass(frozen=True, slots=True, kw_only=True)
class Hot:
    """One topic: `cases` are (id, number) in the order of their report, `usual` the mean of the eight weeks before.

    `narrow`: only the cases that say the first of `words`; the community as a whole is as usual.
    """

    area: str
    kind: str
    cases: tuple[tuple[str, str], ...]
    people: int
    usual: float
    words: tuple[str, ...]
    narrow: bool


def hot(viewer: Actor, until: datetime) -> list[Hot]:
    """The hot weeks of the viewer's communities, the most unusual first. One statement. Raises Missing without cases.see.

    Words come from the titles of open reports only, and only when several people used them (triage/topics.py).
    """
    need(viewer, "cases.see")
    reach = grounds(viewer, "area")
    if not reach:
        return []
    here = Cond("(" + " or ".join(g.sql for g in reach) + ")", tuple(p for g in reach for p in g.params))
    mine = both([here, not_about(viewer)])
    rows = sql.rows(
        f"""select c.id::text as id, c.number, left(c.scope, %s) as place, c.kind as about, c.reported_at as at,
                   coalesce(encode(l.sender, 'hex'), c.reporter::text, c.id::text) as person,
                   case when c.secrecy = 0 then c.title else '' end as words
            from cases_case c left join cases_link l on l.case_id = c.id
            where {mine.sql} and c.reported_at >= %s and c.reported_at < %s and c.parent is null and {REAL}
              and length(c.scope) >= %s""",
        (int(Level.COMMUNITY), *mine.params, until - (WEEKS + 1) * WEEK, until, int(Level.COMMUNITY)),
    )
    numbers = {row["id"]: row.pop("number") for row in rows}
    return [
        Hot(area=t.place, kind=t.about, cases=tuple((id, numbers[id]) for id in t.ids), people=t.people, usual=t.usual,
            words=t.words, narrow=t.narrow)
        for t in topics((Told(**row) for row in rows), until)
    ]  # fmt: skip
