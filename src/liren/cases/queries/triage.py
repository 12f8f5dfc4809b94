"""What a county learns from, which models it has used, and how good their suggestions have been."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from liren.cases.models.grounds import both, grounds, not_about
from liren.kernel import Actor, AreaCode, Missing
from liren.trust import sql
from liren.trust.sight import Cond, look, need

SEE = "catalogue.draft"
FEW = 5
"""A cell of the error statistics with fewer cases is not shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """A model that was put to use, in use while `until` is None. `header` has its figures (triage/figures.py)."""

    id: UUID
    area: str
    digest: str
    header: dict[str, Any]
    by: str | None
    since: datetime
    until: datetime | None
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One closed case to learn from; `day` is that of its report (2026-11-23)."""

    words: str
    kind: str
    person: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """How suggestions of one kind in one town have done: `taken` by the reporter, `kept` as the kind in the end."""

    kind: str
    town: str
    suggested: int
    taken: int
    kept: int


def lessons(viewer: Actor, area: AreaCode, purpose: str) -> list[Lesson]:
    """What a county's closed cases teach: the reporter's words and the kind that the case had in the end.

    For the house on the server only. Raises Missing for anybody else. The access log keeps that the reports of the area
    were read, and for what, before the first is returned. Neither sealed nor confidential nor merged reports are among
    them, nor those left under "other". `person` tells reporters apart
    without naming them.
    """
    if viewer.kind != "house":
        raise Missing
    with look(viewer, purpose=purpose, subject=uuid5(NAMESPACE_OID, area), what="cases.triage", area=area):
        return sql.rows(
            """select n.text as words, c.kind, coalesce(encode(l.sender, 'hex'), c.reporter::text, c.id::text) as person,
                      to_char(c.reported_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day
               from cases_case c join cases_note n on n.case_id = c.id and n.kind = 'report'
               left join cases_link l on l.case_id = c.id
               where starts_with(c.scope, %s) and c.state = 'closed' and c.secrecy = 0 and c.kind <> 'other'
               order by c.reported_at, c.id""",
            (area,), into=Lesson,
        )  # fmt: skip


def models(viewer: Actor) -> list[ModelCard]:
    """Every model that was put to use, the one in use first. Raises Missing for whoever may not draft rules."""
    need(viewer, SEE)
    return sql.rows(
        """select m.id, m.area, m.digest, m.header, a.name as by, m.since, m.until, length(m.content) as size
           from cases_triagemodel m left join trust_account a on a.id = m.account
           order by m.until is not null, m.since desc""",
        into=ModelCard,
    )


def records(viewer: Actor, since: datetime) -> list[Record]:
    """How suggestions have done by kind and town for cases reported since, of the viewer's areas. One statement.

    Cells of fewer than `FEW` cases are left out.
    """
    reach = grounds(viewer, "area")
    if not reach:
        return []
    here = Cond("(" + " or ".join(g.sql for g in reach) + ")", tuple(p for g in reach for p in g.params))
    mine = both([here, not_about(viewer)])
    return sql.rows(
        f"""select s.kind, c.town, count(*) as suggested, count(*) filter (where s.chosen = s.kind) as taken,
                   count(*) filter (where c.kind = s.kind) as kept
            from cases_suggested s join cases_case c on c.id = s.case_id
            where {mine.sql} and c.reported_at >= %s
            group by s.kind, c.town having count(*) >= {FEW} order by count(*) desc, s.kind, c.town""",
        (*mine.params, since),
        into=Record,
    )
