"""The exchange with a hotline as it stands: every number with the records behind it, packs, differences, both ledgers.

The right is `cases.exchange`. A page of the exchange shows numbers, states and times; names, phones and words stay on the
page of the case, which asks its own rights.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from liren.cases import hotlines
from liren.cases.hotlines import STANDINGS, Hotline
from liren.cases.models.exchanged import ENDED, FROM, MARK, STANDING, STATE
from liren.cases.queries.cards import visible_ids
from liren.cases.rules.hotline import UNFINISHED, Line
from liren.catalogue import queries as catalogue
from liren.catalogue.worktime import Calendar
from liren.kernel import Actor, Missing
from liren.trust import sql
from liren.trust.sight import need, where

EXCHANGE = "cases.exchange"
PAGE = 50
DAYS = 14
_OPEN = "('{}')".format("', '".join(UNFINISHED))
PARTS: dict[str, str] = {
    "all": "true",
    **{code: f"{STANDING} = '{code}'" for code in STANDINGS},
    "late": f"{STANDING} in {_OPEN} and r.limit_at < now.at",
    "ended_late": f"{ENDED} and coalesce(i.closed_at, c.closed_at) > r.limit_at",
    "unsent": f"r.sent_mark <> {MARK}",
    "waiting": f"r.sent_mark = {MARK} and r.confirmed_at is null and p.taken is null and r.sent_pack is not null",
    "confirmed": "r.confirmed_at is not null",
    "to_mend": "p.taken = false",
    "unmapped": "not r.mapped",
    "differing": "exists (select from cases_orderdifference d where d.case_id = r.case_id and d.settled_at is null)",
}
"""The parts of the account as conditions; `now.at` is the moment it is taken at."""
SEEN = f"{FROM} left join cases_packrow p on p.pack_id = r.sent_pack and p.number = r.number"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One order of the exchange. `sent_no` is the pack that answered it last, `refusal` why the hotline refused that row."""

    number: str
    own: str
    case: UUID
    standing: str
    state: str
    workflow: str
    scope: str
    sort: str
    mapped: bool
    received_at: datetime
    limit_at: datetime | None
    next_due_at: datetime | None
    ended_at: datetime | None
    sent_no: int | None
    taken: bool | None
    refusal: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceCard:
    """What another system says of a case: its number, its limit, its class, what it was told last.

    `earlier` is the number that this order repeats, `earlier_case` ours for it, where this viewer sees it.
    """

    system: str
    number: str
    received_at: datetime
    limit_at: datetime | None
    limit_words: str
    sort: str
    mapped: bool
    earlier: str
    earlier_case: UUID | None
    standing: str
    sent_no: int | None
    sent_at: datetime | None
    taken: bool | None
    refusal: str
    confirmed_at: datetime | None
    returned_ground: str | None
    returned_item: str
    differences: int


def agreement(viewer: Actor, system: str, area: str, now: datetime) -> Hotline:
    """The agreement with a hotline as published for an area. Raises Missing where there is none."""
    found: Hotline = catalogue.entry(hotlines.FAMILY, system, area=area, at=now).spec
    return found


def calendar_for(viewer: Actor, area: str, now: datetime) -> Calendar:
    """The calendar by which a hotline's own limits in working days are counted."""
    found: Calendar = catalogue.entry("calendar", "china", area=area, at=now).spec
    return found


def account(viewer: Actor, system: str, now: datetime) -> dict[str, int]:
    """How many orders are in each of PARTS, in one statement. Raises Missing without the right."""
    need(viewer, EXCHANGE)
    mine = where(viewer, EXCHANGE, "c.scope")
    columns = ", ".join(f'count(*) filter (where {_at(test)}) as "{part}"' for part, test in PARTS.items())
    times = sum(test.count("now.at") for test in PARTS.values())
    found: dict[str, int] = sql.one(
        f"select {columns} from {SEEN} where r.system = %s and {mine.sql}", (*(now,) * times, system, *mine.params)
    )
    return found


def days(viewer: Actor, system: str, now: datetime) -> list[tuple[date, dict[str, int]]]:
    """The last days on which the hotline received something (its own clock, Shanghai), newest first: how many stand where."""
    need(viewer, EXCHANGE)
    mine = where(viewer, EXCHANGE, "c.scope")
    counted = ", ".join(f"count(*) filter (where standing = '{code}') as {code}" for code in STANDINGS)
    found = sql.rows(
        f"""select day, count(*) as "all", {counted} from (
              select (r.received_at at time zone 'Asia/Shanghai')::date as day, {STANDING} as standing
              from {FROM} where r.system = %s and {mine.sql}) t
            group by day order by day desc limit {DAYS}""",
        (system, *mine.params),
    )
    return [(row.pop("day"), row) for row in found]


