"""What a replay left behind, row by row, for its closing account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import Actor
from liren.trust import sight, sql


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedCard:
    """A case made from a log's row: the log's own due and closing times, Liren's (`own_due_at`), how it was placed."""

    id: UUID
    entry: UUID
    state: str
    scope: str
    placed: str
    has_point: bool
    reported_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    own_due_at: datetime
    provisional: bool


def logged(viewer: Actor, ids: Sequence[UUID]) -> list[LoggedCard]:
    """Those of some cases that came from a log and that the viewer may see, in no order."""
    seen = sight.where(viewer, "cases.see", column="c.scope")
    return sql.rows(
        f"""select c.id, c.entry, c.state, c.scope, c.placed, c.lon is not null as has_point, c.reported_at,
                   l.due_at, c.closed_at, k.due_at as own_due_at, k.provisional
            from cases_case c join cases_logged l on l.case_id = c.id
            join cases_clock k on (k.case_id, k.kind, k.no) = (c.id, 'solve', 1)
            where c.id = any(%s) and {seen.sql}""",
        (list(ids), *seen.params),
        into=LoggedCard,
    )
