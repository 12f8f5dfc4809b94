"""What the desk and the keeper did: accepted or not, sent, put right on the spot, folded together, corrected."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.cases.events.base import CaseEvent, until_of
from liren.kernel import AreaCode, Code


@dataclass(frozen=True, kw_only=True)
class CaseHanded(CaseEvent, label="交给网格员"):
    """The keeper of the place has it."""

    keeper: UUID


@dataclass(frozen=True, kw_only=True)
class CaseFiled(CaseEvent, label="立案"):
    """It was accepted as a case. `note` is why a keeper handed it on; None before version 2 and from the desk."""

    version = 2

    filed_at: datetime
    note: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class CaseRefused(CaseEvent, label="不予受理"):
    """It was not accepted, by one of the six exits; `told` is the channel that was named instead."""

    exit: Code
    told: Code
    closed_at: datetime
    note: UUID


@dataclass(frozen=True, kw_only=True)
class CaseDispatched(CaseEvent, label="派遣"):
    """It was sent to a unit or an account.

    Since version 2: `route` is the entry of the routing rules it was decided under, `rule` the one that decided (None:
    the desk), `overruled` whether it was sent elsewhere than the rule says, `duty_item` the item of the duty list,
    `against_list` whether it ever stayed with the town though the list says it was taken back. Since version 3:
    `helpers`, the units that work along.
    """

    version = 3

    filed_at: datetime
    dispatched_at: datetime
    unit: UUID | None
    handler: UUID | None
    route: UUID | None = None
    rule: Code | None = None
    overruled: bool = False
    duty_item: Code | None = None
    against_list: bool = False
    helpers: tuple[UUID, ...] = ()
    note: UUID


@dataclass(frozen=True, kw_only=True)
class CaseSolvedOnSpot(CaseEvent, label="自办自结"):
    """The keeper put it right on the spot; `drawn` ones are verified by another person."""

    drawn: bool
    result: Code
    handler: UUID
    hands: tuple[UUID, ...]
    photos_after: int
    closed_at: datetime | None
    confirm: Code
    note: UUID


@dataclass(frozen=True, kw_only=True)
class CaseMerged(CaseEvent, label="并案"):
    """It was folded into another case."""

    into: UUID
    closed_at: datetime


@dataclass(frozen=True, kw_only=True)
class CaseUnmerged(CaseEvent, label="撤销并案"):
    """It stands on its own again."""

    into: None = None
    closed_at: None = None
    solved: None = None
    satisfied: None = None


@dataclass(frozen=True, kw_only=True)
class KindCorrected(CaseEvent, label="改类别"):
    """It is of another kind or severity than was reported. Version 1 left the end of a wait where it had been."""

    version = 2
    kind: Code
    entry: UUID
    severity: Code
    suspended_until: datetime | None = None
    note: UUID

    @classmethod
    def upcast(cls, data: dict[str, object], version: int) -> dict[str, object]:
        return until_of(data) if version == 1 else data


@dataclass(frozen=True, kw_only=True)
class PlaceCorrected(CaseEvent, label="改地点"):
    """It lies elsewhere than was reported; the keeper of the old place no longer has it."""

    area: AreaCode | None
    area_version: int
    scope: AreaCode
    placed: Code
    keeper: None = None
    note: UUID
