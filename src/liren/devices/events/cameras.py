"""What happened to the register of cameras. Ids, codes and days; never an address."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from liren.kernel import AreaCode, Code, Event


@dataclass(frozen=True, kw_only=True)
class CameraRegistered(Event):
    """A camera of a public place stands in the register."""

    label: ClassVar[str] = "登记摄像头"
    camera: UUID
    area: AreaCode
    position: Code
    owner: UUID


@dataclass(frozen=True, kw_only=True)
class CameraCorrected(Event):
    """Its entry was written anew; `sealed`: with another address or password."""

    label: ClassVar[str] = "改摄像头登记"
    camera: UUID
    area: AreaCode
    position: Code
    owner: UUID
    sealed: bool


@dataclass(frozen=True, kw_only=True)
class CameraRetired(Event):
    """It was taken down."""

    label: ClassVar[str] = "摄像头停用"
    camera: UUID


@dataclass(frozen=True, kw_only=True)
class RetentionProved(Event):
    """A person looked whether its recordings are kept as long as they must."""

    label: ClassVar[str] = "核对录像保存天数"
    camera: UUID
    checked_on: date


@dataclass(frozen=True, kw_only=True)
class CameraHealthChanged(Event):
    """It answers otherwise than before."""

    label: ClassVar[str] = "摄像头健康变化"
    camera: UUID
    health: Code
    drift_s: int | None


@dataclass(frozen=True, kw_only=True)
class CamerasImportUndone(Event):
    """An imported list was taken back: `removed` cameras were new with it."""

    label: ClassVar[str] = "撤销摄像头名单的导入"
    record: UUID
    area: AreaCode
    removed: int
