"""The two orders that a case is born by, and what every order about an existing case has."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from liren.kernel import AreaCode, Code, Command

NORMAL, WEB = Code("normal"), Code("web")
COMMANDS: dict[str, "type[CaseCommand]"] = {}
"""Every order about an existing case, by its act."""


@dataclass(frozen=True, kw_only=True)
class ReportCase(Command):
    """Report something: what, where (a point, an area, a building or words), photos, and who may be asked.

    `phone` and `name` are sealed; `sealed` hides the reporter from everybody who handles the case.
    `occurred_at` is what the reporter claims. `solved_on_spot` is a keeper's account of what he already put right.
    `answers` are the kind's own questions as (field, value) pairs. `same_as` is the open case close by that the reporter
    says is the same thing: the report is folded into it at birth. `suggested` is the kind that was suggested, with its
    confidence per thousand and the digest of the model ("": the words of the catalogue), for the error statistics.
    `incoming` is the message it confirms: the report is made once, and its channel is the message's. `read_back`: it was
    read back to the caller, who said that it is right. `drill` is the drill that it was begun for: only the house says so.
    """

    case_id: UUID
    note: UUID
    kind: Code
    words: str = ""
    severity: Code = NORMAL
    lon: float | None = None
    lat: float | None = None
    area: AreaCode | None = None
    building: UUID | None = None
    place_words: str = ""
    photos: tuple[UUID, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    phone: str = ""
    name: str = ""
    sealed: bool = False
    channel: Code = WEB
    occurred_at: datetime | None = None
    on_behalf: bool = False
    about_unit: UUID | None = None
    solved_on_spot: str | None = None
    same_as: UUID | None = None
    suggested: Code | None = None
    suggested_sure: int = 0
    suggested_by: str = ""
    read_back: bool = False
    incoming: UUID | None = None
    drill: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class LogCase(Command):
    """Record one row of another system's log as it stands: reported, located, perhaps dispatched, perhaps closed.

    `county` is one made by replay, `opened_at`, `due_at` and `closed_at` are the log's own times, `unit` is whom the
    log says it was sent to. For `execute_many` only.
    """

    case_id: UUID
    county: AreaCode
    entry: UUID
    kind: Code
    source: Code
    opened_at: datetime
    due_at: datetime | None = None
    closed_at: datetime | None = None
    lon: float | None = None
    lat: float | None = None
    placed_by_default: bool = False
    unit: UUID | None = None
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseCommand(Command):
    """An order about an existing case."""

    act: ClassVar[str]
    label: ClassVar[str]
    case: UUID

    def __init_subclass__(cls, *, act: str, label: str) -> None:
        cls.act, cls.label = act, label
        COMMANDS[act] = cls

    @property
    def outcome(self) -> str:
        """Which of the act's outcomes this order chooses; most acts have one."""
        return ""
