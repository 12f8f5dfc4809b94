"""Which closed cases a model may learn from: open to all who handle them, and of a kind."""

from typing import Final

from liren.cases.models.real import REAL

LEARNABLE: Final = f"starts_with(c.scope, %s) and c.state = 'closed' and c.secrecy = 0 and c.kind <> 'other' and {REAL}"
COUNTS: Final = f"""
select c.kind, count(*)::int as n from cases_case c
where {LEARNABLE} and exists (select from cases_note n where n.case_id = c.id and n.kind = 'report') group by c.kind
"""
"""How many there are of each kind, in an area."""