def orders(
    viewer: Actor, system: str, part: str, now: datetime, *, day: date | None = None, after: str = "", size: int = PAGE
) -> list[OrderLine]:
    """The orders behind one number of the account, `size` + 1 from the one behind `after`. Raises Missing for no such part."""
    need(viewer, EXCHANGE)
    if part not in PARTS:
        raise Missing
    mine, test = where(viewer, EXCHANGE, "c.scope"), PARTS[part]
    on = " and (r.received_at at time zone 'Asia/Shanghai')::date = %s" if day else ""
    return sql.rows(
        f"""select r.number, c.number as own, r.case_id as "case", {STANDING} as standing, {STATE} as state, coalesce(i.workflow, c.workflow) as workflow, c.scope, r.sort,
                   r.mapped, r.received_at, r.limit_at, c.next_due_at, coalesce(i.closed_at, c.closed_at) as ended_at,
                   k.no as sent_no, p.taken, coalesce(p.words, '') as refusal, r.confirmed_at
            from {SEEN} left join cases_pack k on k.id = r.sent_pack
            where r.system = %s and {mine.sql} and {_at(test)}{on} and r.number > %s order by r.number limit {size + 1}""",
        (system, *mine.params, *(now,) * test.count("now.at"), *((day,) if day else ()), after),
        into=OrderLine,
    )


def ledger(viewer: Actor, system: str) -> list[Line]:
    """Our side of the account, for the comparison with theirs. Raises Missing without the right."""
    need(viewer, EXCHANGE)
    mine = where(viewer, EXCHANGE, "c.scope")
    found = sql.rows(
        f"""select r.number, {STANDING} as standing, r.received_at,
                   case when {ENDED} then coalesce(i.closed_at, c.closed_at) end as ended_at
            from {FROM} where r.system = %s and {mine.sql}""",
        (system, *mine.params),
    )
    return [Line(**row) for row in found]


def cases_of(viewer: Actor, system: str, numbers: Iterable[str]) -> dict[str, UUID]:
    """The cases behind some numbers of a system, in this viewer's areas."""
    need(viewer, EXCHANGE)
    mine = where(viewer, EXCHANGE, "c.scope")
    found = sql.rows(
        f"""select r.number, r.case_id from cases_reference r join cases_case c on c.id = r.case_id
            where r.system = %s and r.number = any(%s) and {mine.sql}""",
        (system, list(numbers), *mine.params),
    )
    return {row["number"]: row["case_id"] for row in found}


def unmapped(viewer: Actor, system: str) -> list[tuple[str, int]]:
    """Classes of theirs that no line of the agreement names, with how many orders came under each, most first."""
    need(viewer, EXCHANGE)
    mine = where(viewer, EXCHANGE, "c.scope")
    found = sql.rows(
        f"""select r.sort, count(*) as n from cases_reference r join cases_case c on c.id = r.case_id
            where r.system = %s and not r.mapped and {mine.sql} group by r.sort order by n desc, r.sort limit {PAGE}""",
        (system, *mine.params),
    )
    return [(row["sort"], row["n"]) for row in found]


def reference_of(viewer: Actor, case: UUID) -> ReferenceCard | None:
    """What another system says of a case that this viewer sees; None where none does."""
    row = sql.one(
        f"""select r.system, r.number, r.received_at, r.limit_at, r.limit_words, r.sort, r.mapped, r.earlier,
                   (select e.case_id from cases_reference e where e.system = r.system and e.number = r.earlier) as earlier_case,
                   {STANDING} as standing, k.no as sent_no, k.made_at as sent_at, p.taken, coalesce(p.words, '') as refusal,
                   r.confirmed_at, r.returned_ground, r.returned_item,
                   (select count(*) from cases_orderdifference d where d.case_id = r.case_id and d.settled_at is null)
                     as differences
            from {SEEN} left join cases_pack k on k.id = r.sent_pack where r.case_id = %s order by r.taken_at limit 1""",
        (case,),
    )
    if row is None:
        return None
    mine = visible_ids(viewer, [case, *filter(None, [row["earlier_case"]])])
    if case not in mine:
        return None
    return ReferenceCard(**row | {"earlier_case": row["earlier_case"] if row["earlier_case"] in mine else None})


def _at(test: str) -> str:
    return test.replace("now.at", "%s::timestamptz")
