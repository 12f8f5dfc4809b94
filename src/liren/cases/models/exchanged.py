"""The exchange read from its tables: where each order stands, and what has not been said of it yet.

The standing of an order folded into another case is that of the common case. One expression says it here in SQL, from the
same table as rules.hotline.standing.
"""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from liren.cases.rules.hotline import STANDS
from liren.cases.rules.packing import Answer, encoded
from liren.trust import sql
from liren.trust.sight import after

STATE = "coalesce(i.state, c.state)"
MARK = "c.version || '.' || coalesce(i.version, 0)"
_STANDS = " ".join(f"when '{state}' then '{where}'" for state, where in STANDS.items())
STANDING = f"""case when {STATE} = 'not_accepted' and r.returned_ground is not null then 'returned'
                    else case {STATE} {_STANDS} end end"""
FROM = """cases_reference r join cases_case c on c.id = r.case_id left join cases_case i on i.id = c.into"""
ENDED = f"{STATE} in ('closed', 'replied', 'not_accepted', 'false_alarm', 'withdrawn')"
UNSENT = f"""
select r.case_id as "case", {MARK} as mark, r.sent_digest, r.number, c.number as own, {STANDING} as standing,
       coalesce(i.filed_at, c.filed_at) as accepted, coalesce(i.contacted_at, c.contacted_at) as contacted,
       coalesce(i.closed_at, c.closed_at) as ended, r.limit_at as "limit",
       case when {ENDED} then coalesce(i.result, c.result) end as result,
       case when {ENDED} then (
         select n.text from cases_note n
         where n.case_id = coalesce(i.id, c.id) and n.kind in ('report_result', 'solve_on_spot', 'refuse')
           and n.visible_to_reporter
         order by n.at desc, n.id desc limit 1) end as words,
       coalesce(r.returned_ground, i.exit, c.exit) as ground, r.returned_item as item,
       c.solved, c.satisfied, c.reopens
from {FROM}
where r.system = %s and c.scope >= %s and c.scope < %s and r.sent_mark <> {MARK}
order by r.number
for update of r
"""


@dataclass(frozen=True, slots=True)
class Unsent:
    """An order whose case has moved since its last answer, with what there is to say of it now."""

    case: UUID
    mark: str
    sent_digest: bytes | None
    answer: Answer

    @property
    def digest(self) -> bytes:
        """SHA-256 of the answer."""
        return hashlib.sha256(encoded(self.answer)).digest()


def unsent(system: str, area: str) -> list[Unsent]:
    """Every order of an area whose case has moved since it was answered last, locked."""
    made = []
    for row in sql.rows(UNSENT, (system, area, after(area))):
        case, mark, sent = row.pop("case"), row.pop("mark"), row.pop("sent_digest")
        told = {name: row[name] or "" for name in ("result", "words", "ground", "item")}
        made.append(Unsent(case, mark, bytes(sent) if sent is not None else None, Answer(**row | told)))
    return made
