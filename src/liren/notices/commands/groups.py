"""Orders about the register of groups: who answers for a group, what it is for, until when."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import AreaCode, Code, Command


@dataclass(frozen=True, kw_only=True)
class RegisterGroup(Command):
    """Enter a group of an area. `robot` is the address of its WeCom robot, sealed; "" for a group without one.

    Members and what they say are no part of it and have no field.
    """

    group: UUID
    area: AreaCode
    name: str
    kind: Code
    owner: UUID | None
    purpose: str
    ends_at: datetime | None
    robot: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangeGroup(Command):
    """Write an entry anew, and with it say that the group is still needed. `robot` None leaves the robot as it is."""

    group: UUID
    name: str
    kind: Code
    owner: UUID | None
    purpose: str
    ends_at: datetime | None
    robot: str | None = None


@dataclass(frozen=True, kw_only=True)
class RetireGroup(Command):
    """The group is not used any more; its robot's address is forgotten."""

    group: UUID


@dataclass(frozen=True, kw_only=True)
class AskAboutGroup(Command):
    """The entry ends in two weeks: whoever answers for the group is asked whether it is still needed."""

    group: UUID
