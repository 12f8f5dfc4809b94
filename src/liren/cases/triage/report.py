"""What training prints: the figures on held-out messages, and the old model beside the new one on the same messages."""

from collections.abc import Mapping, Sequence
from typing import Any

from liren.cases.triage.comparing import Before, compared
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
        "最容易混的："
        + ("；".join(f"{true}当成{said or '说不出'} {n} 次" for true, said, n in of["mixed"][:5]) or "没有"),
        f"把握是否可信（平均相差 {of['calibration_error']:.3f}）：说的把握 → 实际正确",
        *(f"  {mean:.2f} → {share:.2f}（{n} 行）" for _, _, n, mean, share in of["reliability"]),
    ]
    return "\n".join(lines)


def before_after(
    old: Before, made: Trained, texts: Sequence[str], labels: Sequence[str], days: Sequence[str] = ()
) -> str:
    """`compared` as lines for the terminal."""
    of = compared(old, made, texts, labels, days)
    lines = [
        f"同样的 {of['rows']:,} 行，旧模型 → 新模型：正确率 {of['before']['accuracy']:.3f} → {of['after']['accuracy']:.3f}，"
        f"宏平均 F1 {of['before']['macro_f1']:.3f} → {of['after']['macro_f1']:.3f}。",
        f"原来错、现在对的 {of['won']} 行；原来对、现在错的 {of['lost']} 行。",
        *(f"{true}当成{said or '说不出'}：{before} → {after} 次" for true, said, before, after in of["pairs"][:5]),
        *_fresh(of["fresh"]),
        "新模型是在留出的记录上检验的；旧模型如果学过这些记录，它的数字会偏高。",
    ]
    return "\n".join(lines if not of["same_data"] else [*lines, "旧模型正是用这批记录训练的，它的数字不能当真。"])


def _fresh(of: Mapping[str, Any] | None) -> list[str]:
    if of is None:
        return []
    return [f"其中旧模型训练以后才反映的 {of['rows']:,} 行，归对 {of['before']:.1%} → {of['after']:.1%}。"]


def left_out(left: Mapping[str, int], fewest: int) -> str:
    """The kinds that were not learnt, for the terminal; "" for none."""
    named = "；".join(f"{kind} {n} 件" for kind, n in left.items())
    return f"不到 {fewest} 件、没有学的类别：{named}。它们照旧看关键词。" if named else ""


def _share(value: float | None) -> str:
    return "无" if value is None else f"{value:.1%}"
