"""The photos of a case belong to the attachments room; what it is told of them stands here."""

from uuid import UUID

from liren.attachments.commands import AttachPhotos
from liren.cases.rules.fold import CaseState


def photos_of(case: CaseState, photos: tuple[UUID, ...], role: str) -> AttachPhotos:
    """Give staged photos to a case, marked before or after; those of a sealed report are opened with a trace."""
    return AttachPhotos(
        photos=photos, owner_kind="case", owner=case.id, role=role, area=case.scope, private=case.secrecy > 0
    )
