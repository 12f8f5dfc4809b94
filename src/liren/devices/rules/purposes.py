"""What a camera may be looked through for, and for how long: shapes of view_purposes/*.toml and view_terms/*.toml.

A purpose is public safety tied to a case of one of its kinds, or to an approved request; "to look around" is none
(PIPL art. 26; Decree 799 art. 16).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from liren.catalogue.kinds import Key, Problem

PURPOSES = "view_purpose"
TERMS = "view_terms"
LONGEST_MINUTES = 10
EDITABLE = {"label": Key(label="名称")}
TERMS_EDITABLE = {
    "ticket_minutes": Key(label="一张票几分钟"),
    "radius": Key(label="案件周围多少米"),
    "most": Key(label="一件事最多几台"),
    "answer_days": Key(label="查阅申请几天内答复"),
}


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """One purpose. `kinds` are the kinds of cases under which cameras are offered for it; `request`: it may be asked for without a case."""

    code: str
    label: str
    kinds: tuple[str, ...] = ()
    request: bool = False
    order: int = 50
    legal_basis: str = ""
    verified_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The bounds of viewing: minutes of a ticket and of an approved request, metres and number of cameras offered, days to answer a resident, small cells."""

    code: str
    label: str
    ticket_minutes: int
    radius: int
    most: int
    request_minutes: int
    answer_days: int
    small: int
    legal_basis: str = ""
    verified_by: str = ""


def check(purpose: Purpose) -> list[Problem]:
    """What is wrong with a purpose's file."""
    found = []
    if not purpose.label.strip():
        found.append(Problem(key="label", sentence="没有写目的叫什么。", remedy="写几个字，例如“核实消防隐患”。"))
    if not purpose.kinds and not purpose.request:
        sentence = "既不跟案件类别，也不能申请，谁也用不上。"
        found.append(Problem(key="kinds", sentence=sentence, remedy="写上案件类别，或者把 request 设为 true。"))
    if not purpose.legal_basis:
        found.append(Problem(key="legal_basis", sentence="看视频要有依据。", remedy="写上法律条文。"))
    return found


def check_terms(terms: Terms) -> list[Problem]:
    """What is wrong with the bounds."""
    found = []
    for key, value, least, most in (
        ("ticket_minutes", terms.ticket_minutes, 1, LONGEST_MINUTES), ("radius", terms.radius, 20, 1000),
        ("most", terms.most, 1, 10), ("request_minutes", terms.request_minutes, 5, 240),
        ("answer_days", terms.answer_days, 1, 30), ("small", terms.small, 5, 20),
    ):  # fmt: skip
        if not least <= value <= most:
            found.append(Problem(key=key, sentence=f"要在 {least} 到 {most} 之间。", remedy="请改数字。"))
    return found


def opened_by(purposes: Iterable[Purpose], kind: str) -> list[Purpose]:
    """The purposes under which a case of a kind opens cameras; none for a kind that is not about public safety."""
    return [purpose for purpose in purposes if kind in purpose.kinds]
