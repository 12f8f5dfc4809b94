"""What the attachments room remembers."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import Code, Event


@dataclass(frozen=True, kw_only=True)
class PhotosAttached(Event):
    """Photos have an owner now and are kept as long as it is."""

    photos: tuple[UUID, ...]
    owner_kind: Code
    owner: UUID
    role: Code
