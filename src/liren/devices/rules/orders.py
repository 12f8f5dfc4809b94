"""What may be ordered of a device, and what becomes of an order as word of it comes in. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from liren.kernel import Refusal

ORDERS: dict[str, str] = {
    "read_status": "读状态",
    "read_version": "读版本",
    "read_configuration": "读配置",
    "read_clock": "读时钟",
    "set_clock": "校时",
    "post_check": "查岗",
}
"""What can be sent down. Initialising a device (type 89) is not among it: it forgets its settings, and with them the
numbers of its detectors, and nobody at a desk could put that right."""

REASONS: dict[str, str] = {"asked": "有人下的", "clock": "时钟不准", "proof": "校时以后核对", "schedule": "按查岗安排"}

STATES: dict[str, str] = {
    "waiting": "等设备连上",
    "sent": "已发出，等回话",
    "answered": "设备回了话",
    "refused": "设备拒绝",
    "silent": "发了，没有回话",
    "expired": "设备一直没连上",
    "called_off": "已撤回",
}
WAYS: dict[str, str] = {
    "sent": "发出",
    "confirmed": "设备确认",
    "replied": "设备应答",
    "denied": "设备否认",
    "refused": "几次都被否认",
    "silent": "几次都没有回话",
    "lost": "线路断了",
}
"""What a gateway tells of an order."""
WAIT = timedelta(minutes=10)
"""An order waits this long for its device to be connected."""
ORPHANED = timedelta(seconds=60)
"""A gateway that took an order ends it within thirty seconds; after a minute nobody carries it any more."""
MINUTES = (1, 255)
AT_A_POST = "transmission_unit"
"""The kind of device that stands in a duty room and has the button."""
ENDS = {"confirmed": "answered", "replied": "answered", "refused": "refused", "silent": "silent"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an order stands. `answer` is the exchange that answered it."""

    state: str = "waiting"
    tries: int = 0
    sent_at: datetime | None = None
    ended_at: datetime | None = None
    answer: int | None = None

    @property
    def over(self) -> bool:
        return self.state not in ("waiting", "sent")


def fold(order: Standing, how: str, at: datetime, exchange: int | None) -> Standing:
    """The order after one word of it; an order that is over stays as it ended, whatever comes later.

    Besides the gateway's own words: `expired` (its time to wait is over) and `lost` for a gateway that died.
    """
    if order.over:
        return order
    if how == "sent":
        return replace(order, state="sent", tries=order.tries + 1, sent_at=order.sent_at or at)
    if how == "lost":
        return replace(order, state="waiting")
    if how == "expired":
        return replace(order, state="silent" if order.tries else "expired", ended_at=at)
    if how in ENDS:
        answer = exchange if how in ("confirmed", "replied") else None
        return replace(order, state=ENDS[how], ended_at=at, sent_at=order.sent_at or at, answer=answer)
    return order


def check(what: str, minutes: int | None, *, kind: str, taken: Collection[str]) -> None:
    """Raise Refusal unless this may be ordered of a device of a kind, whose wire takes the orders `taken`."""
    if what not in ORDERS:
        raise Refusal("what", "没有这种命令，请刷新页面再试。", field="what")
    if what not in taken:
        raise Refusal("wire", "这台设备的协议不收这种命令。")
    if what == "post_check" and kind != AT_A_POST:
        raise Refusal("kind", "只有值班室里的用户信息传输装置有“查岗应答”键，这台设备没有。")
    if what == "post_check" and (minutes is None or not MINUTES[0] <= minutes <= MINUTES[1]):
        raise Refusal("minutes", f"几分钟内应答，写 {MINUTES[0]} 到 {MINUTES[1]} 的整数，一般写 10。", field="minutes")
    if what != "post_check" and minutes is not None:
        raise Refusal("minutes", "只有查岗才有应答的时限。", field="minutes")
