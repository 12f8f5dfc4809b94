"""The two committees of a community (两委), their seats, and what a holder's background may be: a catalogue entry."""

import re
from dataclasses import dataclass

from liren.catalogue.kinds import Key, Problem

BODIES = {"party": "社区党组织委员会", "residents": "社区居（村）民委员会"}
"""两委: the committee of the party organisation and that of self-government."""

STANDINGS = {"full": "专职", "part": "兼职"}

ROLES = {"head": "书记（主任）", "deputy": "副书记（副主任）", "member": "委员"}

CAME_BY = {"elected": "选举", "added": "增补", "co_opted": "兼任"}
"""How somebody came to a seat: by election, by an election in between, or because of another post (兼职委员)."""

BACKGROUND_EDITABLE = {"label": Key(label="名称"), "says": Key(label="说明", long=True)}


@dataclass(frozen=True, kw_only=True)
class Background:
    """Where the holder of a seat comes from, for the figures of 兼职委员 (domain.md §1.3, HX-04).

    `standings`: as what such a person may sit, keys of STANDINGS. `order`: 1 stands first.
    """

    code: str
    label: str
    says: str
    standings: tuple[str, ...]
    order: int = 100


def check_background(background: Background) -> list[Problem]:
    """What is wrong with a background's file."""
    problems = []
    if not re.fullmatch(r"[a-z][a-z_]*", background.code):
        problems.append(_problem("code", f"“{background.code}”不是代码。", "用小写英文字母和下划线。"))
    if not background.label.strip():
        problems.append(_problem("label", "没有写名称。", "写两到四个字，例如“民警”。"))
    if not background.standings:
        problems.append(_problem("standings", "没有写可以怎样任职。", f"至少写一个：{'、'.join(STANDINGS)}。"))
    problems += [
        _problem("standings", f"没有“{one}”这种任职方式。", f"改成其中之一：{'、'.join(STANDINGS)}。")
        for one in background.standings
        if one not in STANDINGS
    ]
    return problems


def _problem(key: str, sentence: str, remedy: str) -> Problem:
    return Problem(key=key, sentence=sentence, remedy=remedy)
