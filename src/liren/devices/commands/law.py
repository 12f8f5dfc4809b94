"""Orders of Decree 799: what was filed, what is due, the register of a month sealed, a resident who waits."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liren.kernel import AreaCode, Code, Command


@dataclass(frozen=True, kw_only=True)
class FileCameras(Command):
    """These cameras, as they stand now, were filed with the police under a number (art. 14); those taken down, their end."""

    area: AreaCode
    cameras: tuple[UUID, ...]
    number: str
    filed_on: date


@dataclass(frozen=True, kw_only=True)
class RemindCamera(Command):
    """A day of a camera comes near or has passed. Ordered by its timer; `what` is a code of rules.cameras.DUES."""

    camera: UUID
    what: Code


@dataclass(frozen=True, kw_only=True)
class PressFootage(Command):
    """A resident's request waits and its day comes near or has passed. Ordered by its timer; `step` an index of rules.law.STEPS."""

    request: UUID
    step: int


@dataclass(frozen=True, kw_only=True)
class SealViewMonth(Command):
    """The register of views of a town and a month is written into a file that is never changed again (art. 16)."""

    area: AreaCode
    month: date
