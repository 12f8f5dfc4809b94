"""The journal as tests count it. Without `reading` its policy shows no row: a plain count is 0 before and after."""

from uuid import UUID

from liren.kernel.actor import the_house
from liren.trust import sql
from liren.trust.sight import reading


def entries(subject: UUID | None = None) -> int:
    """How many entries there are, of one subject or at all."""
    with reading(the_house("test")):
        return int(
            sql.value("select count(*) from trust_entry where %s::uuid is null or subject = %s", (subject, subject))
        )
