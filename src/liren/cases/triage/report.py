"""What training prints: the figures on held-out messages, and the old model beside the new one on the same messages."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from liren.cases.triage.figures import figures
from liren.cases.triage.model import Model
from liren.cases.triage.train import Trained


def in_words(header: Mapping[str, Any]) -> str:
    """The figures of a model's header as lines for the terminal."""
    of = header["held_out"]
    beside = f"另看了 {header['beside']:,} 条没有归类的。" if header.get("beside") else ""
    lines = [
        f"{header['rows']:,} 行，{header['people']:,} 人，{len(header['counts'])} 类；相近的归在一起以后 {header['groups']:,} 组。{beside}",
        f"轮流留出 {header['folds']} 份检验（没见过的记录）：正确率 {of['accuracy']:.3f}，宏平均 F1 {of['macro_f1']:.3f}。",
        f"给出建议的占 {of['suggested']:.1%}，其中正确 {_share(of['suggested_right'])}；其余说“拿不准”。",
        "类别  行数  准确率  召回率  F1",
        *(f"{o['label']}  {o['rows']}  {o['precision']:.3f}  {o['recall']:.3f}  {o['f1']:.3f}" for o in of["each"]),
        "最容易混的：" + ("；".join(f"{true}当成{said} {n} 次" for true, said, n in of["mixed"][:5]) or "没有"),
        f"把握是否可信（平均相差 {of['calibration_error']:.3f}）：说的把握 → 实际正确",
        *(f"  {mean:.2f} → {share:.2f}（{n} 行）" for _, _, n, mean, share in of["reliability"]),
    ]
    return "\n".join(lines)


def compared(old: Model, made: Trained, texts: Sequence[str], labels: Sequence[str]) -> dict[str, Any]:
    """Old and new on the same rows, as plain JSON. The new was judged on held-out rows; the old may have seen some.

    Labels that one of them never learnt count as wrong for it. `lost` and `won` are rows where only one was right.
    """
    names = sorted({*labels, *old.labels})
    truth = np.array([names.index(label) for label in labels])
    said = [dict(old.suggest(text).ranked) for text in texts]
    chances = np.array([[one.get(name, 0.0) for name in names] for one in said])
    was = figures(truth, chances, names)
    right_before = chances.argmax(axis=1) == truth
    right_now = made.right
    return {
        "rows": len(texts),
        "before": {name: was[name] for name in ("accuracy", "macro_f1", "calibration_error")},
        "after": {name: made.model.header["held_out"][name] for name in ("accuracy", "macro_f1", "calibration_error")},
        "won": int((right_now & ~right_before).sum()),
        "lost": int((~right_now & right_before).sum()),
        "same_data": old.header.get("digest") == made.model.header["digest"],
    }


def before_after(old: Model, made: Trained, texts: Sequence[str], labels: Sequence[str]) -> str:
    """`compared` as lines for the terminal."""
    of = compared(old, made, texts, labels)
    lines = [
        f"同样的 {of['rows']:,} 行，旧模型 → 新模型：正确率 {of['before']['accuracy']:.3f} → {of['after']['accuracy']:.3f}，"
        f"宏平均 F1 {of['before']['macro_f1']:.3f} → {of['after']['macro_f1']:.3f}。",
        f"原来错、现在对的 {of['won']} 行；原来对、现在错的 {of['lost']} 行。",
        "新模型是在留出的记录上检验的；旧模型如果学过这些记录，它的数字会偏高。",
    ]
    return "\n".join(lines if not of["same_data"] else [*lines, "旧模型正是用这批记录训练的，它的数字不能当真。"])


def _share(value: float | None) -> str:
    return "无" if value is None else f"{value:.1%}"
