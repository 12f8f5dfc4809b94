"""What goes back to a hotline: one answer an order, in their words under their headings, as bytes that never change."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

import msgspec

from liren.cases.hotlines import Answers, Hotline
from liren.cases.kinds import EXITS, SATISFACTION
from liren.catalogue.worktime import SHANGHAI

YES = {True: "是", False: "否", None: ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is said of one order. `words` are those the reporter was told, only once the case has ended; times in UTC.

    `ground` is the label of the ground of a 退单 with its `item`, or the exit of a refusal; `own` our number.
    """

    number: str
    own: str
    standing: str
    accepted: datetime | None
    contacted: datetime | None
    ended: datetime | None
    result: str
    words: str
    ground: str
    item: str
    solved: bool | None
    satisfied: int | None
    reopens: int
    limit: datetime | None


def encoded(answer: Answer) -> bytes:
    """One answer as bytes: what is digested to see whether there is anything new to say."""
    return msgspec.json.encode(asdict(answer), order="sorted")


def in_their_words(answer: Answer, hotline: Hotline) -> dict[str, str]:
    """One answer under our column names, each cell as the hotline reads it."""
    return {
        "number": answer.number, "own": answer.own, "standing": hotline.standing_words[answer.standing],
        "accepted": _moment(answer.accepted), "contacted": _moment(answer.contacted), "ended": _moment(answer.ended),
        "result": hotline.result_words.get(answer.result, ""), "words": answer.words,
        "ground": EXITS.get(answer.ground, answer.ground), "item": answer.item, "solved": YES[answer.solved],
        "satisfied": SATISFACTION.get(answer.satisfied or 0, ""), "reopens": str(answer.reopens),
        "limit": _moment(answer.limit),
    }  # fmt: skip


def sums(answers: Sequence[Answer]) -> dict[str, int]:
    """How many stand where, and the parts of the three rates among them: contacted, said to be solved, satisfied."""
    counted = Counter(answer.standing for answer in answers)
    rated = [a for a in answers if a.solved is not None]
    happy = [a for a in answers if a.satisfied is not None]
    return dict(sorted(counted.items())) | {
        "contacted": sum(a.contacted is not None for a in answers),
        "rated": len(rated), "solved": sum(bool(a.solved) for a in rated),
        "satisfaction_given": len(happy), "satisfied": sum(a.satisfied in (1, 2) for a in happy),
    }  # fmt: skip


def packed(answers: Sequence[Answer], hotline: Hotline, *, area: str, no: int, made_at: datetime) -> bytes:
    """A pack: whose, which number, the table in their words, the same as records, and the sums. JSON, keys in order."""
    shown = [f.name for f in fields(Answers) if getattr(hotline.answers, f.name)]
    told = [in_their_words(answer, hotline) for answer in answers]
    content: dict[str, Any] = {
        "system": hotline.code, "area": str(area), "no": no, "made_at": made_at.isoformat(),
        "columns": [getattr(hotline.answers, name) for name in shown],
        "table": [[row[name] for name in shown] for row in told],
        "rows": [asdict(answer) for answer in answers],
        "sums": sums(answers),
    }  # fmt: skip
    return msgspec.json.encode(content, order="sorted")


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}" if at else ""
