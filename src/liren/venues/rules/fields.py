"""Single fields of a venue, a room or a booking, each refused with what is wrong and what to do. Pure."""

import itertools
import re
from collections.abc import Iterable, Sequence

from liren.kernel import Refusal
from liren.venues.commands import Span
from liren.venues.kinds import ACCESS, ANSWERS, ROOM_KINDS
from liren.venues.rules.hours import MIDNIGHT, MOST_SPANS, WEEKDAYS

NAME_MAX = 40
PHONE = re.compile(r"[0-9+()（） ,，转-]{3,32}")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def clean_name(text: str, what: str) -> str:
    """A name of 1 to 40 characters without line breaks."""
    name = " ".join(text.split())
    if not 1 <= len(name) <= NAME_MAX:
        raise Refusal("name", f"{what}要有 1 到 {NAME_MAX} 个字，请改一改。", field="name")
    return name


def clean_address(text: str) -> str:
    """How to get there in 1 to 120 characters."""
    address = " ".join(text.split())
    if not 1 <= len(address) <= 120:
        raise Refusal("address", "地址要有 1 到 120 个字，写到门牌。", field="address")
    return address


def clean_phone(text: str) -> str:
    """A number that residents may call; "" for none. A private mobile number does not belong on a poster."""
    phone = " ".join(text.split())
    if phone and not PHONE.fullmatch(phone):
        raise Refusal("phone", f"“{phone}”不是电话号码，请写成 0511-86880101 这样。", field="phone")
    return phone


def check_floor(area: int | None) -> int | None:
    if area is not None and not 1 <= area <= 100_000:
        raise Refusal("floor_area", "建筑面积写 1 到 100,000 平方米的整数，不知道就空着。", field="floor_area")
    return area


def check_week(week: Iterable[Span]) -> list[list[int]]:
    """The week as it is stored. Raises Refusal for hours that overlap or are none."""
    ordered = sorted((s.weekday, s.opens, s.closes) for s in week)
    for day, opens, closes in ordered:
        if not (1 <= day <= 7 and 0 <= opens < closes <= MIDNIGHT):
            raise Refusal("hours", "开放时间不对，请像“08:30-17:30”这样写。", field="week")
    for (day, _, closes), (other, opens, _) in itertools.pairwise(ordered):
        if day == other and opens < closes:
            raise Refusal("hours", f"周{WEEKDAYS[day - 1]}有两段重叠，请改其中一段。", field="week")
    if any(sum(d == day for d, _, _ in ordered) > MOST_SPANS for day in range(1, 8)):
        raise Refusal("hours", f"一天最多分 {MOST_SPANS} 段，请并成几段。", field="week")
    return [list(span) for span in ordered]


def check_zones(zones: Sequence[str], known: Iterable[str]) -> list[str]:
    """Each zone once, all of them in the catalogue."""
    unknown = [z for z in zones if z not in set(known)]
    if unknown:
        raise Refusal("zone", "没有这个功能区，请从列表里选。", field="zones")
    return list(dict.fromkeys(zones))


def check_access(facts: Iterable[tuple[str, str]]) -> None:
    for fact, answer in facts:
        if fact not in ACCESS or answer not in ANSWERS:
            raise Refusal("access", "无障碍的每一项请选：有、没有，或者还没核对。", field="facts")


def check_room(kind: str, seats: int, gap: int) -> None:
    if kind not in ROOM_KINDS:
        raise Refusal("room_kind", f"房间种类请选：{'、'.join(ROOM_KINDS.values())}。", field="kind")
    if not 1 <= seats <= 2000:
        raise Refusal("room_seats", "座位写 1 到 2000 的整数。", field="seats")
    if not 0 <= gap <= 240:
        raise Refusal("room_gap", "两场之间留 0 到 240 分钟。", field="gap")


def clean_topic(text: str) -> str:
    """What a booking is for. On a public page, hence no phone."""
    return _plain(text, "topic", "用来做什么")


def clean_group(text: str) -> str:
    """Who uses it: a unit or a residents' group, not a person."""
    return _plain(text, "group", "哪个单位或居民小组用")


def clean_reason(text: str) -> str:
    reason = " ".join(text.split())
    if not 2 <= len(reason) <= 100:
        raise Refusal("reason", "请写一句为什么取消，2 到 100 个字。", field="reason")
    return reason


def _plain(text: str, field: str, what: str) -> str:
    words = " ".join(text.split())
    if not 1 <= len(words) <= 60:
        raise Refusal(field, f"请写{what}，1 到 60 个字。", field=field)
    if MOBILE.search(words):
        raise Refusal(field, "这里不要写手机号，留阵地的电话就行。", field=field)
    return words


def clean_note(text: str) -> str:
    """Why a day is different, at most 60 characters."""
    note = " ".join(text.split())
    if len(note) > 60:
        raise Refusal("note", "说明最多 60 个字，请写短一些。", field="note")
    return note
