"""派单: how the desk sends, as numbers of the window and of each unit that has the cases; each opens exactly its cases.

By unit and never by person: what was sent against a rule is somebody's decision with its reason, and no one's score.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from liren.cases.queries import rates as numbers
from liren.cases.rules.rates import SENDING, SETS
from liren.kernel import Actor
from liren.people import queries as people
from liren.web.board.rates_words import Asked, Part, part
from liren.web.display import worded


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRow:
    """A unit with its four numbers."""

    name: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentCard:
    """The four numbers of the whole, what each is called, and the units in which any of the last three is not 0."""

    whole: tuple[Part, ...]
    columns: tuple[str, ...]
    rows: tuple[SentRow, ...]


def sent(actor: Actor, n: dict[str, int], asked: Asked, now: datetime) -> SentCard:
    """`n` are the numbers of the whole. One statement for the units, none where one unit is asked for."""
    by_unit = {} if asked.unit else numbers.counted(actor, asked.slice, now, "unit", SENDING)
    told = {UUID(code): found for code, found in by_unit.items() if code and any(found[name] for name in SENDING[1:])}
    names = people.unit_names(actor, told)
    rows = [
        SentRow(name=names[unit], parts=tuple(part(name, found, replace(asked, unit=unit)) for name in SENDING))
        for unit, found in told.items()
        if unit in names
    ]
    return SentCard(
        whole=tuple(part(name, n, asked) for name in SENDING), columns=tuple(worded(SETS[name].label) for name in SENDING),
        rows=tuple(sorted(rows, key=lambda row: row.name)),
    )  # fmt: skip
