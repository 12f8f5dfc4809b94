"""How a town follows up its ended cases (followups/*.toml): who is called back, for how long, how the rates are counted.

Published data: a change is drafted by one person and published by another, and every report prints what it used.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from liren.catalogue.kinds import Key, Problem

FAMILY, STANDARD = "follow_up", "standard"
ALWAYS: dict[str, str] = {
    "urgent": "紧急的",
    "disputed": "反映人说没解决的",
    "unsatisfied": "反映人评了不满意的",
}
"""Cases that are called back whatever they drew."""

ON_TIME: dict[str, str] = {"due": "应结案数", "due_less_suspended": "应结案数减去缓办数"}
"""What 按期结案率 is divided by: the two variants in use (domain.md §2.2); the chosen one is printed."""

EDITABLE: dict[str, Key] = {
    "label": Key(label="名称"),
    "share": Key(label="抽多少来回访"),
    "always": Key(label="不抽也要回访的", choices=ALWAYS),
    "after_days": Key(label="结束后几个工作日回访"),
    "term_days": Key(label="抽签后几个工作日公布种子"),
    "alpha": Key(label="基本满意折算成几个满意（α）"),
    "on_time": Key(label="按期结案率除以什么", choices=ON_TIME),
    "left_out": Key(label="依法不回访的类别"),
    "legal_basis": Key(label="依据"),
    "verified_by": Key(label="谁核对过依据"),
}


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """One town's rule. `share` is 0 to 1, `alpha` weighs 基本满意 against 满意, days are working days.

    `left_out` are kinds that are never called back and never counted in the rates of call-backs.
    """

    code: str
    label: str
    share: float
    after_days: int
    term_days: int
    always: tuple[str, ...] = ()
    alpha: float = 1.0
    on_time: Literal["due", "due_less_suspended"] = "due"
    left_out: tuple[str, ...] = ()
    legal_basis: str = ""
    verified_by: str = ""


def check(rule: FollowUp) -> list[Problem]:
    """What is wrong with a rule, each with its remedy."""
    found = []
    if not 0 < rule.share <= 1:
        found.append(_fault("share", "抽的比例要大于 0、不超过 1", "改为例如 0.3，即三成"))
    if not 0 <= rule.alpha <= 1:
        found.append(_fault("alpha", "α 要在 0 和 1 之间", "基本满意也算满意的写 1，不算的写 0"))
    if not 1 <= rule.after_days <= 10:
        found.append(
            _fault("after_days", "回访要在结束后 1 到 10 个工作日", "改为例如 3；15 天以后反映人就不能要求重办了")
        )
    if not 3 <= rule.term_days <= 30:
        found.append(_fault("term_days", "公布种子要等 3 到 30 个工作日", "改为例如 10，等电话打完再公布"))
    for code in rule.always:
        if code not in ALWAYS:
            found.append(_fault("always", f"没有“{code}”这一种", f"从 {'、'.join(ALWAYS)} 中选"))
    if not rule.legal_basis:
        found.append(_fault("legal_basis", "没有写依据", "写明标准、条例或本地文件的名称"))
    return found


def two_people(spec: Mapping[str, Any]) -> bool:
    """Who is measured by a rate must not set its rule alone."""
    return True


def _fault(key: str, what: str, remedy: str) -> Problem:
    return Problem(key=key, sentence=f"{what}。", remedy=f"请{remedy}。")
