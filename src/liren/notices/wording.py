"""From stored facts to sentences: every id and code in a batch of notices is looked up once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.catalogue import queries as catalogue
from liren.kernel import Actor
from liren.kernel.actor import the_house
from liren.kernel.drills import MARK
from liren.notices import rules
from liren.notices.kinds import LABELS, SUBJECTS, Notice, used_slots
from liren.people import queries as people

NOT_SHOWN = "（无权查看）"
NO_LIMIT = "规定时间"
Row = Mapping[str, Any]


def worded(viewer: Actor, rows: Sequence[Row], now: datetime) -> list[tuple[str, str]]:
    """Title and body of each stored notice, in order; a name the viewer may not see stays hidden."""
    entries: list[Notice] = [catalogue.by_id(row["template"]).spec for row in rows]
    names = _names(viewer, rows, entries)
    return [
        rules.worded(
            entry, {slot: _word(kind, row, row["facts"].get(slot), names, now) for slot, kind in entry.slots.items()}
        )
        for row, entry in zip(rows, entries, strict=True)
    ]


def shortly(viewer: Actor, rows: Sequence[Row], now: datetime) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """What each stored notice says in short, with the words in its blanks in their order; never how the subject is called, but that
    it is a drill.
    """
    entries: list[Notice] = [catalogue.by_id(row["template"]).spec for row in rows]
    found = []
    for row, entry in zip(rows, entries, strict=True):
        names = _names(viewer, [row], [entry])
        used = [name for name in used_slots(entry.short) if name]
        slots = tuple((name, _word(entry.slots[name], row, row["facts"].get(name), names, now)) for name in used)
        drill = MARK if names.get(row["subject"], "").startswith(f"“{MARK}") else ""
        found.append((drill + entry.short.format_map(dict(slots)), slots))
    return found


def subject_names(viewer: Actor, rows: Iterable[Row]) -> dict[UUID, str]:
    """How the subjects of notices are called."""
    by_kind: dict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        by_kind[row["subject_kind"]].add(row["subject"])
    found: dict[UUID, str] = {}
    for kind, ids in by_kind.items():
        found |= SUBJECTS[kind](viewer, sorted(ids))
    return found


def _names(viewer: Actor, rows: Sequence[Row], entries: Sequence[Notice]) -> dict[UUID, str]:
    """Names of subjects, staff and units. The flow that told chose these names for this reader, so the house asks."""
    asked: dict[str, set[UUID]] = defaultdict(set)
    for row, entry in zip(rows, entries, strict=True):
        for slot, kind in entry.slots.items():
            if kind in ("account", "unit"):
                asked[kind].add(UUID(row["facts"][slot]))
    house = the_house("notices")
    found = subject_names(viewer, rows)
    if asked["account"]:
        found |= people.names_of(house, asked["account"])
    if asked["unit"]:
        found |= people.unit_names(house, asked["unit"])
    return found


def _word(kind: str, row: Row, fact: Any, names: Mapping[UUID, str], now: datetime) -> str:
    if kind == "subject":
        return names.get(row["subject"], NOT_SHOWN)
    if kind in ("account", "unit"):
        return names.get(UUID(fact), NOT_SHOWN)
    if kind == "time":
        if fact is None:
            return NO_LIMIT
        return rules.moment(datetime.fromisoformat(fact), now)
    if kind == "minutes":
        return rules.span(fact)
    if kind == "count":
        return str(fact)
    return LABELS[kind.removeprefix("code:")][fact]
