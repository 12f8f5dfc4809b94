"""Rehearsals of drafts: the worker's part, and what a page shows of the latest one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from liren.catalogue import commands, drafts
from liren.catalogue.toml import digest
from liren.kernel import Actor, AreaCode
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import gate, sql

NAME: Final = "catalogue.rehearsing"
NEXT = """
select r.id, d.area from catalogue_rehearsal r join catalogue_draft d on d.id = r.draft
where r.state = 'running' order by r.asked_at limit 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """One dry run. `fits`: it was made for the draft as it stands, against what holds now."""

    id: UUID
    state: str
    asked_at: datetime
    since: datetime
    done: int
    total: int
    result: dict[str, Any]
    fits: bool


def step(now: datetime) -> bool:
    """The worker's chore: play the next part of the oldest rehearsal that is not over; False when none is."""
    found = sql.one(NEXT)
    if found is None:
        return False
    house = the_house(NAME, AreaCode(found["area"]))
    gate.execute(commands.PlayOn(rehearsal=found["id"]), actor=house, now=now, key=new_id())
    return True


def latest(viewer: Actor, draft: UUID, now: datetime) -> Rehearsal | None:
    """The last dry run of a draft; None for none. Raises Missing outside the viewer's areas."""
    card = drafts.draft(viewer, draft, now)
    row = sql.one("select * from catalogue_rehearsal where draft = %s order by asked_at desc limit 1", (draft,))
    if row is None:
        return None
    fits = bytes(row["digest"]) == digest(card.spec) and (row["base"] == card.base and not card.moved)
    names = ("id", "state", "asked_at", "since", "done", "total", "result")
    return Rehearsal(**{name: row[name] for name in names}, fits=fits)
