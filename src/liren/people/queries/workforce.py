"""The register of community workers: figures for whoever may see them, names and certificates only for whoever keeps it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from liren.catalogue import queries as catalogue
from liren.catalogue.queries import Entry
from liren.kernel import Actor, AreaCode, Missing
from liren.people.kinds import REVEAL_REASONS, WARNED_DAYS
from liren.people.queries.committees import NAMES, need_figures
from liren.people.rules.figures import Figure, Worker, workforce
from liren.people.rules.workforce import mask_number
from liren.trust import sealed, sql
from liren.trust.sight import look, need, reading, where

TAG = "all_round"
SHANGHAI = ZoneInfo("Asia/Shanghai")

EMPLOYED = """
select distinct on (e.person) e.id, e.person, p.name, p.account, e.area, e.contract, e.entry_year, e.unit, u.name as unit_name,
       lower(e.during) as starts, upper(e.during) - 1 as last, e.during @> %(day)s as in_post, f.first_hired,
       array(select c.level from people_certificate c where c.person = e.person and c.issued_on <= %(day)s
               and (c.pass_until is null or c.pass_until >= %(day)s)) as levels,
       a.passed as all_round, a.person is null and exists (
         select from people_assessment o where o.person = e.person and o.tag = %(tag)s and o.assessed_on <= %(day)s) as outdated
from people_employment e join people_person p on p.id = e.person left join people_unit u on u.id = e.unit
     join lateral (select min(lower(x.during)) as first_hired from people_employment x where x.person = e.person) f on true
     left join lateral (select x.person, x.passed from people_assessment x where x.person = e.person and x.entry = %(entry)s
                          and x.assessed_on <= %(day)s order by x.assessed_on desc, x.id desc limit 1) a on true
