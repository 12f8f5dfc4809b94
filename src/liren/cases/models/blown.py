"""Rows to the open whistle of a case, in the types that the rules know."""

from typing import Any
from uuid import UUID

import msgspec

from liren.cases.rules.whistle import OPEN, Call, Task, Whistle
from liren.trust import sql

OPEN_WHISTLE = """
select w.*,
       coalesce((select jsonb_agg(to_jsonb(c) order by c.called_at, c.id) from cases_call c where c.whistle_id = w.id), '[]') as calls,
       coalesce((select jsonb_agg(to_jsonb(t) order by t.added_at, t.id) from cases_task t where t.whistle_id = w.id), '[]') as tasks
from cases_whistle w where w.case_id = %s and w.state = any(%s)
"""


def open_of(case: UUID) -> tuple[UUID | None, Whistle | None]:
    """The entry that the open whistle of a case runs under, and the whistle; two None for none. One statement."""
    row = sql.one(OPEN_WHISTLE, (case, list(OPEN)))
    return (row["entry"], whistle_of(row)) if row else (None, None)


def timed_of(case: UUID) -> list[UUID]:
    """What timers about the open whistle of a case are set for: the whistle, and each call. One statement."""
    return sql.values(
        """select w.id from cases_whistle w where w.case_id = %s and w.state = any(%s)
           union all select k.id from cases_call k join cases_whistle w on w.id = k.whistle_id
           where w.case_id = %s and w.state = any(%s)""",
        (case, list(OPEN), case, list(OPEN)),
    )


def whistle_of(row: dict[str, Any]) -> Whistle:
    """A whistle with its calls and tasks from one row."""
    return Whistle(
        id=row["id"], kind=row["kind"], raised_at=row["raised_at"], state=row["state"],
        calls=tuple(msgspec.convert(call, Call, strict=False) for call in row["calls"]),
        tasks=tuple(msgspec.convert(task, Task, strict=False) for task in row["tasks"]),
        rate_due_at=row["rate_due_at"], closed_at=row["closed_at"],
    )  # fmt: skip
