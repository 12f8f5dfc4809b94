"""Cases as another system takes them over: what changed since a moment, in the order of the changes, page by page.

The order is (changed_at, id): what is written meanwhile comes behind, so that nothing on the way is missed, and what
changed twice comes twice. Never anything sealed, confidential or against a unit, whoever asks.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from liren.cases.models.grounds import both, grounds
from liren.cases.models.real import REAL
from liren.kernel import Actor
from liren.kernel.area import Level
from liren.trust import sql
from liren.trust.pages import Page, cut, read_key
from liren.trust.sight import Cond


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What another system asks for; every part narrows."""

    area: str = ""
    kind: str = ""
    state: str = ""
    since: datetime | None = None


class SharedCase(msgspec.Struct, frozen=True, kw_only=True):
    """One case of the list. `title`, `place_words`, `lon` and `lat` are for whoever may read words."""

    id: UUID
    number: str
    version: int
    kind: str
    state: str
    severity: str
    channel: str
    scope: str
    unit: UUID | None
    result: str | None
    reported_at: datetime
    changed_at: datetime
    closed_at: datetime | None
    next_clock: str | None
    next_due_at: datetime | None
    title: str
    place_words: str
    lon: float | None
    lat: float | None


def shared(viewer: Actor, wanted: Wanted, *, after: str = "", size: int = 50) -> Page[SharedCase]:
    """One page, in one statement; no right, no rows. Raises Refusal for a mangled `after`."""
    reach = grounds(viewer, "area", wanted.area)
    if not reach:
        return Page(())
    ground = Cond(" or ".join(f"({g.sql})" for g in reach), tuple(p for g in reach for p in g.params))
    test = both([Cond(f"({ground.sql})", ground.params), *_narrow(wanted, after)])
    columns = ", ".join(f"c.{name}" for name in SharedCase.__struct_fields__)
    found: list[SharedCase] = sql.rows(
        f"""select {columns} from cases_case c where c.secrecy = 0 and c.about_unit is null and {REAL} and {test.sql}
            order by c.changed_at, c.id limit {size + 1}""",
        test.params,
        into=SharedCase,
    )
    return cut(found, size, lambda case: (case.changed_at, case.id))


def _narrow(wanted: Wanted, after: str) -> list[Cond]:
    parts = []
    if len(wanted.area) >= Level.COUNTY:
        parts.append(Cond("c.county = %s", (wanted.area[: Level.COUNTY],)))  # the index begins with it
    if wanted.kind:
        parts.append(Cond("c.kind = %s", (wanted.kind,)))
    if wanted.state:
        parts.append(Cond("c.state = %s", (wanted.state,)))
    if after:
        parts.append(Cond("(c.changed_at, c.id) > (%s, %s)", read_key(after)))
    elif wanted.since:
        parts.append(Cond("c.changed_at >= %s", (wanted.since,)))
    return parts
