"""What a request must say, and the event it comes to."""

from datetime import datetime, timedelta

from liren.kernel import AreaCode, Code, Refusal
from liren.services.commands import PlaceOrder, Time
from liren.services.events import OrderPlaced
from liren.services.kinds import CHANNELS, GENDERS, PARTS, ServiceKind
from liren.services.rules import words
from liren.services.rules.scene import Terms, due_in
from liren.services.rules.stations import START
from liren.services.rules.wishes import part_end

LONGEST_ADDRESS, LONGEST_NAME = 120, 20
MOST_TIMES, DAYS_AHEAD = 21, 60


def check(asked: PlaceOrder, kind: ServiceKind, now: datetime) -> None:
    """Raise the first Refusal, with the field it belongs to, unless this can be taken."""
    words.said(asked.words, field="words", what="要帮什么忙")
    words.phone(asked.phone)
    words.said(asked.name, field="name", what="怎么称呼您", longest=LONGEST_NAME)
    if kind.visit != "never" and not asked.no_visit:
        words.said(asked.address, field="address", what="门牌地址", longest=LONGEST_ADDRESS)
    words.short_enough(asked.address, field="address", longest=LONGEST_ADDRESS)
    if asked.no_visit and kind.visit == "needed":
        raise Refusal(
            "must_visit",
            f"“{kind.label}”要到家里才能办，不上门办不了。可以写明希望谁来、什么时间来。",
            field="no_visit",
        )
    if asked.gender not in GENDERS:
        raise Refusal("gender", f"请选一个：{'、'.join(GENDERS.values())}。", field="gender")
    if asked.channel not in CHANNELS:
        raise Refusal("channel", "没有这个来源，请从列表里选。", field="channel")
    check_times(asked.times, now)


def check_times(times: tuple[Time, ...], now: datetime) -> None:
    """Raise Refusal for times that are past, too far away or too many."""
    if len(times) > MOST_TIMES:
        raise Refusal("times", f"方便的时间最多选 {MOST_TIMES} 个，请去掉几个。", field="times")
    for one in times:
        if one.part not in PARTS:
            raise Refusal("times", f"一天分{'、'.join(PARTS.values())}，请重新选。", field="times")
        if part_end(one) <= now:
            raise Refusal(
                "times_past",
                f"{one.day.month} 月 {one.day.day} 日{PARTS[one.part]}已经过去，请选以后的时间。",
                field="times",
            )
        if part_end(one) > now + timedelta(days=DAYS_AHEAD):
            raise Refusal("times_far", f"方便的时间请选在 {DAYS_AHEAD} 天以内。", field="times")


def placed(asked: PlaceOrder, terms: Terms, scope: AreaCode, serial: int, now: datetime) -> OrderPlaced:
    """The event of a checked request."""
    return OrderPlaced(
        order=asked.order, state=Code(START), due_at=due_in(START, terms, now), kind=asked.kind, entry=terms.entry,
        scope=scope, serial=serial, channel=asked.channel, on_behalf=asked.on_behalf, requested_at=now, note=asked.note,
        from_case=asked.from_case,
    )  # fmt: skip
