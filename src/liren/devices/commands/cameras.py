"""Orders about the register of cameras. Addresses and passwords travel here and are sealed; events never carry them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liren.kernel import AreaCode, Code, Command
from liren.kernel.rows import FileSource


@dataclass(frozen=True, kw_only=True)
class CameraEntry:
    """What is written of one camera. `stream`, `user`, `password` "" leave what is kept as it is."""

    camera: UUID
    name: str
    place: str
    lon: float
    lat: float
    position: str
    type: str
    owner: UUID | None
    engine_path: str
    sign_posted: bool
    installed_on: date | None
    filing_number: str = ""
    filed_on: date | None = None
    retention_days: int | None = 30
    grade: str = ""
    building: UUID | None = None
    stream: str = ""
    user: str = ""
    password: str = ""


@dataclass(frozen=True, kw_only=True)
class RegisterCamera(CameraEntry, Command):
    """Enter a camera of a public place; one that the catalogue of a `platform` offers as `channel` needs no stream's address."""

    platform: UUID | None = None
    channel: str = ""


@dataclass(frozen=True, kw_only=True)
class CorrectCamera(CameraEntry, Command):
    """Write the entry anew: another place, another sign, the filing."""


@dataclass(frozen=True, kw_only=True)
class RetireCamera(Command):
    """The camera was taken down: no ticket leads to it any more; its register of views stays."""

    camera: UUID


@dataclass(frozen=True, kw_only=True)
class ProveRetention(Command):
    """A person looked whether recordings are kept as long as they must (art. 17), and wrote it into a document."""

    camera: UUID
    checked_on: date
    document: str


@dataclass(frozen=True, kw_only=True)
class ImportCameras(Command):
    """Enter a list of cameras, all or none."""

    area: AreaCode
    rows: tuple[RegisterCamera, ...]
    source: FileSource | None = None


@dataclass(frozen=True, kw_only=True)
class UndoCamerasImport(Command):
    """Take one import of cameras back, whole, while none of them was changed, offered or asked for since."""

    record: UUID


@dataclass(frozen=True, kw_only=True)
class NoteProbe(Command):
    """How a camera answered a probe that pulled no picture; `drift_s` is how far its clock is ahead, None not asked."""

    camera: UUID
    health: Code
    drift_s: int | None
