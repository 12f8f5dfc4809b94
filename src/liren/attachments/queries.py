"""Photos as pages show them. The owner's room decides who sees them; private ones leave a line in the access log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from liren.attachments import store
from liren.attachments.kinds import MEDIA_TYPE, OWNERS, PHOTO_ROLES
from liren.kernel import Actor, Missing
from liren.kernel.actor import the_house
from liren.trust import sql
from liren.trust.sight import look, reading


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoCard:
    """A photo of an owner: what it shows and how large it is; the bytes come from `open_photo`."""

    id: UUID
    owner: UUID
    role: str
    role_label: str
    width: int
    height: int
    attached_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedCard:
    """A photo that waits for its form to be sent."""

    id: UUID
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPhoto:
    """A file to send. `sha256` names the content for ever and makes a good ETag; no cache may keep a `private` one."""

    path: Path
    media_type: str
    sha256: str
    private: bool


def photos_of(viewer: Actor, owner_kind: str, owners: Sequence[UUID], *, area: str) -> list[PhotoCard]:
    """Photos of owners in `area`, in the order they came.

    For the owner's own room, after it has decided that the viewer sees these owners; it knows their area.
    """
    with reading(viewer, own=area):
        found = sql.rows(
            """select id, owner, role, width, height, attached_at from attachments_photo
               where owner_kind = %s and owner = any(%s) and state = 'attached' order by attached_at, position, id""",
            (owner_kind, list(owners)),
        )
    return [PhotoCard(role_label=PHOTO_ROLES[row["role"]], **row) for row in found]


def open_photo(viewer: Actor, photo: UUID, *, thumb: bool = False, purpose: str = "查看照片") -> OpenPhoto:
    """The file of an attached photo. Raises Missing unless its owner's room shows the owner to this viewer."""
    with reading(the_house("attachments")):
        row = sql.one(
            """select owner_kind, owner, area, sha256, private from attachments_photo
               where id = %s and state = 'attached'""",
            (photo,),
        )
    if row is None or row["owner"] not in OWNERS[row["owner_kind"]](viewer, [row["owner"]]):
        raise Missing
    if row["private"]:
        with look(viewer, purpose=purpose, subject=row["owner"], what="attachments.photo", area=row["area"]):
            return _file(row["sha256"], thumb=thumb, private=True)
    return _file(row["sha256"], thumb=thumb, private=False)


def staged(viewer: Actor, form: UUID) -> list[StagedCard]:
    """What was uploaded under a form that has not been sent; whoever has the form's key has the photos."""
    return sql.rows(
        "select id, width, height from attachments_photo where form = %s and state = 'stored' order by staged_at, id",
        (form,),
        into=StagedCard,
    )


def open_staged(viewer: Actor, form: UUID, photo: UUID) -> OpenPhoto:
    """The thumbnail of a staged photo, for the form that is being filled in."""
    sha256 = sql.value(
        "select sha256 from attachments_photo where id = %s and form = %s and state = 'stored'", (photo, form)
    )
    if sha256 is None:
        raise Missing
    return _file(sha256, thumb=True, private=True)


def _file(sha256: str, *, thumb: bool, private: bool) -> OpenPhoto:
    path = store.thumb_path(sha256) if thumb else store.photo_path(sha256)
    return OpenPhoto(path=path, media_type=MEDIA_TYPE, sha256=sha256, private=private)
