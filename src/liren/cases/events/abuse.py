"""What happened to the mark of a report as abuse. `mark` names the row that keeps the words."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from liren.kernel import Code, Event


@dataclass(frozen=True, kw_only=True)
class AbuseMarked(Event):
    """Somebody thinks that the report is abuse; another person has to agree."""

    label: ClassVar[str] = "标记为骚扰、广告或恶意"
    case: UUID
    mark: UUID
    reason: Code


@dataclass(frozen=True, kw_only=True)
class MarkDecided(Event):
    """Another person agreed, until when, or did not."""

    label: ClassVar[str] = "复核标记"
    case: UUID
    mark: UUID
    confirmed: bool
    until: datetime | None


@dataclass(frozen=True, kw_only=True)
class MarkAppealed(Event):
    """The reporter objects."""

    label: ClassVar[str] = "反映人对标记申诉"
    case: UUID
    mark: UUID


@dataclass(frozen=True, kw_only=True)
class AppealHeard(Event):
    """A third person decided the objection."""

    label: ClassVar[str] = "申诉有了决定"
    case: UUID
    mark: UUID
    upheld: bool


@dataclass(frozen=True, kw_only=True)
class MarkLifted(Event):
    """The mark was taken back."""

    label: ClassVar[str] = "撤销标记"
    case: UUID
    mark: UUID


@dataclass(frozen=True, kw_only=True)
class MarkExpired(Event):
    """The mark's time is over."""

    label: ClassVar[str] = "标记到期"
    case: UUID
    mark: UUID
