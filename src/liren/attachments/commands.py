"""Orders of the attachments room."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import AreaCode, Command


@dataclass(frozen=True, kw_only=True)
class AttachPhotos(Command):
    """Give staged photos an owner. Ordered by the owner's room through `do`, in the act that brings them.

    Only photos staged under the same form (the act's key) or by the same account can be attached. `area` is where
    the owner lies. Opening a `private` photo is written to the access log.
    """

    photos: tuple[UUID, ...]
    owner_kind: str
    owner: UUID
    role: str
    area: AreaCode
    private: bool = False
