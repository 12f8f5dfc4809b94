"""What somebody has in hand that goes to whoever takes their duty over: ids and states, never a word of a case."""

from dataclasses import dataclass
from uuid import UUID

from liren.cases.rules.queues import OPEN
from liren.kernel import Actor, AreaCode
from liren.trust import sql
from liren.trust.sight import need


@dataclass(frozen=True, slots=True, kw_only=True)
class InHand:
    """An open case that waits for one account: as its handler, or as the keeper who was asked first."""

    case: UUID
    handled: bool


def in_hand(viewer: Actor, account: UUID, area: AreaCode, unit: UUID | None) -> list[InHand]:
    """The open cases an account has in hand by a duty over an area (and, with one, for a unit), oldest first.

    For whoever hands duties over: raises Missing without `people.appoint` there.
    """
    need(viewer, "people.appoint", area)
    return sql.rows(
        """select id as case, handler is not distinct from %(account)s as handled from cases_case
           where (handler = %(account)s or (keeper = %(account)s and state = 'reported')) and state = any(%(open)s)
             and starts_with(scope, %(area)s) and (%(unit)s::uuid is null or unit = %(unit)s)
           order by reported_at, id""",
        {"account": account, "open": list(OPEN), "area": str(area), "unit": unit},
        into=InHand,
    )
