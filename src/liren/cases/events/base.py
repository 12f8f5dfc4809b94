"""What every event says of its case, how a case is born, and what another system's log adds to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from liren.kernel import AreaCode, Code, Event

EVENTS: dict[str, "type[CaseEvent]"] = {}
"""Every case event by its name."""


@dataclass(frozen=True, kw_only=True)
class CaseEvent(Event):
    """Something that happened to a case, and where the case stands afterwards."""

    label: ClassVar[str]
    case: UUID
    state: Code
    next_clock: Code | None = None
    next_due_at: datetime | None = None

    def __init_subclass__(cls, *, label: str) -> None:
        cls.label = label
        EVENTS[cls.__name__] = cls


def until_of(data: dict[str, object]) -> dict[str, object]:
    """An event that counted the clocks anew, with the day until which the case waits: when it waits, its next due time."""
    return {**data, "suspended_until": data.get("next_due_at") if data.get("next_clock") == "resume" else None}


@dataclass(frozen=True, kw_only=True)
class CaseReported(CaseEvent, label="上报"):
    """Somebody reported; the place was found, or not (`placed` = outside). `parent`: the case it was split off from,
    `drill`: the drill (演练) it was begun for.

    Version 1 knew no children, version 2 no drills.
    """

    version = 3

    kind: Code
    entry: UUID
    workflow: Code
    channel: Code
    severity: Code
    secrecy: int
    serial: int
    area: AreaCode | None
    area_version: int
    scope: AreaCode
    placed: Code
    reporter: UUID | None
    about_unit: UUID | None
    contactable: bool
    on_behalf: bool
    occurred_at: datetime | None
    reported_at: datetime
    photos_before: int
    note: UUID
    parent: UUID | None = None
    drill: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class CaseDispatchedAsLogged(CaseEvent, label="原记录：已派"):
    """The log says to whom it was sent."""

    unit: UUID


@dataclass(frozen=True, kw_only=True)
class CaseClosedAsLogged(CaseEvent, label="原记录：已结"):
    """The log says that it was closed, not that it was solved."""

    closed_at: datetime
