"""The shape of a catalogue post: where it is held, what it lets people do, where it stands in the chain."""

from collections.abc import Collection
from dataclasses import dataclass

from liren.catalogue.kinds import Key, Problem

EDITABLE = {
    "label": Key(label="名称"),
    "households_most": Key(label="一个人最多管多少户"),
    "places_most": Key(label="一个人最多管几个区域"),
}
"""What an area may set of a post: what it is called, and how much is too much. What it lets people do comes with a release."""

LEVELS = {
    "county": ("县（市、区）", 6),
    "town": ("镇（街道）", 9),
    "community": ("村（社区）", 12),
    "grid": ("网格", 15),
    "micro_grid": ("微网格", 17),
}

CHAIN = ("micro_grid", "grid", "community", "town")
"""The links of the chain of responsibility for a door (纵向到底), the nearest first; each a key of LEVELS."""

HELD_OVER = {"area": "区域", "building": "楼栋", "unit": "单位"}


@dataclass(frozen=True, kw_only=True)
class Post:
    """A post that people are appointed to, and what it lets them do.

    `levels`: where it can be held, keys of LEVELS. `over`: an area, one building in it, or one unit in it.
    `single`: one holder per place at a time. `secrecy`: 1 also sees reports whose reporter is sealed.
    `keeper`: 1 is asked first when an area's keeper is looked for, 0 never.
    `escalation`: 1 is told first when a matter is late, 0 never. `administrator`: one of the three (三员).
    `chain`: the link of the chain at which its holder answers for every door below ("" none); where a link has several
    posts, only the first of them that anybody holds answers (`chain_order`, 1 first). `relieves`: links for which its
    holder takes over by itself while whoever answers there is on leave. `households_most`, `places_most`: beyond this
    one person carries too much (0 no limit).
    """

    code: str
    label: str
    levels: tuple[str, ...]
    over: str = "area"
    single: bool = False
    rights: tuple[str, ...] = ()
    secrecy: int = 0
    keeper: int = 0
    escalation: int = 0
    administrator: bool = False
    chain: str = ""
    chain_order: int = 1
    relieves: tuple[str, ...] = ()
    households_most: int = 0
    places_most: int = 0


def check(post: Post, rights: Collection[str]) -> list[Problem]:
    """What is wrong with a post's file; `rights` are those that the rooms declared."""
    problems = [
        _problem("levels", f"没有“{level}”这一级。", f"改成其中之一：{'、'.join(LEVELS)}。")
        for level in post.levels
        if level not in LEVELS
    ]
    if not post.levels:
        problems.append(_problem("levels", "没有写这个岗位设在哪一级。", f"至少写一个：{'、'.join(LEVELS)}。"))
    if post.over not in HELD_OVER:
        problems.append(_problem("over", f"“{post.over}”不是任职对象。", f"改成其中之一：{'、'.join(HELD_OVER)}。"))
    if post.secrecy not in (0, 1):
        problems.append(_problem("secrecy", "岗位不能打开涉密事项。", "写 0（公开件）或 1（隐名件）。"))
    problems += [
        _problem("rights", f"没有“{right}”这项权限。", "核对拼写，或先在对应模块登记这项权限。")
        for right in post.rights
        if right not in rights
    ]
    problems += [
        _problem(key, f"责任链上没有“{link}”这一环。", f"改成其中之一：{'、'.join(CHAIN)}。")
        for key, links in (("chain", (post.chain,) if post.chain else ()), ("relieves", post.relieves))
        for link in links
        if link not in CHAIN
    ]
    if post.chain and post.chain not in post.levels:
        problems.append(_problem("chain", "这个岗位不设在它负责的那一级。", "把这一级写进 levels，或改 chain。"))
    problems += [
        _problem(key, "限额不能是负数。", "写一个正数；不设限写 0。")
        for key in ("households_most", "places_most")
        if getattr(post, key) < 0
    ]
    if post.administrator and any(right.startswith("cases.") for right in post.rights):
        problems.append(_problem("rights", "管理员岗位不能办事。", "去掉 cases. 开头的权限，另设办事岗位。"))
    return problems


def _problem(key: str, sentence: str, remedy: str) -> Problem:
    return Problem(key=key, sentence=sentence, remedy=remedy)
