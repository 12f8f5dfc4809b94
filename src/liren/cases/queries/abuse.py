"""Marks of abuse: of one case, and those that wait for a second or a third person."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.cases.queries.cards import visible_ids
from liren.cases.rules.abuse import HIDES, IN_FORCE, REASONS, STATES
from liren.kernel import Actor, Missing
from liren.trust import sql

MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkCard:
    """A mark with its words and hands. The reporter's page shows of it only the reason, the answer and the end."""

    id: UUID
    case: UUID
    number: str
    state: str
    reason: str
    title: str
    marked_by: UUID | None
    marked_at: datetime
    mark_words: str
    decided_by: UUID | None
    decided_at: datetime | None
    decide_words: str
    appealed_at: datetime | None
    appeal_words: str
    heard_by: UUID | None
    heard_at: datetime | None
    heard_words: str
    until: datetime | None

    @property
    def state_label(self) -> str:
        return STATES[self.state]

    @property
    def reason_label(self) -> str:
        return REASONS[self.reason]

    @property
    def hides(self) -> bool:
        """The title is covered in lists."""
        return self.state in HIDES

    @property
    def in_force(self) -> bool:
        return self.state in IN_FORCE

    @property
    def open_to_appeal(self) -> bool:
        """The reporter may object, once."""
        return self.hides and self.appealed_at is None


CARD = """
select a.id, a.case_id as "case", c.number, a.state, a.reason, a.title, a.marked_by, a.marked_at, a.mark_words,
       a.decided_by, a.decided_at, a.decide_words, a.appealed_at, a.appeal_words, a.heard_by, a.heard_at, a.heard_words,
       a.until
from cases_abuse a join cases_case c on c.id = a.case_id
"""


def mark_of(viewer: Actor, case: UUID) -> MarkCard | None:
    """The latest mark of a case; None when it never had one. Raises Missing for a case that is not this viewer's."""
    return next(iter(marks_of(viewer, case)), None)


def marks_of(viewer: Actor, case: UUID) -> list[MarkCard]:
    """Every mark a case ever had, the latest first. Raises Missing for a case that is not this viewer's."""
    if case not in visible_ids(viewer, [case]):
        raise Missing
    return sql.rows(CARD + " where a.case_id = %s order by a.marked_at desc", (case,), into=MarkCard)


def marks_waiting(viewer: Actor, states: tuple[str, ...]) -> list[MarkCard]:
    """Marks in some states of cases this viewer may see, the oldest first."""
    found = sql.rows(
        CARD + f" where a.state = any(%s) order by a.marked_at, a.id limit {MOST}", (list(states),), into=MarkCard
    )
    seen = visible_ids(viewer, [mark.case for mark in found])
    return [mark for mark in found if mark.case in seen]
