"""What a resident reported before having an account: found by the number that was left, only for its owner, only with a yes."""

from uuid import UUID

from liren.cases.models.secrets import sender_of
from liren.cases.queries.lists import LINE, CaseLine
from liren.kernel import Actor
from liren.people import queries as people
from liren.trust import phones, sql

PURPOSE = "earlier"
MOST = 50


def left_with_my_phone(viewer: Actor) -> list[CaseLine]:
    """The latest fifty reports that the viewer's own sign-in number was left with, newest first; without consent none.

    Sealed reports have no digest of a number and are never found; what the account reported itself is not repeated.
    """
    if viewer.account is None or not people.agreed(viewer, PURPOSE):
        return []
    return sql.rows(
        f"""{LINE} join cases_link l on l.case_id = c.id
            where l.sender = %s and c.secrecy = 0 and c.parent is null and c.reporter is distinct from %s
              and l.expires_at > now()
            order by c.reported_at desc limit {MOST}""",
        (sender_of(phones.mine(viewer)), viewer.account),
        into=CaseLine,
    )


def is_mine_by_phone(viewer: Actor, case: UUID) -> bool:
    """Whether a case is among them."""
    return any(line.id == case for line in left_with_my_phone(viewer))
