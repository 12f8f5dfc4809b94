"""群通知: what a keeper issues to the groups of her ground. The rules, and the shape of a wording (group_wordings/*.toml).

Liren sends nothing to a group and reads nothing from one: the keeper copies the words herself. Kept is what was issued,
by whom, for which groups and when, so that nobody has to ask twice whether it was told.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from liren.catalogue.kinds import Problem
from liren.kernel import Refusal

FAMILY = "group_wording"
LONGEST = 1000
MOST_GROUPS = 20
LONGEST_NAME = 40
BLANK = re.compile(r"[{｛]([^{}｛｝]*)[}｝]")
ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")


@dataclass(frozen=True, kw_only=True)
class GroupWording:
    """One wording to start from. `text` names in braces what the keeper fills in herself."""

    code: str
    label: str
    text: str
    legal_basis: str = ""
    verified_by: str = ""


def check(wording: GroupWording) -> list[Problem]:
    """What is wrong with a wording's file."""
    found = []
    if not wording.label.strip():
        found.append(Problem(key="label", sentence="没有写这段话叫什么。", remedy="写几个字，例如“停水停电”。"))
    if not 2 <= len(wording.text.strip()) <= LONGEST:
        found.append(Problem(key="text", sentence=f"要有 2 到 {LONGEST} 个字。", remedy="写短一点，一条只说一件事。"))
    return found


def issued_words(text: str) -> str:
    """The words as they go out. Raises Refusal when nothing is said, a blank is left, or somebody's number stands in it."""
    words = text.strip()
    if len(words) < 2:
        raise Refusal("no_words", "还没有写要通知什么，写一句话就可以。", field="words")
    if len(words) > LONGEST:
        over = len(words) - LONGEST
        raise Refusal("too_long", f"写了 {len(words):,} 个字，最多 {LONGEST:,} 个，请删去 {over:,} 个。", field="words")
    if blanks := BLANK.findall(words):
        raise Refusal("blank_left", f"还有没填的：{'、'.join(dict.fromkeys(blanks))}。填好再发。", field="words")
    if ID_NUMBER.search(words):
        raise Refusal("id_number", "里面有身份证号，群里人人看得到，请删掉再发。", field="words")
    return words


def group_names(names: Sequence[str]) -> tuple[str, ...]:
    """The groups, each once. Raises Refusal for none, for too many, for a name that is too long."""
    found = tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
    if not found:
        raise Refusal("no_group", "还没有写发到哪个群，写群的名字，一行一个。", field="groups")
    if len(found) > MOST_GROUPS:
        raise Refusal("many_groups", f"写了 {len(found)} 个群，一次最多 {MOST_GROUPS} 个。", field="groups")
    if long := next((name for name in found if len(name) > LONGEST_NAME), None):
        raise Refusal("long_group", f"“{long[:12]}…”太长，群名最多 {LONGEST_NAME} 个字。", field="groups")
    return found
