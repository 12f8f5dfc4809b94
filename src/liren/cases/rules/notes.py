"""Which words an order leaves behind, and whether the reporter reads them. A note is not a message."""

from dataclasses import dataclass
from uuid import UUID

from liren.cases.commands import CaseCommand

KINDS: dict[str, str] = {
    "report": "反映内容",
    "file": "交给受理台的原因",
    "refuse": "不予受理的原因",
    "dispatch": "派遣理由",
    "contact": "联系情况",
    "return": "退回理由",
    "ask_arbitration": "申请裁定的理由",
    "decide_arbitration": "裁定理由",
    "report_result": "办理结果",
    "report_help": "配合情况",
    "verify": "核查情况",
    "ask_relief": "申请理由",
    "decide_relief": "审批意见",
    "solve_on_spot": "现场解决情况",
    "confirm": "评价",
    "rate_joined": "评价",
    "reopen": "重办要求",
    "withdraw": "撤回原因",
    "correct_kind": "改类别的理由",
    "correct_place": "改地点的理由",
    "add_words": "补充说明",
    "message": "留言",
    "note": "内部备注",
    "join": "同一件事的反映",
    "urge": "督办理由",
    "take_back": "收回的理由",
    "reopen_child": "重办要求",
    "to_order": "转为点单时的说明",
    "end_false_alarm": "误报的说明",
    "end_drill": "演练结束的说明",
    "lift_drill": "为什么说是真的",
}
TOLD = frozenset(
    {"report", "refuse", "dispatch", "report_result", "decide_relief", "solve_on_spot", "confirm", "rate_joined",
     "reopen", "withdraw", "add_words", "message", "to_order"}
)  # fmt: skip
"""Notes that the reporter reads on his progress page: his own, and what is said to him."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Words to keep, under the content id that the event carries."""

    id: UUID
    kind: str
    text: str
    visible_to_reporter: bool


def note_of(command: CaseCommand) -> Note | None:
    """The words of an order as a note; None when it has none."""
    text = str(getattr(command, "words", "") or getattr(command, "reason", "")).strip()
    if command.act not in KINDS or not text or getattr(command, "note", None) is None:
        return None
    return Note(id=command.note, kind=command.act, text=text, visible_to_reporter=command.act in TOLD)  # type: ignore[attr-defined]
