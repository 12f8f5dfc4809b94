"""The shape of a notice's wording, its slots, and the subjects and labels that other rooms register."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from string import Formatter
from typing import Any
from uuid import UUID

from liren.catalogue.kinds import Key, Problem
from liren.kernel import Actor

CHANNELS = {"wecom": "企业微信", "wechat": "微信", "sms": "短信", "email": "邮件"}
"""What one person can be reached by; a robot of a group is no person."""

LEVELS = {"hint": "提示", "urge": "催办", "alert": "告警"}

EDITABLE = {
    "label": Key(label="名称"),
    "title": Key(label="标题"),
    "body": Key(label="正文", long=True),
    "channels": Key(label="站内消息以外，还可以用", choices=CHANNELS),
    "short": Key(label="短信和微信里写什么"),
    "sms_template": Key(label="短信模板的编号"),
    "wechat_template": Key(label="微信模板的编号"),
    "quiet": Key(label="夜里不发信"),
    "digest": Key(label="攒成一封再发"),
}

SHORT_CHANNELS = frozenset({"sms", "wechat"})

SLOTS = {
    "subject": "事情本身的编号",
    "time": "时间",
    "minutes": "时长",
    "count": "数量",
    "account": "人名",
    "unit": "单位名",
    "digits": "验证码",
}
"""What a slot may hold; besides these `code:NAME` is a code whose label stands in the list NAME."""

SHORT_MAX = 40
"""An SMS of one part holds 70 characters: the county's signature and the address of the page go in it, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How whoever holds a secret link is reached: the phone that was left ("" for none), and the path of the page."""

    phone: str
    path: str


Names = Callable[[Actor, Sequence[UUID]], dict[UUID, str]]
Contacts = Callable[[Actor, Sequence[UUID]], dict[UUID, Contact]]
SUBJECTS: dict[str, Names] = {}
CONTACTS: dict[str, Contacts] = {}
LABELS: dict[str, Mapping[str, str]] = {}


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One wording. `title` and `body` name slots in braces; `slots` says what each holds (SLOTS or `code:NAME`).

    `quiet`: a letter waits for the end of the quiet hours (22:00–07:00). `channels`: what it also goes out by, the first
    that works; `short` is what an SMS or a message of the official account says of it, without any words of the matter,
    and `sms_template`, `wechat_template` are what the county's provider calls that wording. `digest`: it waits for the
    next digest, in the morning or after lunch, unless it would come too late then.
    """

    code: str
    label: str
    level: str
    title: str
    body: str
    slots: dict[str, str] = field(default_factory=dict)
    quiet: bool = True
    channels: tuple[str, ...] = ()
    short: str = ""
    sms_template: str = ""
    wechat_template: str = ""
    digest: bool = False


def upcast(spec: dict[str, Any]) -> dict[str, Any]:
    """A wording from before there were several channels: what went by letter goes by e-mail."""
    told = dict(spec)
    if told.pop("mail", False) and "channels" not in told:
        told["channels"] = ["email"]
    return told


def subject(kind: str, names: Names) -> None:
    """Say how things of a kind are called: `names(viewer, ids)`. Registered at boot by whoever knows the room."""
    SUBJECTS[kind] = names


def contacts(kind: str, contacts: Contacts) -> None:
    """Say how the holders of secret links of a kind are reached: `contacts(house, ids)`. Registered at boot likewise."""
    CONTACTS[kind] = contacts


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
    for channel in notice.channels:
        if channel not in CHANNELS:
            problems.append(_problem("channels", f"没有“{channel}”这种通道。", f"可用：{'、'.join(CHANNELS)}。"))
    if SHORT_CHANNELS & set(notice.channels) and not notice.short:
        problems.append(_problem("short", "要发短信或微信，却没有写短信里说什么。", "写一句不带案情的话。"))
    if len(notice.short) > SHORT_MAX:
        problems.append(_problem("short", f"超过 {SHORT_MAX} 个字，一条短信放不下。", "写短一点。"))
    if "subject" in [notice.slots.get(str(name)) for name in used_slots(notice.short)]:
        problems.append(_problem("short", "短信里不能写是什么事，路人看得到。", "去掉说事情的空位。"))
    for key, text in (("title", notice.title), ("body", notice.body), ("short", notice.short)):
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
        if name not in [*used_slots(notice.title), *used_slots(notice.body), *used_slots(notice.short)]:
            problems.append(_problem(f"slots.{name}", "这个空位没有用到。", "在正文里用上，或者删去。"))
    return problems


def _problem(key: str, sentence: str, remedy: str) -> Problem:
    return Problem(key=key, sentence=sentence, remedy=remedy)
