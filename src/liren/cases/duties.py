"""The shape of a duty list (duty_lists/*.toml, 履职事项清单): which matters are a town's own, shared, or taken back.

By 2025 every town has three lists: 基本履职, 配合履职 and 上级部门收回 (《整治形式主义为基层减负若干规定》, domain.md §0.4). One
entry is one whole list, so that a town's own replaces the shipped sample and is in force, or not, as a whole.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from liren.cases.kinds import shipped_kinds
from liren.cases.receivers import wrong_receiver
from liren.catalogue.kinds import Key, Problem

FAMILY = "duty_list"
CODE = "town"
"""The one list of a town; a family may hold others later."""

Tier = Literal["basic", "cooperative", "taken_back"]
TIERS: dict[str, str] = {"basic": "基本履职", "cooperative": "配合履职", "taken_back": "上级收回"}
ITEM_CODE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,31}")


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item. `lead` (receivers.py) does it or took it back, `helper` works along; `kinds` are case kinds it covers."""

    code: str
    title: str
    tier: Tier
    lead: str = ""
    helper: str = ""
    kinds: tuple[str, ...] = ()
    legal_basis: str = ""

    @property
    def shown(self) -> str:
        """As it stands in a field to choose from: “ph-03 道路交通安全隐患排查”."""
        return f"{self.code} {self.title}"


@dataclass(frozen=True, kw_only=True)
class DutyList:
    """A town's list. `sample`: invented, to be replaced; `helper` is who works along for the town where an item names nobody."""

    code: str
    label: str
    sample: bool = False
    helper: str = ""
    items: tuple[Item, ...] = field(default=())
    legal_basis: str = ""
    verified_by: str = ""

    @cached_property
    def by_code(self) -> dict[str, Item]:
        return {item.code: item for item in self.items}

    def covering(self, kind: str) -> tuple[Item, ...]:
        """The items that name a kind of case, in the list's order."""
        return tuple(item for item in self.items if kind in item.kinds)

    def named(self, words: str) -> Item | None:
        """The item that somebody chose or typed: its code, its title, or both as `shown`."""
        text = " ".join(words.split())
        first = text.split(" ")[0].lower()
        return next((i for i in self.items if i.code == first or text in (i.title, i.shown)), None)


EDITABLE: dict[str, Key] = {
    "label": Key(label="名称"),
    "sample": Key(label="样例，还没有换成自己的"),
    "helper": Key(label="镇里由谁配合"),
    "items": Key(label="事项"),
    "legal_basis": Key(label="依据", long=True),
    "verified_by": Key(label="谁核对过"),
}


def check(duties: DutyList) -> list[Problem]:
    """Everything that is wrong with a list, each with its remedy."""
    return [*_list(duties), *(p for item in duties.items for p in _item(item))]


def _list(duties: DutyList) -> Iterator[Problem]:
    if not duties.label.strip():
        yield Problem(key="label", sentence="清单没有名称。", remedy="请写上，例如“界牌镇履职事项清单”。")
    if not duties.legal_basis:
        yield Problem(key="legal_basis", sentence="没有写依据。", remedy="请写明公布清单的文件名称。")
    if not duties.verified_by:
        yield Problem(key="verified_by", sentence="没有写谁核对过。", remedy="请写核对人或核对材料。")
    if duties.helper and (no := wrong_receiver(duties.helper)):
        yield Problem(key="helper", sentence=no, remedy="请照“name:单位名称”写。")
    codes = [item.code for item in duties.items]
    for code in sorted({c for c in codes if codes.count(c) > 1}):
        yield Problem(key="items", sentence=f"编号“{code}”用了两次。", remedy="请给其中一条换一个编号。")


def _item(item: Item) -> Iterator[Problem]:
    said = f"“{item.code}”"
    if not ITEM_CODE.fullmatch(item.code):
        yield Problem(
            key="items", sentence=f"编号{said}不能用。", remedy="请只用小写字母、数字和 - _ .，最多 32 位，例如 jb-01。"
        )
    if not item.title.strip():
        yield Problem(key="items", sentence=f"{said}没有写事项名称。", remedy="请补上事项名称。")
    if item.tier != "basic" and not item.lead:
        who = "收回它的部门" if item.tier == "taken_back" else "主办部门"
        yield Problem(key="items", sentence=f"{said}没有写{who}。", remedy="请补上，例如 name:市水利局。")
    for words in filter(None, (item.lead, item.helper)):
        if no := wrong_receiver(words):
            yield Problem(key="items", sentence=f"{said}：{no}", remedy="请照“name:单位名称”写。")
    for kind in item.kinds:
        if kind not in shipped_kinds():
            yield Problem(
                key="items", sentence=f"{said}：没有“{kind}”这个案件类别。", remedy="请从类别和规则页上的类别里选。"
            )
