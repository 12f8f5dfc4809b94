"""A device as the code that hangs on it names it: what it is and where, for anybody; never its identity or its health."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from liren.kernel import Actor, Missing
from liren.trust import sql
from liren.trust.sight import where


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


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDevice:
    """Who keeps a device and what it speaks through, for the flows that tell them."""

    gateway: UUID | None
    owner: UUID | None
    contact: UUID | None


def kept_device(viewer: Actor, id: UUID) -> KeptDevice | None:
    """Who is told of a device, for the house; None for one that is retired. Raises Missing for anybody else."""
    if viewer.kind != "house":
        raise Missing
    found: KeptDevice | None = sql.one(
        "select gateway, owner, contact from devices_device where id = %s and retired_at is null",
        (id,),
        into=KeptDevice,
    )
    return found


def device_names(viewer: Actor, ids: Sequence[UUID]) -> dict[UUID, str]:
    """“1 幢传输装置（消防控制室）”, for the devices among `ids` that this viewer may see or whose unit keeps them."""
    seen = where(viewer, "devices.see")
    rows = sql.rows(
        f"""select id, name, position from devices_device
            where id = any(%s) and ({seen.sql} or owner = any(%s) or contact = any(%s))""",
        (list(ids), *seen.params, list(viewer.units), list(viewer.units)),
    )
    return {row["id"]: f"“{row['name']}”" + (f"（{row['position']}）" if row["position"] else "") for row in rows}
