"""What a resident may choose from: kinds of case by group, their own questions, how dangerous it is, how he is told."""

from datetime import datetime

from django.utils.translation import gettext as _

from liren.cases.kinds import GROUPS, Field, Kind
from liren.catalogue import queries as catalogue
from liren.web.resident import guess
from liren.web.resident.draft import Draft

HELPING = ("care", "livelihood", "dispute", "advice")
UNKNOWN = "other"
DANGERS = ("no", "maybe", "now")
WORDS_SHOWN = 4


def kinds(draft: Draft, now: datetime) -> dict[str, Kind]:
    """The kinds on offer, by code; a call for help sees those about people."""
    entries = catalogue.entries("case_kind", area=draft.area, at=now)
    shown = {e.code: e.spec for e in entries if not draft.help or e.spec.group in HELPING or e.code == UNKNOWN}
    return {code: spec for code, spec in shown.items() if spec.workflow == "standard"}


def grouped(offered: dict[str, Kind]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """The kinds under the labels of their groups: code, label, and the words people use for it."""
    groups = {
        label: [option(code, kind) for code, kind in offered.items() if kind.group == group]
        for group, label in GROUPS.items()
    }
    return [(label, of) for label, of in groups.items() if of]


def option(code: str, kind: Kind) -> tuple[str, str, str]:
    """One kind to choose: its code, its label, the words people use for it."""
    return code, kind.label, "、".join(kind.hints[:WORDS_SHOWN])


def matching(words: str, offered: dict[str, Kind]) -> list[tuple[str, str, str]]:
    """The kinds that a few words point to, the best first."""
    found = guess.found(words, {code: (kind.label, *kind.hints) for code, kind in offered.items()})
    return [option(code, offered[code]) for code in found]


def chosen(draft: Draft, offered: dict[str, Kind]) -> str:
    """The kind the resident chose, else the one his words point to, else "other"."""
    if draft.kind in offered:
        return draft.kind
    return guess.kind_of(draft.words, offered, draft.area) or UNKNOWN


def of(draft: Draft, now: datetime) -> tuple[str, Kind | None]:
    """The kind as it stands: its code, and what the catalogue says of it (None: the catalogue has lost it)."""
    offered = kinds(draft, now)
    code = chosen(draft, offered)
    return code, offered.get(code)


def questions(draft: Draft, now: datetime) -> tuple[Field, ...]:
    """The kind's own questions."""
    _code, kind = of(draft, now)
    return kind.fields if kind else ()


def answers(draft: Draft, now: datetime) -> list[tuple[str, str]]:
    """What was answered, as it is read again: the question and the answer with its unit."""
    given = [(q, draft.answers.get(q.code, "")) for q in questions(draft, now)]
    return [(q.label, f"{value} {q.unit}".strip()) for q, value in given if value]


def dangers() -> list[tuple[str, str, str]]:
    return [
        ("no", _("没有危险"), ""),
        ("maybe", _("可能伤到人"), _("会排在前面办")),
        ("now", _("正在发生危险"), _("请先打 110、119 或 120")),
    ]


def ways_to_be_told() -> list[tuple[str, str, str]]:
    return [
        ("phone", _("留手机号"), _("说不清的地方，办的人能打电话问您，办得快些")),
        ("none", _("不留电话，谁也不知道我是谁"), _("没法打电话问您；进度要凭提交以后给您的网址或者查询码来看")),
    ]


def needs_place(draft: Draft, now: datetime) -> bool:
    """False only for kinds that lie nowhere, such as a question about a policy."""
    _code, kind = of(draft, now)
    return kind is None or kind.place != "none"
