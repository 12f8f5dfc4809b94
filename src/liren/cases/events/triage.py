"""What happened to the models that suggest kinds: which one by its digest, how many rows it learnt from, how good it was."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import Code, Event


@dataclass(frozen=True, kw_only=True)
class TriageModelActivated(Event):
    """A model suggests from now on. Figures are of held-out rows, per thousand; `again` after one was gone back to."""

    model: UUID
    digest: Code
    rows: int
    labels: int
    accuracy: int
    macro_f1: int
    again: bool


@dataclass(frozen=True, kw_only=True)
class TriageModelRested(Event):
    """A model suggests no more."""

    model: UUID
    digest: Code
