"""Notices told, read and acknowledged; what was issued to groups."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import Code, Event


@dataclass(frozen=True, kw_only=True)
class NoticeTold(Event):
    """A notice lies in an inbox. `times` counts how often an alert was repeated before it was acknowledged."""

    notice: UUID
    template: Code
    subject_kind: Code
    subject: UUID
    times: int


@dataclass(frozen=True, kw_only=True)
class NoticesRead(Event):
    """The owner of an inbox read `count` notices."""

    count: int


@dataclass(frozen=True, kw_only=True)
class AlertAcknowledged(Event):
    """The recipient of an alert said that they know."""

    notice: UUID


@dataclass(frozen=True, kw_only=True)
class GroupNoticeIssued(Event):
    """A keeper issued a notice to `groups` groups of an area; the words stand with the notice."""

    notice: UUID
    wording: Code | None
    groups: int
