"""Orders of a desk about itself: what one shift leaves to the next, filters under a name, columns."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import AreaCode, Code, Command


@dataclass(frozen=True, kw_only=True)
class LeaveHandover(Command):
    """Leave word for whoever has the desk of `area` next; `shift` is the one that ends."""

    handover: UUID
    area: AreaCode
    shift: Code
    words: str


@dataclass(frozen=True, kw_only=True)
class AcknowledgeHandover(Command):
    """Say that one has read what the shift before left, and takes over."""

    handover: UUID


@dataclass(frozen=True, kw_only=True)
class SaveFilter(Command):
    """Keep a filter under a name, for oneself or (`area`) for everybody who works there.

    `query` is the query string of the desk that its page has already read without a complaint.
    """

    saved: UUID
    name: str
    query: str
    area: AreaCode | None = None


@dataclass(frozen=True, kw_only=True)
class RemoveFilter(Command):
    """Take one's own saved filter away; RestoreFilter brings it back."""

    saved: UUID


@dataclass(frozen=True, kw_only=True)
class RestoreFilter(Command):
    """Bring a removed filter back."""

    saved: UUID


@dataclass(frozen=True, kw_only=True)
class ChooseColumns(Command):
    """Choose the columns of one's lists, in their order; none is the columns as shipped."""

    columns: tuple[Code, ...] = ()
