"""The shape of a notice's wording, its slots, and the subjects and labels that other rooms register."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from string import Formatter
from uuid import UUID

from liren.catalogue.kinds import Key, Problem
from liren.kernel import Actor

LEVELS = {"hint": "提示", "urge": "催办", "alert": "告警"}

EDITABLE = {
    "label": Key(label="名称"),
    "title": Key(label="标题"),
    "body": Key(label="正文", long=True),
    "quiet": Key(label="夜里不发信"),
    "mail": Key(label="同时发信"),
    "digest": Key(label="攒成一封再发"),
}

SLOTS = {
    "subject": "事情本身的编号",
    "time": "时间",
    "minutes": "时长",
    "count": "数量",
    "account": "人名",
    "unit": "单位名",
}
"""What a slot may hold; besides these `code:NAME` is a code whose label stands in the list NAME."""

Names = Callable[[Actor, Sequence[UUID]], dict[UUID, str]]
SUBJECTS: dict[str, Names] = {}
LABELS: dict[str, Mapping[str, str]] = {}


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One wording. `title` and `body` name slots in braces; `slots` says what each holds (SLOTS or `code:NAME`).

    `quiet`: a letter waits for the end of the quiet hours (22:00–07:00). `mail`: it also goes out by letter. `digest`:
    the letter waits for the next digest, in the morning or after lunch, unless it would come too late then.
    """

    code: str
    label: str
    level: str
    title: str
    body: str
    slots: dict[str, str] = field(default_factory=dict)
    quiet: bool = True
    mail: bool = False
    digest: bool = False


def subject(kind: str, names: Names) -> None:
    """Say how things of a kind are called: `names(viewer, ids)`. Registered at boot by whoever knows the room."""
    SUBJECTS[kind] = names


def labels(name: str, words: Mapping[str, str]) -> None:
    """Give the labels of a list of codes that notices may mention."""
    LABELS[name] = words


def used_slots(text: str) -> list[str | None]:
    """The names in braces; None for a brace that does more than name a slot."""
    return [
        name if name.isidentifier() and not spec and not conversion else None
        for _, name, spec, conversion in Formatter().parse(text)
        if name is not None
    ]


def check(notice: Notice) -> list[Problem]:
    """What is wrong with a wording's file."""
    problems = []
    if notice.level not in LEVELS:
        problems.append(_problem("level", f"没有“{notice.level}”这一级。", f"改成其中之一：{'、'.join(LEVELS)}。"))
    for key, text in (("title", notice.title), ("body", notice.body)):
        for name in used_slots(text):
            if name is None:
                problems.append(_problem(key, "大括号里只能写空位的名字。", "去掉点、方括号、冒号和感叹号。"))
            elif name not in notice.slots:
                problems.append(_problem(key, f"用了空位“{name}”，slots 里没有说明。", "在 slots 里补上它是什么。"))
    for name, kind in notice.slots.items():
        if kind not in SLOTS and not kind.startswith("code:"):
            problems.append(
                _problem(f"slots.{name}", f"没有“{kind}”这种空位。", f"可用：{'、'.join(SLOTS)}、code:名称。")
            )
        if name not in [*used_slots(notice.title), *used_slots(notice.body)]:
            problems.append(_problem(f"slots.{name}", "这个空位没有用到。", "在正文里用上，或者删去。"))
    return problems


def _problem(key: str, sentence: str, remedy: str) -> Problem:
    return Problem(key=key, sentence=sentence, remedy=remedy)
