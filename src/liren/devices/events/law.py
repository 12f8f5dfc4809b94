"""What happened around the days that Decree 799 sets. Ids, codes and days; the register's words stand in its file alone."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from liren.kernel import AreaCode, Code, Event


@dataclass(frozen=True, kw_only=True)
class CamerasFiled(Event):
    """Cameras were filed with the police."""

    label: ClassVar[str] = "摄像头备案"
    area: AreaCode
    cameras: tuple[UUID, ...]
    filed_on: date


@dataclass(frozen=True, kw_only=True)
class CameraDue(Event):
    """Something has to be done about a camera by a day; it may have passed."""

    label: ClassVar[str] = "摄像头的事快到期"
    camera: UUID
    what: Code
    due: date


@dataclass(frozen=True, kw_only=True)
class FootagePressed(Event):
    """Nobody has answered a resident yet; `step` is near, late or later."""

    label: ClassVar[str] = "查阅录像的申请催办"
    request: UUID
    step: Code
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class ViewMonthSealed(Event):
    """The register of a month was closed. `digest` is the SHA-256 of its file in hexadecimal, sealed with this entry."""

    label: ClassVar[str] = "封存一个月的看视频登记"
    record: UUID
    area: AreaCode
    month: date
    lines: int
    digest: Code
