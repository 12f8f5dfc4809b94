"""Devices on the register."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import AreaCode, Code, Event


@dataclass(frozen=True, kw_only=True)
class DeviceRegistered(Event):
    """A device is on the register. `again`: how many frames that it sent before are read again."""

    device: UUID
    area: AreaCode
    kind: Code
    again: int


@dataclass(frozen=True, kw_only=True)
class DeviceCorrected(Event):
    """The named fields of a device changed."""

    device: UUID
    area: AreaCode
    fields: tuple[Code, ...]


@dataclass(frozen=True, kw_only=True)
class DeviceRetired(Event):
    """A device is off the register."""

    device: UUID
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class ComponentNamed(Event):
    """A component has a name."""

    device: UUID
    component: Code
    type: int


@dataclass(frozen=True, kw_only=True)
class MaintenanceSet(Event):
    """A device is worked at from one moment to another."""

    device: UUID
    starts: datetime
    ends: datetime


@dataclass(frozen=True, kw_only=True)
class MaintenanceEnded(Event):
    """The work at a device is over."""

    device: UUID


@dataclass(frozen=True, kw_only=True)
class DeviceTaskFinished(Event):
    """What a false alarm left to be done is done."""

    task: UUID
    device: UUID


@dataclass(frozen=True, kw_only=True)
class DevicesImportUndone(Event):
    """An import was taken back: `removed` were new with it, `restored` have their entries of before."""

    record: UUID
    area: AreaCode
    removed: int
    restored: int
