"""How the open children of a case are called: for the sentence that says why their parent can't end yet."""

from liren.cases.rules.fold import CaseState
from liren.trust import sql


def open_names(case: CaseState) -> tuple[str, ...]:
    """Number and title of each open child, the oldest first; no statement for a case without any."""
    if not case.open_children:
        return ()
    found = sql.rows(
        "select number, title from cases_case where parent = %s and closed_at is null order by reported_at, id",
        (case.id,),
    )
    return tuple(f"{row['number']} {row['title']}" for row in found)
