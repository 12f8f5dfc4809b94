"""Orders about a training from closed cases: have it done, call it off or throw its result away, keep it, put it to use."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import AreaCode, Command


@dataclass(frozen=True, kw_only=True)
class AskTraining(Command):
    """Have the worker train a model from the closed cases of an area. Nothing suggests otherwise until it is put to use."""

    training: UUID
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class DropTraining(Command):
    """Call a training off, or throw away what it came to; what suggests now stays."""

    training: UUID


@dataclass(frozen=True, kw_only=True)
class KeepTraining(Command):
    """How far the worker is (`done` of `total`), and at the end the model's file with its report (JSON), or what is wrong."""

    training: UUID
    done: int
    total: int
    content: bytes = b""
    report: str = ""
    trouble: str = ""


@dataclass(frozen=True, kw_only=True)
class UseTraining(Command):
    """Let the model of a training suggest from now on, under the id `model`. The one before stays to go back to."""

    training: UUID
    model: UUID
