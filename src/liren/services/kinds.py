"""The shape of a kind of service (kinds/*.toml) and its checker; closed lists of the room. Source: domain.md §2.4."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from liren.catalogue.kinds import Key, Problem
from liren.catalogue.worktime import Limit

FAMILY = "service_kind"

GROUPS = {
    "daily": "日常帮手",
    "health": "看病买药",
    "repair": "小修小补",
    "company": "陪伴",
    "advice": "问事学用",
}
PARTS = {"morning": "上午", "afternoon": "下午", "evening": "晚上"}
"""上午 8–12 时，下午 12–18 时，晚上 18–21 时."""
GENDERS = {"any": "都可以", "woman": "希望女性来", "man": "希望男性来"}
MEMBER_GENDERS = {"woman": "女", "man": "男"}
CIRCLES = {"community": "本社区", "town": "全镇"}
CHANNELS = {"web": "居民网页", "phone": "来电", "desk": "当面", "field": "网格员代点", "case": "事项转来"}
SATISFACTION = {1: "满意", 2: "基本满意", 3: "不满意"}
MEMBER_STATES = {
    "applied": "等社区确认",
    "invited": "等本人同意",
    "active": "在队",
    "left": "已退出",
}
CONSENTS = {
    "own": "本人在网页上同意",
    "paper": "本人签了字",
    "phone": "本人在电话里同意",
    "visit": "本人当面同意",
}
"""How a member said yes (志愿服务条例: of one's own will). All but `own` are written down by the community, with the day."""
TAKEN_DOWN = ("paper", "phone", "visit")

EDITABLE: dict[str, Key] = {
    "label": Key(label="名称"),
    "says": Key(label="一句话说明"),
    "two_people": Key(label="要两个人去"),
    "limits.triage": Key(label="核实时限"),
    "limits.handle": Key(label="社区自己办的时限"),
    "limits.claim_hours": Key(label="几小时没人接就扩大范围"),
    "limits.widen_hours": Key(label="扩大后几小时没人接由社区办"),
    "limits.schedule_hours": Key(label="接单后几小时内约时间"),
    "limits.report_hours": Key(label="约定时间后几小时内说办好了"),
    "hints": Key(label="居民会用的词", long=True),
    "retention_days": Key(label="结束后保存（天）"),
}
"""What an area may set of a kind. Whether it is a home visit, the skill and the confirm limit come with a release."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long an order may wait where. Office time for the community, hours round the clock for members."""

    triage: Limit
    handle: Limit
    claim_hours: float = 24
    widen_hours: float = 24
    schedule_hours: float = 24
    report_hours: float = 24
    confirm_days: int = 7


@dataclass(frozen=True, kw_only=True)
class ServiceKind:
    """One kind of service, which is also the skill a member offers. `becomes` is the case kind it would turn into.

    `visit`: never, maybe or needed at the home. `retention_days` counts from the end.
    """

    code: str
    label: str
    group: str
    says: str
    limits: Limits
    visit: Literal["never", "maybe", "needed"] = "maybe"
    two_people: bool = False
    becomes: str = "other"
    order: int = 50
    hints: tuple[str, ...] = ()
    retention_days: int = 180


def check(kind: ServiceKind) -> list[Problem]:
    """Everything that is wrong with a kind, each with its remedy; empty when it may be published."""
    return list(_faults(kind))


def _faults(kind: ServiceKind) -> Iterator[Problem]:
    if not kind.label.strip():
        yield _fault("label", "没有写这项服务叫什么", "写居民看得懂的名称，例如“代买代办”")
    if kind.group not in GROUPS:
        yield _fault("group", f"没有“{kind.group}”这一组", f"从 {'、'.join(GROUPS)} 中选一个")
    if not 0 < len(kind.says) <= 60:
        yield _fault("says", "说明没有写，或者超过 60 个字", "写成一句话")
    for name in ("triage", "handle"):
        if getattr(kind.limits, name).amount <= 0:
            yield _fault(f"limits.{name}", "时限要大于 0", "改为大于 0 的数")
    for name in ("claim_hours", "widen_hours", "schedule_hours", "report_hours", "confirm_days"):
        if getattr(kind.limits, name) <= 0:
            yield _fault(f"limits.{name}", "时限要大于 0", "改为大于 0 的数")
    if kind.two_people and kind.visit == "never":
        yield _fault("two_people", "不上门的服务不用两个人去", "改 visit，或者去掉 two_people")
    if not 30 <= kind.retention_days <= 1095:
        yield _fault("retention_days", "保存期要在 30 天到 3 年之间", "改为 180，即办好后六个月")
    for hint in sorted({h for h in kind.hints if kind.hints.count(h) > 1}):
        yield _fault("hints", f"关键词“{hint}”写了两次", "删去一个")


def _fault(key: str, what: str, remedy: str) -> Problem:
    return Problem(key=key, sentence=f"{what}。", remedy=f"请{remedy}。")
