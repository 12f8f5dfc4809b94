"""The chosen case beside the list: what it is, what is asked, whom to send it to and why, what may be the same thing."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.cases import queries as cases
from liren.kernel import Actor, Missing
from liren.kernel.ids import new_id
from liren.web.desk import alarmed, likeness
from liren.web.desk.advice import Advice, advice
from liren.web.desk.asked import sorted_out
from liren.web.desk.boxes import Box, Field, boxes, filled
from liren.web.desk.choices import Choices, Option
from liren.web.desk.history import Names
from liren.web.desk.view import view

KEYS = {"take_up": "e", "file": "e", "dispatch": "d", "merge": "m", "return": "r", "refuse": "r", "note": "w"}
"""The letter of each act on the desk; where two share one, a case never has both."""
HERE = ("file", "dispatch", "refuse", "return", "merge", "note", "take_up", "urge", "unmerge")
"""Acts whose forms stand in the pane; the others are a link away on the page of the case."""


def detail(viewer: Actor, id: UUID, now: datetime) -> dict[str, Any]:
    """What the pane shows of one case; `chosen` is None where it is not there for this viewer."""
    try:
        card = cases.case_card(viewer, id, now)
    except Missing:
        return {"chosen": None}
    main, also, refused = sorted_out(card, boxes(card.acts), viewer.units)
    choices = Choices(viewer, card.case, card.kind, now)
    why = advice(viewer, card, now) if main and main.form.act == "dispatch" else None
    main = advised(filled(main, choices), why) if main else None
    alike = likeness.alike(viewer, card, now) if any(act.code == "merge" for act in card.acts) else []
    other = likeness.other_kind(card, now) if any(act.code == "correct_kind" for act in card.acts) else None
    folded = [filled(box, choices) for box in also if box.form.act in HERE]
    return {
        "chosen": id, "v": view(viewer, card, Names(viewer, card.timeline), now), "case_id": id,
        "version": card.case.version, "key": new_id(), "asked": main, "main_key": KEYS.get(main.form.act, "") if main else "",
        "advice": why, "folded": [(box, KEYS.get(box.form.act, ""), new_id()) for box in folded],
        "barred": [(KEYS[box.form.act], box.why_not) for box in refused if box.form.act in KEYS],
        "alike": alike, "other": other, "used": _used(card, now), **alarmed.of_case(viewer, card, now),
    }  # fmt: skip


def advised(box: Box, why: Advice | None) -> Box:
    """The dispatch form as the suggestion would fill it in; whoever reads it may choose otherwise."""
    if why is None:
        return box
    start = {
        "dispatch-to": why.to, "dispatch-reason": why.words, "dispatch-helpers": " ".join(str(u.id) for u in why.helpers),
    }  # fmt: skip
    fields = (replace(f, value=start.get(f.name, f.value)) for f in box.fields)
    return replace(box, fields=tuple(_with(f, why) if f.name == "dispatch-helpers" else f for f in fields))


def _with(field: Field, why: Advice) -> Field:
    """The list of helpers with those that the rules name from elsewhere."""
    known = {option.value for option in field.options}
    more = tuple(Option(str(u.id), u.name) for u in why.helpers if str(u.id) not in known)
    return replace(field, options=(*field.options, *more))


def _used(card: cases.CaseCard, now: datetime) -> dict[str, Any] | None:
    """How much of the pressing limit is gone, for the bar: whole per cent, start, end."""
    pressing = (c.clock for c in card.clocks if c.clock.kind == card.case.next_clock and c.clock.running_since)
    clock = next(pressing, None)
    if clock is None or clock.due_at is None:
        return None
    whole = (clock.due_at - clock.started_at).total_seconds()
    share = round(100 * (now - clock.started_at).total_seconds() / whole) if whole > 0 else 100
    return {"share": share, "starts": clock.started_at, "ends": clock.due_at}
