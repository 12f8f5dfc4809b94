"""The columns of a list: what they are called, and what a case says in each; the same on the page and in an export."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.utils.translation import gettext as _

from liren.cases.kinds import SOURCES
from liren.cases.queries import CaseLine
from liren.cases.rules.desks import COLUMNS
from liren.web import where
from liren.web.display import state_short, table_words, worded

Cell = Callable[[CaseLine], str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its code, its heading, its cell."""

    code: str
    label: str
    cell: Cell


def columns() -> dict[str, Column]:
    """Every column that may be chosen, in the order it stands. States and areas are put into words once for a list."""
    state, area = cache(state_short), cache(where.short)
    made: dict[str, tuple[str, Cell]] = {
        "number": (_("编号"), lambda line: line.number),
        "where": (_("网格"), lambda line: _("网格外") if line.placed == "outside" else area(line.scope)),
        "place": (_("具体位置"), lambda line: line.place_words),
        "kind": (_("类别"), lambda line: line.kind_label),
        "unit": (_("承办单位"), lambda line: line.unit_name or ""),
        "handler": (_("承办人"), lambda line: line.handler_name or ""),
        "keeper": (_("网格员"), lambda line: line.keeper_name or ""),
        "reported": (_("上报时间"), lambda line: table_words(line.reported_at)),
        "source": (_("来源"), lambda line: worded(SOURCES.get(line.channel, line.channel))),
        "reference": (_("热线单号"), lambda line: line.reference or ""),
        "parent": (_("主件编号"), lambda line: line.parent_number or ""),
        "state": (_("状态"), lambda line: state(line.state)),
    }
    return {code: Column(code, *made[code]) for code in COLUMNS}


def chosen(codes: Sequence[str]) -> list[Column]:
    """The columns of these codes."""
    known = columns()
    return [known[code] for code in codes]


def sheet_columns(codes: Sequence[str]) -> list[tuple[str, Callable[[CaseLine], object]]]:
    """What an export has: number, limit and matter as every list, then the chosen columns with whole dates.

    An area is put into words once for all its rows.
    """
    long = cache(where.long)
    whole: dict[str, Callable[[CaseLine], object]] = {
        "reported": lambda line: line.reported_at,
        "where": lambda line: _("网格外") if line.placed == "outside" else long(line.scope),
    }
    named = [(c.label, whole.get(c.code, c.cell)) for c in chosen([c for c in codes if c != "number"])]
    return [(_("编号"), _number), (_("时限"), _due), (_("事项"), _title), *named]


def _number(line: CaseLine) -> str:
    return line.number


def _due(line: CaseLine) -> datetime | None:
    return line.next_due_at


def _title(line: CaseLine) -> str:
    return line.title