where starts_with(e.area, %(area)s) and lower(e.during) <= %(day)s
order by e.person, lower(e.during) desc
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """The definition a share is counted under, with its version."""

    entry: UUID
    label: str
    words: str
    source: str
    confirmed: bool
    version: int
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerLine:
    """A community worker in the register's list. `levels`: passes that hold; `all_round` None: not assessed."""

    person: UUID
    name: str
    area: str
    unit_name: str | None
    contract: str
    entry_year: int
    starts: date
    last: date | None
    in_post: bool
    first_hired: date
    levels: frozenset[str]
    all_round: bool | None
    outdated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentCard:
    """One employment of a person."""

    id: UUID
    area: str
    unit_name: str | None
    contract: str
    entry_year: int
    starts: date
    last: date | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateCard:
    """A pass of the exam; of its number only the last four."""

    id: UUID
    level: str
    number_masked: str
    issued_on: date
    pass_until: date | None
    registered_until: date | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentCard:
    """An assessment and the version of the definition it was made under."""

    passed: bool
    assessed_on: date
    entry: UUID
    definition_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerCard:
    """One person's entries in the register."""

    person: UUID
    name: str
    area: str
    employments: tuple[EmploymentCard, ...]
    certificates: tuple[CertificateCard, ...]
    assessments: tuple[AssessmentCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Something of a certificate that ends within the warned days, or has ended; `what` is a key of kinds.ENDS."""

    certificate: UUID
    person: UUID
    name: str
    area: str
    level: str
    what: str
    ends_on: date
    left: int


def definition(viewer: Actor, area: str, day: date, tag: str = TAG) -> Definition:
    """The definition of a qualification as it holds for an area on a day. Definitions are public."""
    found: Entry = catalogue.entry("qualification_tag", tag, area=area, at=_end_of(day))
    spec = found.spec
    return Definition(
        entry=found.id, label=spec.label, words=spec.definition, source=spec.source, confirmed=spec.confirmed,
        version=found.version, since=found.effective_from,
    )  # fmt: skip


def workforce_figures(viewer: Actor, area: AreaCode, day: date) -> dict[str, Figure]:
    """Every figure of an area on a day (domain.md §1.3, HX-05 to HX-07). Raises Missing without right."""
    need_figures(viewer, area)
    return workforce([_worker(line) for line in _lines(viewer, area, day)], day)


def worker_list(viewer: Actor, area: AreaCode, day: date, *, only: Iterable[UUID] | None = None) -> list[WorkerLine]:
    """Everybody who has begun by a day, those who left too, by area and name; `only` some of them. Names: needs the right."""
    need(viewer, NAMES, area)
    wanted = None if only is None else set(only)
    found = [line for line in _lines(viewer, area, day) if wanted is None or line.person in wanted]
    return sorted(found, key=lambda line: (line.area, line.name, line.person))


def worker_card(viewer: Actor, person: UUID, *, purpose: str) -> WorkerCard:
    """One person's entries, on record as a look. Raises Missing outside the viewer's areas, and for who never was one."""
    row = sql.one(
        """select p.name, e.area from people_employment e join people_person p on p.id = e.person
           where e.person = %s order by lower(e.during) desc limit 1""",
        (person,),
    )
    if row is None:
        raise Missing
    need(viewer, NAMES, row["area"])
    with look(viewer, purpose=purpose, subject=person, what="people.worker", area=row["area"]):
        employments = sql.rows(
            """select e.id, e.area, u.name as unit_name, e.contract, e.entry_year, e.version,
                      lower(e.during) as starts, upper(e.during) - 1 as last
               from people_employment e left join people_unit u on u.id = e.unit
               where e.person = %s order by lower(e.during) desc""",
            (person,),
            into=EmploymentCard,
        )
        certificates = sql.rows(
            """select id, level, number, issued_on, pass_until, registered_until, version
               from people_certificate where person = %s order by issued_on desc""",
            (person,),
        )
        assessments = sql.rows(
            "select passed, assessed_on, entry from people_assessment where person = %s order by assessed_on desc, id desc",
            (person,),
        )
    return WorkerCard(
        person=person,
        name=row["name"],
        area=row["area"],
        employments=tuple(employments),
        certificates=tuple(_certificate(c) for c in certificates),
        assessments=tuple(
            AssessmentCard(definition_version=catalogue.by_id(a["entry"]).version, **a) for a in assessments
        ),
    )


def endings(viewer: Actor, area: AreaCode, day: date) -> list[Ending]:
    """What ends within the warned days or has ended, of workers in post, the most pressing first."""
    seen = where(viewer, NAMES, "c.area")
    with reading(viewer):
        rows = sql.rows(
            f"""select c.id as certificate, c.person, p.name, c.area, c.level, x.what, x.ends_on, x.ends_on - %s as left
                from people_certificate c join people_person p on p.id = c.person
                     cross join lateral (values ('pass', c.pass_until), ('registration', c.registered_until)) x (what, ends_on)
                where starts_with(c.area, %s) and {seen.sql} and x.ends_on <= %s
                  and exists (select from people_employment e where e.person = c.person and e.during @> %s)
                order by x.ends_on, p.name, c.id""",
            (day, area, *seen.params, day + timedelta(days=max(WARNED_DAYS)), day),
        )
    return [Ending(**row) for row in rows]


def worker_names(viewer: Actor, persons: Iterable[UUID]) -> dict[UUID, str]:
    """Names for notices: one's own, and those of workers in the areas whose register the viewer keeps."""
    seen = where(viewer, NAMES, "p.area")
    rows = sql.rows(
        f"select p.id, p.name from people_person p where p.id = any(%s) and (p.account = %s or {seen.sql})",
        (list(persons), viewer.account, *seen.params),
    )
    return {row["id"]: row["name"] for row in rows}


def account_of(viewer: Actor, person: UUID) -> UUID | None:
    """The account somebody signs in with; for the house, which tells them something."""
    if viewer.kind != "house":
        raise Missing
    found: UUID | None = sql.value("select account from people_person where id = %s", (person,))
    return found


def _lines(viewer: Actor, area: AreaCode, day: date) -> list[WorkerLine]:
    """The register as it stood on a day, in one statement. Certificates are read behind row-level security."""
    entry = definition(viewer, area, day).entry
    with reading(viewer):
        people = sql.rows(EMPLOYED, {"area": str(area), "day": day, "tag": TAG, "entry": entry})
    return [_line(row) for row in people]


def _line(row: dict[str, Any]) -> WorkerLine:
    shown = ("person", "name", "area", "unit_name", "contract", "entry_year", "starts", "last", "in_post", "first_hired",
             "all_round", "outdated")  # fmt: skip
    return WorkerLine(levels=frozenset(row["levels"]), **{name: row[name] for name in shown})


def _worker(line: WorkerLine) -> Worker:
    return Worker(
        person=line.person, first_hired=line.first_hired, in_post=line.in_post, levels=line.levels,
        all_round=line.all_round, outdated=line.outdated,
    )  # fmt: skip


def revealed_numbers(viewer: Actor, permission: UUID, now: datetime) -> dict[UUID, str]:
    """Certificate → its number, opened by RevealField for this account for five minutes. Raises Missing afterwards."""
    row = sql.one(
        """select r.person, r.reason, p.area from people_reveal r join people_person p on p.id = r.person
           where r.id = %s and r.account = %s and r.until > %s and r.field = 'certificate'""",
        (permission, viewer.account, now),
    )
    if row is None:
        raise Missing("查看时间已过，请重新说明理由再看。")
    need(viewer, NAMES, row["area"])
    purpose = REVEAL_REASONS[row["reason"]]
    with look(viewer, purpose=purpose, subject=row["person"], what="people.certificate", area=row["area"]):
        found = sql.rows("select id, number from people_certificate where person = %s", (row["person"],))
    return {one["id"]: sealed.unseal(one["number"]) for one in found}


def _certificate(row: dict[str, Any]) -> CertificateCard:
    return CertificateCard(number_masked=mask_number(sealed.unseal(row.pop("number"))), **row)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, SHANGHAI)
