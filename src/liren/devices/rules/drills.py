"""When a drill may be announced, ended and called off; what stands until somebody says so. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from liren.kernel import Refusal

LONGEST = 8
"""Hours: a working day. What lasts longer is no drill but a state."""
AHEAD = timedelta(days=90)
GRACE = timedelta(minutes=1)
NAME, WORDS = 60, 500
MOST_DEVICES = 5_000

PURPOSES: dict[str, str] = {
    "evacuation": "疏散演练",
    "firefighting": "灭火演练",
    "joint": "多部门联动演练",
    "duty": "值班响应演练",
    "acceptance": "设备联调、验收",
}
STATES: dict[str, str] = {
    "planned": "还没开始",
    "running": "进行中",
    "overdue": "到时间了，还没有结束",
    "ended": "已结束",
    "cancelled": "已取消",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The times of a drill."""

    starts_at: datetime
    ends_at: datetime
    cancelled_at: datetime | None = None
    ended_at: datetime | None = None

    def state(self, now: datetime) -> str:
        """Of STATES. A drill whose time is up is over for the devices, and still waits for a person to end it."""
        if self.cancelled_at is not None:
            return "cancelled"
        if self.ended_at is not None:
            return "ended"
        if now < self.starts_at:
            return "planned"
        return "running" if now < self.ends_at else "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A device on the list of a drill, and during which time (`until` excluded)."""

    drill: UUID
    since: datetime
    until: datetime


def drill_at(listed: list[Listed], received_at: datetime) -> UUID | None:
    """The drill that what a device says at this moment belongs to. The list and our clock decide, never the device."""
    return next((one.drill for one in listed if one.since <= received_at < one.until), None)


def check_plan(*, name: str, words: str, purpose: str, starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Raise the first Refusal, with its field, unless this drill can be announced."""
    if not name.strip():
        raise Refusal("name", "还没有写演练叫什么，写一句，例如“里仁村消防疏散演练”。", field="name")
    for text, most, field, what in ((name, NAME, "name", "名称"), (words, WORDS, "words", "说明")):
        if len(text) > most:
            raise Refusal(field, f"{what}最多 {most} 个字，现在 {len(text)} 个，请写短一点。", field=field)
    if purpose not in PURPOSES:
        raise Refusal("purpose", "请选一个目的。", field="purpose")
    if starts_at < now - GRACE:
        raise Refusal("starts", "开始的时间已经过了。演练要先说后做，过去的告警不能改成演练。", field="starts_at")
    if starts_at > now + AHEAD:
        raise Refusal("starts", f"最多提前 {AHEAD.days} 天定，请改近一点。", field="starts_at")
    if ends_at <= starts_at:
        raise Refusal("window", "结束要晚于开始，请改其中一个时间。", field="ends_at")
    if ends_at - starts_at > timedelta(hours=LONGEST):
        raise Refusal("window", f"一场演练最长 {LONGEST} 小时，更长的请分开定。", field="ends_at")


def check_cancel(window: Window, now: datetime) -> None:
    """Raise Refusal unless it has not begun."""
    if window.state(now) != "planned":
        raise Refusal("begun", f"这场演练{STATES[window.state(now)]}，不能取消。已经开始的请点“结束演练”。")


def check_running(window: Window, now: datetime) -> None:
    """Raise Refusal unless a case may be called in it now."""
    if window.state(now) != "running":
        raise Refusal("not_running", f"这场演练{STATES[window.state(now)]}，不能再报演练的案件。真的有事请照常反映。")


def check_end(window: Window, *, ringing: int, reset: bool, words: str, now: datetime) -> None:
    """Raise Refusal unless it has begun, and somebody answers for what still rings. It can be ended again for what came in late."""
    state = window.state(now)
    if state in ("planned", "cancelled"):
        raise Refusal(
            "not_begun", "这场演练没有开始过，用不着结束。" if state == "cancelled" else "还没开始的请点“取消演练”。"
        )
    if len(words) > WORDS:
        raise Refusal("words", f"说明最多 {WORDS} 个字，现在 {len(words)} 个，请写短一点。", field="words")
    if ringing and not reset:
        raise Refusal(
            "ringing",
            f"还有 {ringing} 条告警的信号没有消失。请派人看过现场，确认没有真的火情，再勾上这一项。",
            field="reset",
        )
