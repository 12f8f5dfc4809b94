"""The shape of the routing rules (routings/*.toml, 派单规则) and their checker: an ordered list, the first that fits decides.

Conditions are `field in […]`, AND-ed, one level (mechanisms.md §6). The duty list goes before every rule (rules/routing.py).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from liren.cases.duties import TIERS
from liren.cases.kinds import GROUPS, shipped_kinds
from liren.cases.receivers import DESK, wrong_receiver
from liren.catalogue.kinds import Key, Problem
from liren.kernel import Code

FAMILY = "routing"
CODE = "standard"
MOST = 60
SEVERITIES = {"normal": "一般", "urgent": "紧急"}
FIELDS: dict[str, str] = {
    "kind": "类别",
    "group": "大类",
    "area": "区域",
    "severity": "缓急",
    "text_class": "文字看着像",
    "duty": "清单",
}
"""What a rule may ask about, as it is called."""


@dataclass(frozen=True, kw_only=True)
class When:
    """All that are written must hold; a case fits a list that holds its value. An area fits by its first digits.

    `text_class` is the kind that triage found in the words, which the reporter may not have chosen; "" for none.
    """

    kind: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    severity: tuple[str, ...] = ()
    text_class: tuple[str, ...] = ()
    duty: tuple[str, ...] = ()

    def asked(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The conditions that are written."""
        return ((f.name, values) for f in fields(self) if (values := getattr(self, f.name)))


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule: `to` receives (receivers.py), `helpers` work along, `reason` is shown to whoever dispatches."""

    code: str
    reason: str
    to: str
    when: When = field(default_factory=When)
    helpers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Routing:
    """The rules of an area, in the order in which they are tried."""

    code: str
    label: str
    rules: tuple[Rule, ...] = ()
    legal_basis: str = ""
    verified_by: str = ""


EDITABLE: dict[str, Key] = {
    "label": Key(label="名称"),
    "rules": Key(label="规则"),
    "legal_basis": Key(label="依据", long=True),
    "verified_by": Key(label="谁核对过"),
}


def two_people(spec: Mapping[str, Any]) -> bool:
    """Who gets the work is never decided by one person alone."""
    return True


def check(routing: Routing) -> list[Problem]:
    """Everything that is wrong with the rules, each with its place in the order and its remedy."""
    return [*_whole(routing), *(p for n, rule in enumerate(routing.rules, 1) for p in _rule(n, rule))]


def _whole(routing: Routing) -> Iterator[Problem]:
    if not routing.label.strip():
        yield Problem(key="label", sentence="规则没有名称。", remedy="请写上，例如“界牌镇派单规则”。")
    if not routing.verified_by:
        yield Problem(key="verified_by", sentence="没有写谁核对过。", remedy="请写核对人或核对材料。")
    if len(routing.rules) > MOST:
        yield Problem(
            key="rules", sentence=f"规则有 {len(routing.rules)} 条，没有人记得住。", remedy=f"请并成 {MOST} 条以内。"
        )
    codes = [rule.code for rule in routing.rules]
    for code in sorted({c for c in codes if codes.count(c) > 1}):
        yield Problem(key="rules", sentence=f"代码“{code}”用了两次。", remedy="请给其中一条换一个代码。")
    for n, rule in enumerate(routing.rules):
        earlier = next((m for m, other in enumerate(routing.rules[:n]) if _covers(other, rule)), None)
        if earlier is not None:
            sentence = f"第 {n + 1} 条轮不到：合它的事已经被第 {earlier + 1} 条接走了。"
            yield Problem(key="rules", sentence=sentence, remedy="请把它往前移，或者删去。")


def _covers(one: Rule, other: Rule) -> bool:
    """Whether every case that fits `other` fits `one` before it. A rule that may fail to find its unit hands on."""
    if one.to not in (DESK, other.to):
        return False
    theirs = dict(other.when.asked())
    return all(set(theirs.get(name, ())) and set(theirs[name]) <= set(values) for name, values in one.when.asked())


def _rule(n: int, rule: Rule) -> Iterator[Problem]:
    def fault(sentence: str, remedy: str) -> Problem:
        return Problem(key="rules", sentence=f"第 {n} 条：{sentence}", remedy=f"请{remedy}")

    try:
        Code(rule.code)
    except ValueError:
        yield fault(f"代码“{rule.code}”不能用。", "只用小写字母、数字和 _ . -，例如 street_light。")
    if not rule.reason.strip():
        yield fault("没有写理由。", "写一句给派遣的人看的理由。")
    for words in (rule.to, *rule.helpers):
        if no := wrong_receiver(words):
            yield fault(no, "选一个单位，或者写“name:单位名称”。")
    if rule.to == DESK and rule.helpers:
        yield fault("交受理台自己定，就没有配合单位。", "去掉配合单位，或者选一个单位。")
    known: dict[str, Mapping[str, Any]] = {
        "kind": shipped_kinds(),
        "text_class": shipped_kinds(),
        "group": GROUPS,
        "severity": SEVERITIES,
        "duty": TIERS,
    }
    for name, values in rule.when.asked():
        for value in values:
            if name in known and value not in known[name]:
                yield fault(f"“{FIELDS[name]}”里没有“{value}”。", "从列表里选。")
            if name == "area" and not (value.isascii() and value.isdigit() and len(value) in (6, 9, 12, 15, 17)):
                yield fault(f"“{value}”不是区域代码。", "写 6、9、12、15 或 17 位数字。")
