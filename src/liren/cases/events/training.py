"""What happened to trainings of the model that suggests kinds. Putting one to use is `TriageModelActivated`."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import AreaCode, Event


@dataclass(frozen=True, kw_only=True)
class TrainingAsked(Event):
    """Somebody asked for a training: the reports of the area's closed cases are read for it."""

    training: UUID
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class TrainingDropped(Event):
    """A training was called off (`ready` false), or its result thrown away."""

    training: UUID
    ready: bool


@dataclass(frozen=True, kw_only=True)
class TrainingKept(Event):
    """A training is over. `rows` learnt from and macro-F1 before and after, per thousand; all 0 when it came to nothing."""

    training: UUID
    rows: int
    before: int
    after: int
