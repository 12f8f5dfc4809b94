"""The closed lists of the attachments room, and the owners that other rooms register."""

from collections.abc import Callable, Sequence
from uuid import UUID

from liren.kernel import Actor

PHOTO_ROLES = {"before": "处置前", "after": "处置后", "other": "其他"}
MEDIA_TYPE = "image/jpeg"
PHOTO_BYTES_MAX = 20 * 1024 * 1024
PHOTOS_PER_ACT = 9
SIDE_MAX = 2560
THUMB_SIDE = 480

VisibleIds = Callable[[Actor, Sequence[UUID]], set[UUID]]
OWNERS: dict[str, VisibleIds] = {}


def owner(kind: str, visible_ids: VisibleIds) -> None:
    """Say who sees the photos of an owner: `visible_ids(viewer, ids)` gives those of `ids` the viewer may see.

    Called once, at boot, by the room whose things have photos.
    """
    OWNERS[kind] = visible_ids
