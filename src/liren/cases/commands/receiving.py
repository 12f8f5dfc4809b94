"""Orders of the desk and the keeper: accept or not, send, put right on the spot, fold together, correct."""

from dataclasses import dataclass
from uuid import UUID

from liren.cases.commands.base import NORMAL, CaseCommand
from liren.kernel import AreaCode, Code


@dataclass(frozen=True, kw_only=True)
class HandToKeeper(CaseCommand, act="hand", label="交给网格员"):
    """Hand a fresh report to the keeper of its micro-grid."""

    keeper: UUID


@dataclass(frozen=True, kw_only=True)
class FileCase(CaseCommand, act="file", label="立案"):
    """Accept a report as a case to be dispatched. A keeper who hands it on says why in `words`; the desk need not."""

    note: UUID | None = None
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class RefuseCase(CaseCommand, act="refuse", label="不予受理"):
    """Do not accept: one of the six exits, the channel that is right instead, and why, told to the reporter."""

    exit: Code
    channel: Code
    note: UUID
    words: str


@dataclass(frozen=True, kw_only=True)
class DispatchCase(CaseCommand, act="dispatch", label="派遣"):
    """Send the case to a unit, or to one account of it, with the reason.

    `helpers` are the units that work along (配合); None leaves them as the rules say.
    """

    unit: UUID | None = None
    handler: UUID | None = None
    helpers: tuple[UUID, ...] | None = None
    note: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class SolveOnSpot(CaseCommand, act="solve_on_spot", label="自办自结"):
    """Say what the keeper put right on the spot; the case ends as replied, or is drawn to be verified."""

    note: UUID
    words: str
    photos: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MergeCase(CaseCommand, act="merge", label="并案"):
    """Fold this case into another about the same thing; its reporter follows the other."""

    into: UUID


@dataclass(frozen=True, kw_only=True)
class UnmergeCase(CaseCommand, act="unmerge", label="撤销并案"):
    """Make a merged case stand on its own again."""


@dataclass(frozen=True, kw_only=True)
class CorrectKind(CaseCommand, act="correct_kind", label="改类别"):
    """Put the case under the right kind or severity; clocks are computed anew from the same start."""

    kind: Code
    severity: Code = NORMAL
    note: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class CorrectPlace(CaseCommand, act="correct_place", label="改地点"):
    """Put the case in the right place: also how one leaves the queue outside every grid."""

    lon: float | None = None
    lat: float | None = None
    area: AreaCode | None = None
    place_words: str = ""
    note: UUID
    reason: str
