"""What a resident may choose from: kinds of case by group, how dangerous it is, how he is told."""

from datetime import datetime

from django.utils.translation import gettext as _

from liren.cases.kinds import GROUPS, Kind
from liren.catalogue import queries as catalogue
from liren.web.resident import guess
from liren.web.resident.draft import Draft

HELPING = ("care", "livelihood", "dispute", "advice")
UNKNOWN = "other"
DANGERS = ("no", "maybe", "now")


def kinds(draft: Draft, now: datetime) -> dict[str, Kind]:
    """The kinds on offer, by code; a call for help sees those about people."""
    entries = catalogue.entries("case_kind", area=draft.area, at=now)
    shown = {e.code: e.spec for e in entries if not draft.help or e.spec.group in HELPING or e.code == UNKNOWN}
    return {code: spec for code, spec in shown.items() if spec.workflow == "standard"}


def grouped(offered: dict[str, Kind]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds under the labels of their groups, in the order of the groups."""
    groups = {
        label: [(code, kind.label) for code, kind in offered.items() if kind.group == group]
        for group, label in GROUPS.items()
    }
    return [(label, of) for label, of in groups.items() if of]


def chosen(draft: Draft, offered: dict[str, Kind]) -> str:
    """The kind the resident chose, else the one his words point to, else "other"."""
    if draft.kind in offered:
        return draft.kind
    return guess.kind_of(draft.words, {code: kind.hints for code, kind in offered.items()}) or UNKNOWN


def dangers() -> list[tuple[str, str, str]]:
    return [
        ("no", _("没有危险"), ""),
        ("maybe", _("可能伤到人"), _("会排在前面办")),
        ("now", _("正在发生危险"), _("请先打 110、119 或 120")),
    ]


def ways_to_be_told() -> list[tuple[str, str]]:
    return [("phone", _("留手机号，办的人有事打给我")), ("none", _("不留电话，我自己来查"))]


def needs_place(draft: Draft, now: datetime) -> bool:
    """False only for kinds that lie nowhere, such as a question about a policy."""
    offered = kinds(draft, now)
    kind = offered.get(chosen(draft, offered))
    return kind is None or kind.place != "none"
