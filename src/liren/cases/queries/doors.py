"""How a reporter without an account comes back to a case, and how anybody finds one by its number."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from liren.cases.models.secrets import derived, digest, tail_digest
from liren.cases.queries.cards import visible_ids
from liren.kernel import Actor, Missing
from liren.trust import sql

READ_OUT = timedelta(hours=24)
"""How long whoever took a call may read the code out to the caller."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a fresh report's receipt shows. `pin` is "" where a phone was left: its last four digits serve."""

    case: UUID
    number: str
    token: str
    code: str
    pin: str


def receipt(viewer: Actor, case: UUID) -> Receipt | None:
    """The receipt of a report, for the door that has just taken it: the secrets are derived anew and never stored."""
    row = sql.one(
        """select c.number, l.nonce, l.tail from cases_case c join cases_link l on l.case_id = c.id where c.id = %s""",
        (case,),
    )
    if row is None:
        return None
    secrets = derived(case, bytes(row["nonce"]))
    by_pin = bytes(row["tail"]) == tail_digest(case, secrets.pin)
    return Receipt(
        case=case, number=row["number"], token=secrets.token, code=secrets.code, pin=secrets.pin if by_pin else ""
    )


def read_out(viewer: Actor, case: UUID, now: datetime) -> Receipt:
    """The receipt of a report that the viewer made for somebody else. Raises Missing for all others, and after a day."""
    mine = sql.value(
        """select true from cases_case c join cases_note n on n.case_id = c.id and n.kind = 'report'
           where c.id = %s and c.on_behalf and n.account = %s and c.reported_at > %s""",
        (case, viewer.account, now - READ_OUT),
    )
    found = receipt(viewer, case) if mine else None
    if found is None:
        raise Missing
    return found


def by_link(viewer: Actor, token: str, now: datetime) -> UUID | None:
    """The case that a secret link opens; None for an unknown or expired one."""
    found: UUID | None = sql.value(
        "select case_id from cases_link where token = %s and expires_at > %s", (digest(token), now)
    )
    return found


def by_code(viewer: Actor, code: str, tail: str, now: datetime) -> UUID | None:
    """The case that the code on a receipt opens with the phone's last four digits, or with the PIN printed beside it."""
    row = sql.one(
        "select case_id, tail from cases_link where code = %s and expires_at > %s",
        (digest(code.strip().upper().replace(" ", "")), now),
    )
    if row is None or bytes(row["tail"]) != tail_digest(row["case_id"], tail.strip()):
        return None
    return UUID(str(row["case_id"]))


def by_number(viewer: Actor, number: str) -> UUID | None:
    """The case of a number, ours or the one that another system gave it, if the viewer may see it."""
    found: UUID | None = sql.value(
        """select id from (select id, 0 as n from cases_case where number = %(asked)s
           union all select case_id, 1 from cases_reference where number = %(asked)s) t order by n limit 1""",
        {"asked": number.strip()},
    )
    return found if found and found in visible_ids(viewer, [found]) else None


def taken_since(viewer: Actor, case: UUID, since: datetime) -> bool:
    """Whether a report of this id was taken since a moment: for a door that makes ids from what was sent to it."""
    return bool(sql.value("select 1 from cases_case where id = %s and reported_at > %s", (case, since)))
