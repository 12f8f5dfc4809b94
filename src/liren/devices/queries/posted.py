"""A device as the code that hangs on it names it: what it is and where, for anybody; never its identity or its health."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import Actor
from liren.trust import sql


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedDevice:
    """Name and place of a device that is in use."""

    name: str
    position: str
    area: str
    building: UUID | None


def posted_device(viewer: Actor, id: UUID) -> PostedDevice | None:
    """For whoever stands before it; None for a device that is retired or was never there."""
    found: PostedDevice | None = sql.one(
        "select name, position, area, building from devices_device where id = %s and retired_at is null", (id,),
        into=PostedDevice,
    )  # fmt: skip
    return found
