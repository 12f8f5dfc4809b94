"""What a list would do to the venues as they are: the dry run of an import. Nothing is written, nothing is locked."""

from typing import Any

from liren.kernel import Actor
from liren.kernel.rows import Change, Difference
from liren.places import queries as places
from liren.trust.sight import need
from liren.venues import reading, rules
from liren.venues.commands import ImportVenues
from liren.venues.matching import LABELS, Match, match


def difference(viewer: Actor, order: ImportVenues) -> Difference:
    """New, changed (old → new a field), unchanged and refused rows. Raises Missing where the viewer may not import."""
    need(viewer, "venues.register", order.area)
    matches, errors = match(viewer, order.rows, order.area)
    lines = [(m, Change(row=m.row.row, key=m.columns["area"], name=m.row.name, fields=_fields(m))) for m in matches]
    return Difference(
        added=tuple(line for m, line in lines if m.held is None),
        changed=tuple(line for m, line in lines if m.changed),
        same=sum(m.held is not None and not m.changed for m, _ in lines),
        refused=tuple(errors),
    )


def _fields(match: Match) -> tuple[tuple[str, str, str], ...]:
    held = match.held or {}
    return tuple(
        (LABELS[name], _words(name, held.get(name)), _words(name, match.columns[name]))
        for name in match.changed
        if name in LABELS
    )


def _words(name: str, content: Any) -> str:
    if name == "week":
        return rules.week_words(reading.spans_of(content or ())) or "空"
    if name == "area":
        return places.name_path(content)
    if isinstance(content, list):
        return "、".join(content) or "空"
    return "空" if content in (None, "") else str(content)
