"""Orders about units and their tree."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import AreaCode, Command


@dataclass(frozen=True, kw_only=True)
class RegisterUnit(Command):
    """Enter a unit under its parent (None: a root). `area` is the area that answers for its entry."""

    unit: UUID
    parent: UUID | None
    kind: str
    name: str
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class RenameUnit(Command):
    """Give a unit another name."""

    unit: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class CloseUnit(Command):
    """Give a unit up: nobody works for it and no open unit stands below it. Its history stays."""

    unit: UUID


@dataclass(frozen=True, kw_only=True)
class ReopenUnit(Command):
    """Take a closed unit up again."""

    unit: UUID
