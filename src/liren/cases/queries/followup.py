"""The draws as everybody may see them, and the calls as only those see them who had no hand in the case.

A draw shows its hash from the start, and its seed and numbers when the calls are over; until then not even how many.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from liren.cases import followups
from liren.cases.models.apart import apart, within
from liren.cases.queries.cards import ReporterCard
from liren.cases.queries.phones import REASONS
from liren.cases.rules.callbacks import CAUGHT_UP, HELD, RATED, due_on, starts, today
from liren.catalogue import queries as catalogue
from liren.kernel import Actor, Missing
from liren.trust import sealed, sql
from liren.trust.sight import look, need

CALLER, SUPERVISOR = "cases.call_back", "cases.urge"
MOST = 100
SHOWN = 60
UNTOLD = frozenset({"cases.call_back", "cases.pressure"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawCard:
    """One day's draw. Numbers, seed and tickets are None and empty until the seed is public. `follows`: the day whose
    seed this one's was made from, for a day that was missed.
    """

    id: UUID
    town: str
    day: date
    follows: date | None
    digest: str
    committed_at: datetime
    drawn_at: datetime | None
    reveal_at: datetime | None
    revealed_at: datetime | None
    seed: str | None
    share: float | None
    eligible: int | None
    by_chance: int | None
    by_rule: int | None
    expired: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketCard:
    """One ticket of a published draw. `why`: share, the rule that wanted it, or "" for not drawn."""

    ticket: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCard:
    """A call in hand: what the caller needs to ask three questions, and nothing of who handled it."""

    id: UUID
    case: UUID
    version: int
    number: str
    entry: UUID
    scope: str
    severity: str
    reported_at: datetime
    closed_at: datetime
    words: str
    result: str | None
    answer: str
    tries: int
    days: int
    last_on: date | None
    taken_at: datetime
    confirm: str
    solved: bool | None
    satisfied: int | None
    reopens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many calls wait for this person: to be made now, later, and those they ended today."""

    now: int
    later: int
    done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PressureCard:
    """A call in which the reporter spoke of pressure."""

    id: UUID
    case: UUID
    number: str
    scope: str
    finished_at: datetime
    settled_at: datetime | None


GAPS = """
select * from (
  select t.town, s.day::date as day
  from (select town, min(day) as first from cases_draw group by town) t
  cross join generate_series(%(since)s::date, %(until)s::date, interval '1 day') s(day)
  where s.day > t.first and (%(town)s::text is null or t.town = %(town)s)
    and not exists (select from cases_draw d where d.town = t.town and d.day = s.day::date)) g
"""
DRAW = """
select d.id, d.town, d.day, (select f.day from cases_draw f where f.id = d.follows) as follows, d.digest, d.committed_at, d.drawn_at, d.reveal_at, d.revealed_at, d.seed,
       case when d.seed is not null then d.share end as share,
       case when d.seed is not null then cardinality(d.tickets) end as eligible,
       case when d.seed is not null then n.by_chance end as by_chance, case when d.seed is not null then n.by_rule end as by_rule,
       case when d.seed is not null then n.expired end as expired
from cases_draw d cross join lateral (
  select count(*) filter (where why = 'share') as by_chance, count(*) filter (where why <> 'share') as by_rule,
         count(*) filter (where state = 'expired') as expired
  from cases_callback b where b.draw_id = d.id and d.seed is not null) n
"""
CALL = """
select b.id, b.case_id as "case", c.version, c.number, c.entry, c.scope, c.severity, c.reported_at, c.closed_at, c.result,
       b.tries, b.days, b.last_on, b.taken_at, c.confirm, c.solved, c.satisfied, c.reopens,
       coalesce((select n.text from cases_note n where n.case_id = c.id and n.kind = 'report' order by n.at limit 1), '') as words,
       coalesce((select n.text from cases_note n where n.case_id = c.id and n.kind in ('report_result', 'solve_on_spot')
                 order by n.at desc limit 1), '') as answer
from cases_callback b join cases_case c on c.id = b.case_id
"""


