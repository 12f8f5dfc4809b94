"""A resident's request to see recordings: what must be said, and what an answer can be (Decree 799 art. 21)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from liren.kernel import Refusal

GROUNDS = {"life": "保护生命", "health": "保护健康", "property": "保护财产"}
RELATIONS = {"self": "本人", "relative": "近亲属", "guardian": "监护人"}
DECISIONS = {
    "granted": "同意，请到场查阅",
    "partly": "部分同意，请到场查阅",
    "refused": "不同意",
    "gone": "录像已经过了保存期",
}
LONGEST = timedelta(hours=12)
OLDEST = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a resident wants to see, and why."""

    place: str
    since: datetime | None
    until: datetime | None
    ground: str
    relation: str
    words: str
    name: str
    phone: str


def check(wish: Wish, now: datetime) -> None:
    """Raise the first Refusal, with the field it belongs to, unless the request can be decided upon."""
    if not 2 <= len(wish.place) <= 100:
        raise Refusal("footage_place", "写清楚哪里的摄像头，例如“同心路菜场北门”，2 到 100 个字。", field="place")
    if wish.since is None or wish.until is None:
        raise Refusal("footage_when", "还没有写看哪一段时间。", field="since" if wish.since is None else "until")
    if wish.until <= wish.since:
        raise Refusal("footage_when", "结束的时间要在开始以后。", field="until")
    if wish.until - wish.since > LONGEST:
        raise Refusal("footage_when", "一次最多 12 个小时，请写近一点；记不清就分几次申请。", field="until")
    if wish.until > now:
        raise Refusal("footage_when", "这段时间还没有到，请写已经过去的时间。", field="until")
    if wish.since < now - OLDEST:
        raise Refusal("footage_when", "超过一年的录像不会还在，请核对日期。", field="since")
    if wish.ground not in GROUNDS:
        raise Refusal("footage_ground", "请选为什么要看：保护生命、健康或者财产。", field="ground")
    if wish.relation not in RELATIONS:
        raise Refusal("footage_relation", "请选您是当事人本人、近亲属还是监护人。", field="relation")
    if not 5 <= len(wish.words) <= 300:
        raise Refusal("footage_words", "写一下发生了什么，5 到 300 个字。", field="words")
    if not 2 <= len(wish.name) <= 30:
        raise Refusal("footage_name", "还没有写姓名，到场查阅时要核对身份证件。", field="name")
    digits = "".join(c for c in wish.phone if c.isdigit())
    if not 7 <= len(digits) <= 13:
        raise Refusal("footage_phone", "还没有写电话，或者号码不对，请写 11 位手机号或者带区号的座机。", field="phone")


def check_answer(decision: str, reason: str, decided: bool) -> str:
    """The reason of an answer, trimmed. Raises Refusal."""
    told = reason.strip()
    if decided:
        raise Refusal("decided", "这份申请已经答复过了，请刷新再看。")
    if decision not in DECISIONS:
        raise Refusal("decision", "请选怎样答复。", field="decision")
    if not 5 <= len(told) <= 300:
        raise Refusal(
            "footage_reason", "写一句理由；同意的写明带什么证件、到哪里、什么时间，5 到 300 个字。", field="reason"
        )
    return told
