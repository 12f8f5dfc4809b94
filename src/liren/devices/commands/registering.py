"""Devices on the register: entered, corrected, taken over from lists, under maintenance, retired."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from liren.kernel import AreaCode, Code, Command
from liren.kernel.rows import FileSource


@dataclass(frozen=True, kw_only=True)
class RegisterDevice(Command):
    """Enter a device. Its identity is its wire and the raw bytes under which it speaks, in hexadecimal; no other has both.

    It lies in the building, or where the point (WGS-84 degrees) is. `gateway` is the device it speaks through. `interval`
    in seconds, None as its kind says. `signed`: the sign of art. 26 PIPL hangs there. `owner` owns it, `contact` is the
    unit that is called about it. What it said before it was registered is read again.
    """

    device: UUID
    kind: Code
    wire: str
    source: str
    name: str
    position: str = ""
    profile: str = "standard"
    building: UUID | None = None
    lon: float | None = None
    lat: float | None = None
    gateway: UUID | None = None
    owner: UUID | None = None
    contact: UUID | None = None
    filing: str = ""
    grade: str = ""
    signed: bool = False
    retention_days: int | None = None
    interval: int | None = None
    installed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class CorrectDevice(RegisterDevice):
    """Put a device's entry right, whole."""


@dataclass(frozen=True, kw_only=True)
class RetireDevice(Command):
    """Take a device off the register from now on. What it said stays; its identity is free for another."""

    device: UUID


@dataclass(frozen=True, kw_only=True)
class NameComponent(Command):
    """Say what a component that was heard is called and where it hangs."""

    device: UUID
    component: str
    type: int
    name: str
    position: str = ""


@dataclass(frozen=True, kw_only=True)
class SetMaintenance(Command):
    """A device is tested or mended for a while: what it says is marked, and still shown. A fire is a fire."""

    device: UUID
    starts: datetime
    ends: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class EndMaintenance(Command):
    """The work at a device is over before its time."""

    device: UUID


@dataclass(frozen=True, kw_only=True)
class FinishDeviceTask(Command):
    """What a false alarm left to be done at a device is done."""

    task: UUID
    words: str


@dataclass(frozen=True, kw_only=True)
class DeviceRow:
    """One line of an imported list, read and checked by `rules.rows`. Units, kinds and gateways stand by their words."""

    row: int
    device: UUID
    kind: Code
    wire: str
    source: str
    name: str
    position: str
    lon: float
    lat: float
    profile: str = "standard"
    gateway: str = ""
    owner: str = ""
    filing: str = ""
    signed: bool = False
    installed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ImportDevices(Command):
    """Enter many devices at once or put them right, all or none. A device is known by its wire and identity."""

    area: AreaCode
    rows: tuple[DeviceRow, ...]
    source: FileSource | None = None


@dataclass(frozen=True, kw_only=True)
class UndoDevicesImport(Command):
    """Take one import of devices back, whole, while none of them was changed or heard since."""

    record: UUID
