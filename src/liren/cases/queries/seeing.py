"""Who else may see some cases: for the live messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from liren.cases.models import rows
from liren.cases.models.seeing import sees
from liren.cases.rules.fold import CaseState
from liren.kernel import Actor
from liren.trust import sql

AUDIENCE = """
select c.*, (select jsonb_object_agg(p.who, p.roles)
             from (select who, jsonb_agg(role) as roles from cases_party
                   where case_id = c.id and until is null group by who) p) as parts
from cases_case c where c.id = any(%s)
"""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may hear of one case as it stands now."""

    case: CaseState
    parts: dict[str, list[str]]

    def admits(self, viewer: Actor) -> bool:
        return sees(viewer, self.case, self.parts.get(str(viewer.account), ()))

    def waits_for(self, viewer: Actor) -> bool:
        """It lies with this viewer by name or with one of the units they handle for."""
        if viewer.account is not None and viewer.account in (self.case.keeper, self.case.handler):
            return True
        theirs = {self.case.unit, *self.case.called} - {None}
        return any(g.unit in theirs for g in viewer.holds("cases.handle"))


def audiences(viewer: Actor, ids: Sequence[UUID]) -> dict[UUID, Audience]:
    """For those of some cases that the viewer may see: who else may. One statement, for the live messages."""
    found = sql.rows(AUDIENCE, (list(ids),)) if ids else []
    made = {row["id"]: Audience(rows.state_of(row), row["parts"] or {}) for row in found}
    return {id: audience for id, audience in made.items() if audience.admits(viewer)}