def told(viewer: Actor, what: str, purpose: str) -> bool:
    """A look may be shown on a page of the case. Who reads there might have handled it, and must not learn who was called."""
    return what not in UNTOLD and purpose != REASONS["call_back"]


def draws(viewer: Actor, town: str, now: datetime, *, page: int = 0) -> list[DrawCard]:
    """A town's draws, the latest day first, those of days to come included: everybody's to see."""
    return sql.rows(
        DRAW + f" where d.town = %s order by d.day desc limit {SHOWN} offset %s", (town, page * SHOWN), into=DrawCard
    )


def draw_card(viewer: Actor, town: str, day: date) -> DrawCard:
    """One draw. Raises Missing where there is none."""
    found = sql.one(DRAW + " where d.town = %s and d.day = %s", (town, day), into=DrawCard)
    if found is None:
        raise Missing
    card: DrawCard = found
    return card


def tickets(viewer: Actor, town: str, day: date) -> list[TicketCard]:
    """Every ticket of a published draw in order, so that anybody can count again; none before it is published."""
    return sql.rows(
        """select t.ticket, coalesce(b.why, '') as why
           from cases_draw d cross join unnest(d.tickets) as t(ticket)
           left join cases_callback b on b.draw_id = d.id and b.ticket = t.ticket
           where d.town = %s and d.day = %s and d.seed is not null order by t.ticket""",
        (town, day),
        into=TicketCard,
    )


def ready(viewer: Actor, now: datetime) -> set[tuple[str, date]]:
    """(town, day) of every draw whose day is still to come. For the chore."""
    found = sql.rows("select town, day from cases_draw where starts_at > %s", (now,))
    return {(row["town"], row["day"]) for row in found}


def missed(viewer: Actor, now: datetime) -> list[tuple[str, date, UUID]]:
    """(town, day, draw to follow) of past days without a draw that can still be made up, the oldest first. For the chore."""
    rows = sql.rows(
        GAPS
        + """ cross join lateral (
             select l.id, l.revealed_at from cases_draw l
             where l.town = g.town and l.day < g.day and l.follows is null order by l.day desc limit 1) l
           where l.revealed_at is null order by g.day, g.town""",
        {"since": today(now) - timedelta(days=CAUGHT_UP), "until": today(now), "town": None},
    )
    return [(row["town"], row["day"], row["id"]) for row in rows]


def gaps(viewer: Actor, town: str, now: datetime) -> list[date]:
    """The days behind a town's first draw, of the last sixty, that have none: everybody's to see."""
    rows = sql.rows(
        GAPS + " order by g.day", {"since": today(now) - timedelta(days=SHOWN), "until": today(now), "town": town}
    )
    return [row["day"] for row in rows]


def to_draw(viewer: Actor, now: datetime) -> list[UUID]:
    """Draws that are due: the day is over and the rule's working days have passed. For the chore."""
    found = sql.rows(
        "select id, town, day from cases_draw where drawn_at is null and ends_at <= %s order by day, town", (now,)
    )
    return [row["id"] for row in found if _drawn_on(row["town"], row["day"], now) <= today(now)]


def _drawn_on(town: str, day: date, now: datetime) -> date:
    rule = catalogue.entry(followups.FAMILY, followups.STANDARD, area=town, at=now).spec
    return due_on(day, rule.after_days, catalogue.entry("calendar", "china", area=town, at=now).spec)


def to_reveal(viewer: Actor, now: datetime) -> list[UUID]:
    """Draws whose seed may be published now. For the chore."""
    return sql.values("select id from cases_draw where revealed_at is null and reveal_at <= %s order by day", (now,))


