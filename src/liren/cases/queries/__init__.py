"""What other rooms and pages may ask the case room. Every question begins with who is looking."""

from liren.cases.models.filters import Filter
from liren.cases.queries.abuse import MarkCard, mark_of, marks_of, marks_waiting
from liren.cases.queries.audited import id_of_number, numbers
from liren.cases.queries.cards import (
    CaseCard,
    ClockCard,
    NoteCard,
    ReporterCard,
    case_card,
    reporter_masked,
    reporter_whole,
    visible_ids,
)
from liren.cases.queries.children import Child, Parent, children_of, parent_of
from liren.cases.queries.desks import Desk, HandoverCard, SavedFilter, desk, handovers
from liren.cases.queries.doors import Receipt, by_code, by_link, by_number, receipt, taken_since
from liren.cases.queries.endless import tallies
from liren.cases.queries.explained import ClockStory, calendar_of, clock_stories
from liren.cases.queries.hands import InHand, in_hand
from liren.cases.queries.lists import (
    CaseLine,
    counts,
    gathered,
    keepers_list,
    lines,
    page,
)
from liren.cases.queries.loads import UnitLoad, unit_loads
from liren.cases.queries.names import names
from liren.cases.queries.outdated import outdated
from liren.cases.queries.own import is_mine_by_phone, left_with_my_phone
from liren.cases.queries.phones import by_phone
from liren.cases.queries.replayed import LoggedCard, logged
from liren.cases.queries.seeing import Audience, audiences
from liren.cases.queries.touched import Shadow, open_under, shadow

__all__ = [
    "Audience",
    "CaseCard",
    "CaseLine",
    "Child",
    "ClockCard",
    "ClockStory",
    "Desk",
    "Filter",
    "HandoverCard",
    "InHand",
    "LoggedCard",
    "MarkCard",
    "NoteCard",
    "Parent",
    "Receipt",
    "ReporterCard",
    "SavedFilter",
    "Shadow",
    "UnitLoad",
    "audiences",
    "by_code",
    "by_link",
    "by_number",
    "by_phone",
    "calendar_of",
    "case_card",
    "children_of",
    "clock_stories",
    "counts",
    "desk",
    "gathered",
    "handovers",
    "id_of_number",
    "in_hand",
    "is_mine_by_phone",
    "keepers_list",
    "left_with_my_phone",
    "lines",
    "logged",
    "mark_of",
    "marks_of",
    "marks_waiting",
    "names",
    "numbers",
    "open_under",
    "outdated",
    "page",
    "parent_of",
    "receipt",
    "reporter_masked",
    "reporter_whole",
    "shadow",
    "taken_since",
    "tallies",
    "unit_loads",
    "visible_ids",
]
