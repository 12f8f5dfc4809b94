"""What residents said of the use of their data."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import Code, Event


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Event):
    """An account said yes to a purpose, under the catalogue entry whose words it was shown."""

    account: UUID
    purpose: Code
    entry: UUID


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Event):
    """An account took its yes back."""

    account: UUID
    purpose: Code
