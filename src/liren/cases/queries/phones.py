"""Cases by the number their reporter left: exact match only, with a reason, and every try is kept as a look."""

from uuid import UUID

from liren.cases.models.secrets import sender_of
from liren.cases.queries.cards import visible_ids
from liren.cases.queries.lists import LINE, CaseLine
from liren.kernel import Actor, Missing, Refusal
from liren.trust import sight, sql
from liren.trust.sight import look

RIGHTS = ("cases.dispatch", "cases.call_back")
REASONS: dict[str, str] = {
    "caller": "这个人打来电话问进度",
    "same": "核对是不是同一件事",
    "call_back": "回访前核对",
    "safety": "关系到人身安全，要马上找到",
}
MOST = 50


def by_phone(viewer: Actor, phone: str, reason: str) -> list[CaseLine]:
    """Cases that this number was left with, newest first. Sealed reports have no such digest and are never found.

    Raises Missing without the right, Refusal without a reason or for something that is no whole number.
    """
    areas = [g for right in RIGHTS for g in viewer.holds(right)]
    if not areas or viewer.account is None:
        raise Missing
    if reason not in REASONS:
        raise Refusal("reason", "请选为什么要按号码查，选了才能查。", field="reason")
    sender = sender_of(phone)
    if sender is None:
        raise Refusal("phone", "号码要写全：手机 11 位，座机 7 到 12 位。不按一部分查。", field="phone")
    seen = [sight.where(viewer, right, "c.scope") for right in RIGHTS]
    found = sql.rows(
        f"""{LINE} join cases_link l on l.case_id = c.id
            where l.sender = %s and c.secrecy = 0 and ({" or ".join(s.sql for s in seen)})
            order by c.reported_at desc limit {MOST}""",
        (sender, *(p for s in seen for p in s.params)),
        into=CaseLine,
    )
    mine = visible_ids(viewer, [line.id for line in found])
    lines = [line for line in found if line.id in mine]
    area = str(min((g.area for g in areas), key=len))
    looked: list[tuple[UUID, str]] = [(line.id, line.scope) for line in lines] or [(viewer.account, area)]
    for subject, where in looked:
        with look(viewer, purpose=REASONS[reason], subject=subject, what="cases.phone", area=where):
            pass
    return lines
