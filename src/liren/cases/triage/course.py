"""A training from closed cases to a model file and its report, as the command line and the worker both do it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from liren.cases.triage import model_file
from liren.cases.triage.comparing import Before, compared
from liren.cases.triage.lessons import Chosen, Lesson, chosen
from liren.cases.triage.telling import telling
from liren.cases.triage.train import Trained, train


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The rows, what they taught, the file, and the report as plain JSON (`taken`)."""

    chosen: Chosen
    made: Trained
    content: bytes
    report: dict[str, Any]


def taken(lessons: Sequence[Lesson], old: Before, *, made_on: str, folds: int = 5, seed: int = 0) -> Course:
    """Learn, judge, compare with what suggested until now. Raises TriageError with a sentence when there is too little.

    The report: `read` cases, `kept` and `left` kinds [code, cases], `people`, `groups` of near-duplicates, everything of
    `comparing.compared`, `words` of each kind (said by five people or more), `size` in bytes and `runs` of the file,
    `learnt` whether a model suggested before.
    """
    rows = chosen(lessons)
    made = train(rows.texts, rows.labels, people=rows.people, folds=folds, seed=seed, made_on=made_on)
    content = model_file.written(made.model)
    report = {
        "read": rows.read, "kept": list(map(list, rows.kept.items())), "left": list(map(list, rows.left.items())),
        "people": made.model.header["people"], "groups": made.model.header["groups"],
        **compared(old, made, rows.texts, rows.labels, rows.days),
        "words": telling(made.model, rows.texts, rows.labels), "size": len(content), "runs": len(made.model.keys),
        "learnt": bool(old.header), "made_on": made_on,
    }  # fmt: skip
    return Course(chosen=rows, made=made, content=content, report=report)
