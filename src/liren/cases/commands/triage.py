"""Orders about the model that suggests kinds: put one to use, go back to an earlier one, do without."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import AreaCode, Command


@dataclass(frozen=True, kw_only=True)
class ActivateTriageModel(Command):
    """Let this model suggest kinds in `area` from now on; `content` is its file. The one before stays to go back to."""

    model: UUID
    area: AreaCode
    content: bytes


@dataclass(frozen=True, kw_only=True)
class ReturnToTriageModel(Command):
    """Let an earlier model suggest again."""

    model: UUID


@dataclass(frozen=True, kw_only=True)
class RestTriageModel(Command):
    """Do without: the words of the catalogue suggest again."""

    model: UUID