def in_hand(viewer: Actor, now: datetime) -> CallCard | None:
    """The call this person has taken and not told of. Raises Missing without the right."""
    need(viewer, CALLER)
    hands_off = apart(viewer)
    return sql.one(  # type: ignore[no-any-return]
        CALL + f" where b.state = 'waiting' and b.caller = %s and b.taken_at > %s and {hands_off.sql}",
        (viewer.account, now - HELD, *hands_off.params),
        into=CallCard,
    )


def waiting(viewer: Actor, now: datetime) -> Waiting:
    """How much is left of the calls this person may make. Raises Missing without the right."""
    need(viewer, CALLER)
    mine, hands_off = within(viewer, CALLER), apart(viewer)
    row = sql.one(
        f"""select count(*) filter (where b.state = 'waiting' and c.state = any(%s) and b.next_at <= %s) as now,
                   count(*) filter (where b.state = 'waiting' and c.state = any(%s) and b.next_at > %s) as later,
                   count(*) filter (where b.finished_at > %s and b.caller = %s) as done
            from cases_callback b join cases_case c on c.id = b.case_id
            where (b.state = 'waiting' or b.finished_at > %s) and {mine.sql} and {hands_off.sql}""",
        (list(RATED), now, list(RATED), now, starts(today(now)), viewer.account, starts(today(now)), *mine.params, *hands_off.params),
    )  # fmt: skip
    return Waiting(**row)


def number(viewer: Actor, call: UUID, purpose: str, now: datetime) -> ReporterCard | None:
    """Name and phone for the call in hand, after the access log kept who looks and why; None when nothing was left.

    Raises Missing for a call that is not in this person's hand.
    """
    card = in_hand(viewer, now)
    if card is None or card.id != call:
        raise Missing
    with look(viewer, purpose=purpose, subject=card.case, what="cases.call_back", area=card.scope):
        found = sql.value("select sealed from cases_reporter where case_id = %s", (card.case,))
    return msgspec.json.decode(sealed.unseal(found), type=ReporterCard) if found else None


def pressures(viewer: Actor) -> list[PressureCard]:
    """Calls in which the reporter spoke of pressure, not yet looked into first. Raises Missing but for a supervisor."""
    need(viewer, SUPERVISOR)
    mine, hands_off = within(viewer, SUPERVISOR), apart(viewer)
    return sql.rows(
        f"""select b.id, b.case_id as "case", c.number, c.scope, b.finished_at, b.settled_at
            from cases_callback b join cases_case c on c.id = b.case_id
            where b.pressure is not null and b.finished_at is not null and {mine.sql} and {hands_off.sql}
            order by (b.settled_at is not null), b.finished_at limit {MOST}""",
        (*mine.params, *hands_off.params),
        into=PressureCard,
    )


def hears_of(viewer: Actor, call: UUID) -> bool:
    """This person is shown what was said of pressure in a call: a supervisor there, with no hand in the case."""
    return bool(viewer.holds(SUPERVISOR)) and call in pressed_in(viewer, [call])


def pressed_in(viewer: Actor, calls: Sequence[UUID]) -> dict[UUID, str]:
    """How those of some calls are named that this supervisor is shown: by the number of the case alone."""
    mine, hands_off = within(viewer, SUPERVISOR), apart(viewer)
    found = sql.rows(
        f"""select b.id, c.number from cases_callback b join cases_case c on c.id = b.case_id
            where b.id = any(%s) and b.pressure is not null and {mine.sql} and {hands_off.sql}""",
        (list(calls), *mine.params, *hands_off.params),
    )
    return {row["id"]: row["number"] for row in found}


def pressure_words(viewer: Actor, call: UUID, purpose: str) -> str:
    """What was said, after the access log kept who reads it and why. Raises Missing for who is not shown the call."""
    card = next((one for one in pressures(viewer) if one.id == call), None)
    if card is None:
        raise Missing
    with look(viewer, purpose=purpose, subject=card.case, what="cases.pressure", area=card.scope):
        return sealed.unseal(sql.value("select pressure from cases_callback where id = %s", (call,)))
