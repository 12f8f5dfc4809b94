"""用已办结的事训练: what there is to learn from, how far the worker is, and what came of it beside what suggests now."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from liren.cases.commands.training import AskTraining, DropTraining, UseTraining
from liren.cases.queries import triage
from liren.cases.queries.triage import TrainingCard
from liren.cases.triage import lessons
from liren.kernel import Actor, AreaCode, Command
from liren.kernel.ids import new_id
from liren.web import where
from liren.web.attempt import Typed
from liren.web.display import moment_words
from liren.web.office import choices

VERBS = ("train", "use", "drop")
Labels = Mapping[str, str]
Row = tuple[Any, ...]


def order(typed: Typed, actor: Actor) -> Command | None:
    """What the pressed button asks for; None with the problem noted when it can't be read."""
    if typed.verb == "train":
        return AskTraining(training=typed.key, area=AreaCode(choices.widest(actor)))
    training = typed.uuid("training", _("这次训练的编号不完整，请刷新页面。"))
    if training is None:
        return None
    return UseTraining(training=training, model=new_id()) if typed.verb == "use" else DropTraining(training=training)


def said(verb: str) -> str:
    """What a page says after the button; "" where the page itself shows it."""
    return {"use": _("好了，从现在起照新的来。以前归好的类不变。"), "drop": _("好了，现在用的没有变。")}.get(verb, "")


def shown(actor: Actor, labels: Labels, now: datetime) -> dict[str, Any]:
    """What the page shows of trainings of the viewer's own area."""
    area = AreaCode(choices.widest(actor))
    seen, card = triage.learnable(actor, area), triage.training(actor, area)
    kept, left = lessons.sorted_out(seen)
    return {
        "learn": {
            "area": where.long(area), "n": sum(seen.values()), "kept": _named(kept.items(), labels),
            "left": _named(left.items(), labels), "enough": lessons.enough(kept), "fewest": lessons.FEWEST,
            "kinds": lessons.KINDS, "cases": lessons.FEWEST_CASES,
        },
        "going": card if card and card.state == "waiting" else None,
        "refused": card.trouble if card and card.state == "refused" else "",
        "report": told(card, labels, now) if card and card.report and card.state in ("ready", "used") else None,
        "train_key": new_id(), "drop_key": new_id(), "use_key": new_id(),
    }  # fmt: skip


def told(card: TrainingCard, labels: Labels, now: datetime) -> dict[str, Any]:
    """A report in words (its shape: triage/course.py)."""
    of = card.report or {}
    before, after, fresh = of["before"], of["after"], of["fresh"]
    was = {one["label"]: one for one in of["each_before"]}
    return {
        "id": card.id, "state": card.state, "by": card.by or _("系统"), "at": moment_words(card.settled_at or card.asked_at, now),
        "read": of["read"], "rows": of["rows"], "kinds": len(of["kept"]), "people": of["people"], "groups": of["groups"],
        "left": _named(of["left"], labels), "learnt": of["learnt"], "same_data": of["same_data"],
        "macro": (_percent(before["macro_f1"]), _percent(after["macro_f1"])),
        "accuracy": (_percent(before["accuracy"]), _percent(after["accuracy"])),
        "sure": (_percent(before["suggested"]), _percent(after["suggested"])),
        "better": after["macro_f1"] > before["macro_f1"], "won": of["won"], "lost": of["lost"],
        "folds": len(of["folds"]), "folds_won": sum(new > old for old, new in of["folds"]),
        "fresh": {"n": fresh["rows"], "before": _percent(fresh["before"]), "after": _percent(fresh["after"])} if fresh else None,
        "size": _size(of["size"]), "runs": of["runs"],
        "each": [_kind(one, was.get(one["label"]), of["words"].get(one["label"], ()), labels) for one in of["each_after"]],
        "fewer": _mixed((p for p in of["pairs"] if p[3] < p[2]), labels), "more": _mixed((p for p in of["pairs"] if p[3] > p[2]), labels),
    }  # fmt: skip


def sheet(card: TrainingCard, labels: Labels) -> tuple[list[str], list[Row]]:
    """The report as a table to take away: headings and rows, one figure a row."""
    of = card.report or {}
    head = [_("说的是什么"), _("类别"), _("当成"), _("件数"), _("现在用的"), _("新的"), _("最能说明的词")]
    rows: list[Row] = [
        (_("读了的已办结的事"), "", "", of["read"], None, None, ""),
        *((_("学了的类别"), labels.get(kind, kind), "", n, None, None, "") for kind, n in of["kept"]),
        *((_("没有学的类别（件数不够）"), labels.get(kind, kind), "", n, None, None, "") for kind, n in of["left"]),
        *((name, "", "", of["rows"], of["before"][key], of["after"][key], "") for key, name in _figures()),
        *((_("第 %(n)s 份的宏平均 F1") % {"n": n}, "", "", None, old, new, "") for n, (old, new) in enumerate(of["folds"], 1)),
    ]  # fmt: skip
    was = {one["label"]: one for one in of["each_before"]}
    for one in of["each_after"]:
        kind, old = labels.get(one["label"], one["label"]), was.get(one["label"], {})
        words = "、".join(of["words"].get(one["label"], ()))
        names = (("precision", _("说是这一类的，说对多少")), ("recall", _("实际是这一类的，说中多少")), ("f1", "F1"))
        rows += [(name, kind, "", one["rows"], old.get(key), one[key], words) for key, name in names]
    rows += [
        (_("混过的次数"), labels.get(a, a), _none(b, labels), None, old, new, "") for a, b, old, new in of["pairs"]
    ]
    return head, [*rows, (_("模型文件，字节"), "", "", None, None, of["size"], "")]


def _figures() -> list[tuple[str, str]]:
    return [
        ("macro_f1", _("各类平均（宏平均 F1）")), ("accuracy", _("归对的")), ("suggested", _("有把握给建议的")),
        ("suggested_right", _("给出建议里对的")), ("calibration_error", _("把握与实际平均相差")),
    ]  # fmt: skip


def _kind(one: dict[str, Any], old: dict[str, Any] | None, words: Iterable[str], labels: Labels) -> dict[str, Any]:
    return {
        "label": labels.get(one["label"], one["label"]), "rows": one["rows"], "words": list(words),
        **{name: (_percent(old[name]) if old else "", _percent(one[name])) for name in ("precision", "recall")},
        "worse": old is not None and one["f1"] < old["f1"],
    }  # fmt: skip


def _mixed(pairs: Iterable[Any], labels: Labels) -> list[tuple[str, str, int, int]]:
    return [(labels.get(a, a), _none(b, labels), old, new) for a, b, old, new in pairs]


def _none(code: str, labels: Labels) -> str:
    return labels.get(code, code) if code else _("说不出是哪一类")


def _named(pairs: Iterable[Any], labels: Labels) -> list[tuple[str, int]]:
    return [(labels.get(kind, kind), n) for kind, n in pairs]


def _size(n: int) -> str:
    return f"{n / 1e6:.1f} MB" if n >= 1e5 else f"{n / 1e3:.0f} KB"


def _percent(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f}%"
