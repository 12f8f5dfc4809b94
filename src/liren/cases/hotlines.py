"""The shape of an agreement with a hotline (hotlines/*.toml, 热线对接): its columns, its classes, its words, both ways.

A city's 12345 exports its work orders with headings of its own and wants the answers under others. All of that is data of
the county: it is agreed once with the hotline and published like any entry (docs/howto/hotline.md). GB/T 33358-2016 asks
for the order's number, content, limit and secrecy to go along with it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from liren.cases.kinds import RESULTS, shipped_kinds
from liren.catalogue.kinds import Key, Problem

FAMILY = "hotline"
CODE = "12345"
STANDINGS: dict[str, str] = {
    "received": "待受理",
    "open": "办理中",
    "answered": "已答复",
    "returned": "退单",
    "refused": "不予受理",
    "withdrawn": "已撤回",
}
"""Where an order stands between the two houses: received = open + answered + returned + refused + withdrawn + untouched."""


@dataclass(frozen=True, kw_only=True)
class Headings:
    """Under which headings the hotline's own export has what; the first that is there counts."""

    number: tuple[str, ...]
    received: tuple[str, ...]
    words: tuple[str, ...]
    title: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    name: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    community: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()
    urgent: tuple[str, ...] = ()
    limit: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Answers:
    """Under which headings the hotline wants our answers; an empty one is left out."""

    number: str
    own: str = ""
    standing: str = ""
    accepted: str = ""
    contacted: str = ""
    ended: str = ""
    result: str = ""
    words: str = ""
    ground: str = ""
    item: str = ""
    solved: str = ""
    satisfied: str = ""
    reopens: str = ""
    limit: str = ""


@dataclass(frozen=True, kw_only=True)
class Hotline:
    """One agreement. `kinds`, `standings` and `results` are lines "theirs = ours" (`kinds`) or "ours = theirs".

    `default_kind` takes what no line names. `yes` are the words that mean it, `urgent_words` those that make an order
    urgent. Moments that differ by more than `tolerance_minutes` are reported when the two ledgers are compared.
    """

    code: str
    label: str
    columns: Headings
    answers: Answers
    kinds: tuple[str, ...] = ()
    default_kind: str = "other"
    yes: tuple[str, ...] = ("是", "要求保密", "保密", "1", "Y")
    urgent_words: tuple[str, ...] = ("紧急", "特急", "加急")
    standings: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    tolerance_minutes: int = 10
    legal_basis: str = ""
    verified_by: str = ""

    @property
    def kind_of(self) -> dict[str, str]:
        """Their class → our kind, by code."""
        return pairs(self.kinds)

    @property
    def standing_words(self) -> dict[str, str]:
        """Our standing → their word."""
        return STANDINGS | pairs(self.standings)

    @property
    def result_words(self) -> dict[str, str]:
        """Our result → their word."""
        return RESULTS | pairs(self.results)


EDITABLE: dict[str, Key] = {
    "label": Key(label="名称"),
    "kinds": Key(label="热线的类别 = 本系统的类别代码", long=True),
    "default_kind": Key(label="对不上的归到哪一类"),
    "standings": Key(label="本系统的状态 = 热线的叫法", long=True),
    "results": Key(label="本系统的结果 = 热线的叫法", long=True),
    "yes": Key(label="表示要求保密的写法", long=True),
    "urgent_words": Key(label="表示紧急的写法", long=True),
    "tolerance_minutes": Key(label="对账时间相差多少分钟以内不算"),
    "columns": Key(label="来单的列名"),
    "answers": Key(label="回传的列名"),
    "legal_basis": Key(label="依据", long=True),
    "verified_by": Key(label="谁核对过"),
}


def pairs(lines: tuple[str, ...]) -> dict[str, str]:
    """Lines "left = right" as a mapping; a line without the sign says nothing."""
    parted = (line.partition("=") for line in lines)
    return {left.strip(): right.strip() for left, sign, right in parted if sign and left.strip() and right.strip()}


def check(hotline: Hotline) -> list[Problem]:
    """What is wrong with an agreement, each with its remedy."""
    return list(_wrong(hotline))


def _wrong(hotline: Hotline) -> Iterator[Problem]:
    if not hotline.verified_by:
        yield Problem(key="verified_by", sentence="没有写谁核对过。", remedy="请写上和热线约定的日期、双方经办人。")
    for line in (*hotline.kinds, *hotline.standings, *hotline.results):
        if not pairs((line,)):
            yield Problem(
                key="kinds", sentence=f"“{line}”没有等号。", remedy="请一行写一条，写成“路灯照明 = street_light_out”。"
            )
    yield from _unknown(hotline, {"standings": STANDINGS, "results": RESULTS})
    for code in (*hotline.kind_of.values(), hotline.default_kind):
        if not code.isascii():
            yield Problem(
                key="kinds",
                sentence=f"“{code}”不是类别代码。",
                remedy="请写类别的代码，例如 street_light_out；代码见“类别和规则”页。",
            )
    if hotline.default_kind not in shipped_kinds():
        yield Problem(
            key="default_kind",
            sentence=f"没有“{hotline.default_kind}”这个类别。",
            remedy="请写一个出厂的类别，例如 other。",
        )
    if hotline.tolerance_minutes < 0:
        yield Problem(key="tolerance_minutes", sentence="分钟数不能小于 0。", remedy="请写 0 或更大的数，例如 10。")
    for one in fields(Headings):
        if one.name in ("number", "received", "words") and not getattr(hotline.columns, one.name):
            yield Problem(key="columns", sentence=f"没有写 {one.name} 的列名。", remedy="请写热线导出表里的列名。")


def _unknown(hotline: Hotline, known: Mapping[str, Mapping[str, str]]) -> Iterator[Problem]:
    for key, words in known.items():
        for code in pairs(getattr(hotline, key)):
            if code not in words:
                remedy = f"请从这些里选：{'、'.join(words)}。"
                yield Problem(key=key, sentence=f"没有“{code}”这一种。", remedy=remedy)
