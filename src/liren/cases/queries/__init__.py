"""What other rooms and pages may ask the case room. Every question begins with who is looking."""

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
from liren.cases.queries.doors import Receipt, by_code, by_link, by_number, receipt
from liren.cases.queries.lists import CaseLine, Filter, Page, counts, keepers_list, nearby_alike, page
from liren.cases.queries.loads import UnitLoad, unit_loads
from liren.cases.queries.names import names
from liren.cases.queries.replayed import LoggedCard, logged
from liren.cases.queries.seeing import Audience, audiences

__all__ = [
    "Audience",
    "CaseCard",
    "CaseLine",
    "ClockCard",
    "Filter",
    "LoggedCard",
    "NoteCard",
    "Page",
    "Receipt",
    "ReporterCard",
    "UnitLoad",
    "audiences",
    "by_code",
    "by_link",
    "by_number",
    "case_card",
    "counts",
    "keepers_list",
    "logged",
    "names",
    "nearby_alike",
    "page",
    "receipt",
    "reporter_masked",
    "reporter_whole",
    "unit_loads",
    "visible_ids",
]
