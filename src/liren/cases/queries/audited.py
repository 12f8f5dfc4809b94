"""Cases as the auditor names them: by number only. What they are about stays with those who work on them."""

from collections.abc import Sequence
from uuid import UUID

from liren.kernel import Actor
from liren.trust import sql
from liren.trust.sight import need, where

RIGHT = "trust.audit"


def id_of_number(viewer: Actor, number: str) -> UUID | None:
    """The case of a number in the auditor's areas. Raises Missing without the right."""
    need(viewer, RIGHT)
    seen = where(viewer, RIGHT, "scope")
    found: UUID | None = sql.value(
        f"select id from cases_case where number = %s and {seen.sql}", (number, *seen.params)
    )
    return found


def numbers(viewer: Actor, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Numbers of those ids that are cases in the auditor's areas, in one statement."""
    need(viewer, RIGHT)
    seen = where(viewer, RIGHT, "scope")
    rows = sql.rows(f"select id, number from cases_case where id = any(%s) and {seen.sql}", (list(ids), *seen.params))
    return {row["id"]: row["number"] for row in rows}
