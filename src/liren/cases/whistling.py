"""The shape of a kind of whistle (whistles/*.toml): when it may be blown, and how soon called units answer, come, finish.

A unit that is called has three clocks, all running from the call; an objection and the ratings have one each. Sources:
domain.md §2.3 (三类哨, 30 minutes on site, 事不完、人不撤), 《北京市接诉即办工作条例》 art. 33. A county changes the limits by publishing.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

from liren.catalogue.kinds import Key, Problem
from liren.catalogue.worktime import OFFICE_UNITS, Limit

FAMILY = "whistle"
CLOCKS: dict[str, str] = {
    "acknowledge": "响应", "arrive": "到场", "done": "办结", "object": "定该不该来", "rate": "互评",
}  # fmt: skip
EDITABLE = {
    "label": Key(label="名称"),
    "when": Key(label="什么时候吹"),
    **{clock: Key(label=f"{label}的时限") for clock, label in CLOCKS.items()},
    "again": Key(label="超时以后隔多久再往上报一级"),
    "legal_basis": Key(label="依据", long=True),
    "verified_by": Key(label="谁核对过依据"),
}


@dataclass(frozen=True, kw_only=True)
class WhistleKind:
    """One kind. `hurried`: who is called comes first and objects afterwards, and lateness is told at once at any hour.

    `again` is the time between two steps up the chain while a unit stays late.
    """

    code: str
    label: str
    when: str
    hurried: bool
    acknowledge: Limit
    arrive: Limit
    done: Limit
    object: Limit
    rate: Limit
    again: Limit
    legal_basis: str = ""
    verified_by: str = ""

    def limit(self, clock: str) -> Limit:
        """The limit of a clock of CLOCKS."""
        return getattr(self, clock)  # type: ignore[no-any-return]


@cache
def shipped_labels() -> dict[str, str]:
    """What the kinds that ship with the room are called, by code."""
    files = sorted((Path(__file__).parent / "whistles").glob("*.toml"))
    return {f.stem: msgspec.convert(tomllib.loads(f.read_text("utf-8")), WhistleKind).label for f in files}


def check(kind: WhistleKind) -> Iterator[Problem]:
    """What is wrong with a kind; nothing when it may be published."""
    for key, words in (
        ("label", "名称"),
        ("when", "什么时候吹"),
        ("legal_basis", "依据"),
        ("verified_by", "谁核对过依据"),
    ):
        if not getattr(kind, key).strip():
            yield Problem(key=key, sentence=f"没有写{words}。", remedy=f"请补上{words}。")
    for key, label in (*CLOCKS.items(), ("again", "再报一级")):
        limit: Limit = getattr(kind, key)
        if limit.amount <= 0:
            yield Problem(key=key, sentence=f"{label}的时限要大于 0。", remedy="请改为大于 0 的数。")
        elif limit.unit in ("work_day", "day") and limit.amount != int(limit.amount):
            yield Problem(key=key, sentence=f"{label}的时限以日计，要是整数。", remedy="请改为整数，或者改用小时。")
    if kind.hurried and any(kind.limit(c).unit in OFFICE_UNITS for c in ("acknowledge", "arrive")):
        yield Problem(
            key="arrive",
            sentence="应急的哨夜里也要有人来，响应和到场不能按上班时间算。",
            remedy="请改用小时（不分昼夜）。",
        )
    if kind.acknowledge.unit == kind.arrive.unit == kind.done.unit and not (
        kind.acknowledge.amount <= kind.arrive.amount <= kind.done.amount
    ):
        yield Problem(key="arrive", sentence="三个时限要先响应，再到场，再办结。", remedy="请按先后改大小。")
