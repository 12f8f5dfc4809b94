"""What a supervisor and a verifier keep an eye on: cases that were pressed for, and cases drawn for a second check."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from liren.cases.events import CaseEscalated, CaseUrged
from liren.cases.models.grounds import both, grounds, not_about
from liren.cases.models.real import REAL
from liren.cases.queries.lists import LINE, CaseLine
from liren.cases.rules.draw import DRUM, ticket
from liren.catalogue import queries as catalogue
from liren.kernel import Actor
from liren.trust import journal, sql
from liren.trust.journal import Entry
from liren.trust.sight import Cond, need

MOST = 100
PRESSED_FOR = timedelta(days=60)
MOVES = frozenset(
    {"CaseDispatched", "CaseTakenUp", "ReporterContacted", "ResultReported", "CaseReturned", "ArbitrationAsked",
     "ArbitrationDecided", "ReliefAsked", "CaseExtended", "CaseSuspended", "CaseResumed", "CaseSolvedOnSpot",
     "CaseSentBack", "CaseClosed", "CaseMerged", "CaseRefused", "CaseWithdrawn"}
)  # fmt: skip
"""Entries that move a case on; a note, a reminder or one more pressing does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PressedCase:
    """A case that was pressed for: the last urging with its reason, how far up it was told, what moved afterwards."""

    line: CaseLine
    urges: int
    urged_at: datetime | None
    urged_by: UUID | None
    reason: str
    level: int
    escalated_at: datetime | None
    moved: Entry | None

    @property
    def pressed_at(self) -> datetime:
        """The latest of the two."""
        return max(at for at in (self.urged_at, self.escalated_at) if at)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnCase:
    """A self-solved case that was drawn: the number it drew and its kind's share, both between 0 and 1."""

    line: CaseLine
    drew: float
    share: float
    verified_by: str | None
    reworks: int


def pressed(viewer: Actor, now: datetime) -> list[PressedCase]:
    """Cases of the viewer's areas that were urged or told up the chain in the last sixty days; still ones first."""
    need(viewer, "cases.urge")
    found = _lines(
        viewer, Cond(f"(c.urges > 0 or c.escalation > 0) and {REAL} and c.reported_at > %s", (now - PRESSED_FOR,))
    )
    entries = journal.of_many(viewer, [line.id for line in found], now - PRESSED_FOR)
    notes = {e.event.note for e in entries if isinstance(e.event, CaseUrged)}
    words = sql.rows("select id, text from cases_note where id = any(%s)", (list(notes),))
    texts = {row["id"]: row["text"] for row in words}
    told = [(line, [e for e in entries if e.subject == line.id]) for line in found]
    cards = [_pressed(line, mine, texts) for line, mine in told if any(e.name in PRESSES for e in mine)]
    return sorted(cards, key=lambda card: (card.moved is not None, -card.pressed_at.timestamp()))


PRESSES = ("CaseUrged", "CaseEscalated")


def _pressed(line: CaseLine, entries: Sequence[Entry], texts: dict[UUID, str]) -> PressedCase:
    urge = next((e for e in reversed(entries) if isinstance(e.event, CaseUrged)), None)
    up = next((e for e in reversed(entries) if isinstance(e.event, CaseEscalated)), None)
    last = max(e.recorded_at for e in (urge, up) if e)
    return PressedCase(
        line=line, urges=sum(e.name == "CaseUrged" for e in entries), urged_at=urge.at if urge else None,
        urged_by=urge.actor_account if urge else None, reason=texts.get(urge.event.note, "") if urge else "",  # type: ignore[attr-defined]
        level=up.event.escalation if up else 0, escalated_at=up.at if up else None,  # type: ignore[attr-defined]
        moved=next((e for e in entries if e.recorded_at > last and e.name in MOVES), None),
    )  # fmt: skip


def drawn_cases(viewer: Actor, now: datetime) -> list[DrawnCase]:
    """Cases drawn for a second check in the viewer's areas, those still to be looked at first. Raises Missing.

    Whoever had the case in hand does not find it here, and a draw shows only after the keeper said that it is solved.
    """
    need(viewer, "cases.verify")
    found = _lines(viewer, Cond(f"c.drawn and {REAL} and not (c.hands @> array[%s]::uuid[])", (viewer.account,)))
    more = sql.rows(
        """select c.id, c.reworks, a.name from cases_case c left join trust_account a on a.id = c.verifier
           where c.id = any(%s)""",
        ([line.id for line in found],),
    )
    known = {row["id"]: row for row in more}
    cards = [
        DrawnCase(
            line=line, drew=ticket(line.id, line.reported_at) / DRUM, share=catalogue.by_id(line.entry).spec.drawn_share,
            verified_by=known[line.id]["name"], reworks=known[line.id]["reworks"],
        )
        for line in found
    ]  # fmt: skip
    return sorted(cards, key=lambda card: (card.line.state != "feedback", card.line.sort_at))


def _lines(viewer: Actor, narrow: Cond) -> list[CaseLine]:
    """The newest hundred cases of the viewer's areas that fit."""
    found = [both([ground, narrow, not_about(viewer)]) for ground in grounds(viewer, "area")]
    if not found:
        return []
    union = " union ".join(f"(select c.id, c.reported_at from cases_case c where {cond.sql})" for cond in found)
    query = f"""with top as (select * from ({union}) t order by reported_at desc limit {MOST})
                {LINE} join top on top.id = c.id order by c.reported_at desc"""
    return sql.rows(query, tuple(p for cond in found for p in cond.params), into=CaseLine)
