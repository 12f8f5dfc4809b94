"""When a report may be marked as abuse, by whom it is decided, and what the mark does. Nothing is automatic.

* Marked by one person of the desk, confirmed by another, appealed once by the reporter, heard by a third (GB/T 22239's
  separation of duties; 《个人信息保护法》第二十四条: no automatic decision about a person).
* An urgent report, a sealed one or one of a sealed kind is never marked and never slowed down.
* In force it hides the title in lists and lets the sender's number report DAILY times in 24 hours; without a number,
  by telephone and in person everybody reports as before. It ends after TERM.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from liren.kernel import Denied, Refusal

REASONS: dict[str, str] = {
    "harassment": "反复骚扰工作人员",
    "advertising": "广告、推销",
    "malicious": "编造、诬告",
}
HIDDEN: dict[str, str] = {
    "harassment": "（内容已收起：骚扰）",
    "advertising": "（内容已收起：广告）",
    "malicious": "（内容已收起：编造）",
}
LIVE = ("marked", "confirmed", "appealed", "upheld")
IN_FORCE = ("confirmed", "upheld")
HIDES = ("confirmed", "appealed", "upheld")
STATES: dict[str, str] = {
    "marked": "等另一个人复核", "confirmed": "已复核，生效中", "declined": "复核没有通过", "appealed": "反映人申诉，等决定",
    "upheld": "申诉没有通过，生效中", "overturned": "申诉通过，已撤销", "lifted": "已撤销", "expired": "已到期",
}  # fmt: skip
TERM = timedelta(days=90)
DAILY = 3
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The mark of a case as it stands."""

    id: UUID
    state: str
    reason: str
    marked_by: UUID | None
    decided_by: UUID | None = None
    appealed_at: datetime | None = None
    until: datetime | None = None


def check_mark(reason: str, *, severity: str, secrecy: int, before: Mark | None) -> None:
    """Raise Refusal for a report that may not be marked."""
    if reason not in REASONS:
        raise Refusal("reason", f"请选一个理由：{'、'.join(REASONS.values())}。", field="reason")
    if severity == "urgent":
        raise Refusal("urgent", "紧急的反映不能标记，请先按紧急的办。")
    if secrecy > 0:
        raise Refusal("sealed", "隐名的反映不能标记：标记会让人猜到是谁。不受理请用“不予受理”。")
    if before is not None:
        raise Refusal("marked", f"这件已经标记过（{STATES[before.state]}），不用再标。")


def check_decide(mark: Mark | None, who: UUID | None) -> Mark:
    """Raise Refusal unless the mark waits for a second person and this is one."""
    if mark is None or mark.state != "marked":
        raise Refusal("not_waiting", "这件没有等着复核的标记，可能别人刚刚复核过。")
    if who == mark.marked_by:
        raise Denied("标记是您做的，要由另一个人复核。", code="two_people")
    return mark


def check_appeal(mark: Mark | None) -> Mark:
    """Raise Refusal unless the reporter may still object."""
    if mark is None or mark.state not in HIDES:
        raise Refusal("no_mark", "这件没有生效的标记，不用申诉。")
    if mark.appealed_at is not None:
        raise Refusal("appealed", "已经申诉过一次。还有新的情况，可以在下面补充，或者打 12345。")
    return mark


def check_hear(mark: Mark | None, who: UUID | None) -> Mark:
    """Raise Refusal unless an objection waits and this person had no part in the mark."""
    if mark is None or mark.state != "appealed":
        raise Refusal("no_appeal", "这件没有等着决定的申诉，可能别人刚刚定过。")
    if who in (mark.marked_by, mark.decided_by):
        raise Denied("这个标记您经过手，申诉要由别人决定。", code="third_person")
    return mark


def check_lift(mark: Mark | None) -> Mark:
    """Raise Refusal when there is nothing to take back."""
    if mark is None:
        raise Refusal("no_mark", "这件没有标记，不用撤销。")
    return mark


def check_pace(reports: int) -> None:
    """Raise Refusal for a slowed-down number that has had its reports of a day; the ways that stay open are named."""
    if reports >= DAILY:
        raise Refusal(
            "paced",
            f"这个号码 24 小时内已经反映 {reports} 次，先到这里。正在发生的紧急情况请选“紧急”，或打 110、119、120；"
            "也可以打 12345，或当面说。觉得不对，可以在原来那件的查询页上申诉。您写的还在。",
            field="phone",
        )
