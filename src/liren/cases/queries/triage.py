"""What a county learns from, which models it has used, and how good their suggestions have been."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from liren.cases.models.learnable import COUNTS, LEARNABLE
from liren.cases.models.real import REAL
from liren.kernel import Actor, AreaCode, Missing
from liren.trust import sql
from liren.trust.sight import look, visible, where

SEE = ("catalogue.draft", "catalogue.publish")
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
class TrainingCard:
    """A training: `state` is waiting (`done` of `total`), ready, used, stopped, dropped or refused (`trouble` says why).

    `report` is that of triage/course.py, None until there is one.
    """

    id: UUID
    area: str
    state: str
    by: str | None
    asked_at: datetime
    settled_at: datetime | None
    done: int
    total: int
    trouble: str
    report: dict[str, Any] | None


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
            f"""select n.text as words, c.kind, coalesce(encode(l.sender, 'hex'), c.reporter::text, c.id::text) as person,
                      to_char(c.reported_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day
               from cases_case c join cases_note n on n.case_id = c.id and n.kind = 'report'
               left join cases_link l on l.case_id = c.id
               where {LEARNABLE}
               order by c.reported_at, c.id""",
            (area,), into=Lesson,
        )  # fmt: skip


def models(viewer: Actor) -> list[ModelCard]:
    """Every model that was put to use, the one in use first. Raises Missing for whoever may not draft or publish rules."""
    _need(viewer)
    return sql.rows(
        """select m.id, m.area, m.digest, m.header, a.name as by, m.since, m.until, length(m.content) as size
           from cases_triagemodel m left join trust_account a on a.id = m.account
           order by m.until is not null, m.since desc""",
        into=ModelCard,
    )


def learnable(viewer: Actor, area: AreaCode) -> dict[str, int]:
    """How many closed cases of each kind an area could learn from: numbers only, no report is read for them."""
    _need(viewer, area)
    return {row["kind"]: row["n"] for row in sql.rows(COUNTS, (str(area),))}


def training(viewer: Actor, area: AreaCode) -> TrainingCard | None:
    """The training of an area that runs, else the latest that was not called off."""
    _need(viewer, area)
    found: TrainingCard | None = sql.one(
        """select t.id, t.area, t.state, a.name as by, t.asked_at, t.settled_at, t.done, t.total, t.trouble, t.report
           from cases_training t left join trust_account a on a.id = t.account
           where t.area = %s order by t.state = 'waiting' desc, t.state = 'stopped', t.asked_at desc limit 1""",
        (str(area),), into=TrainingCard,
    )  # fmt: skip
    return found


def records(viewer: Actor, since: datetime) -> list[Record]:
    """How suggestions have done by kind and town for cases reported since, where the viewer drafts or publishes rules.

    Numbers for whoever answers for the rules; they open no case. Cells of fewer than `FEW` cases, and confidential
    kinds, are left out. One statement.
    """
    mine = " or ".join(f"({one.sql})" for one in (where(viewer, right, "c.scope") for right in SEE))
    bounds = tuple(p for right in SEE for p in where(viewer, right, "c.scope").params)
    return sql.rows(
        f"""select s.kind, c.town, count(*) as suggested, count(*) filter (where s.chosen = s.kind) as taken,
                   count(*) filter (where c.kind = s.kind) as kept
            from cases_suggested s join cases_case c on c.id = s.case_id
            where ({mine}) and c.secrecy = 0 and {REAL} and c.reported_at >= %s
            group by s.kind, c.town having count(*) >= {FEW} order by count(*) desc, s.kind, c.town""",
        (*bounds, since),
        into=Record,
    )


def _need(viewer: Actor, area: str = "") -> None:
    """Raise Missing unless the viewer drafts or publishes rules (of `area`)."""
    if not any(
        visible(viewer, right, area) if area else viewer.kind == "house" or viewer.holds(right) for right in SEE
    ):
        raise Missing
