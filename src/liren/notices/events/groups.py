"""What happened to the register of groups. Never a group's name."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from liren.kernel import Code, Event


@dataclass(frozen=True, kw_only=True)
class GroupRegistered(Event):
    """A group stands in the register until a day; `robot` says whether Liren may speak in it."""

    label: ClassVar[str] = "登记群"
    group: UUID
    kind: Code
    owner: UUID
    ends_at: datetime
    robot: bool


@dataclass(frozen=True, kw_only=True)
class GroupChanged(Event):
    """The entry was written anew."""

    label: ClassVar[str] = "改群登记"
    group: UUID
    kind: Code
    owner: UUID
    ends_at: datetime
    robot: bool


@dataclass(frozen=True, kw_only=True)
class GroupRetired(Event):
    """The group is not used any more."""

    label: ClassVar[str] = "注销群"
    group: UUID


@dataclass(frozen=True, kw_only=True)
class GroupNearsEnd(Event):
    """The entry ends soon: its owner is to say whether the group is still needed."""

    label: ClassVar[str] = "群登记快到期"
    group: UUID
    owner: UUID
    days: int
