"""Frames that wait to be read, and those of one device."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import Actor
from liren.trust import sql
from liren.trust.sight import need

WAITING = """
select f.id, f.received_at, f.wire, f.source, f.raw, coalesce(d.profile, 'standard') as profile
from (select frame from devices_waiting order by frame limit %s) w join devices_frame f on f.id = w.frame
left join devices_device d on d.wire = f.wire and d.source = f.source and d.retired_at is null
order by f.received_at, f.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameCard:
    """A frame as it is kept, with the reading that its device asks for."""

    id: UUID
    received_at: datetime
    wire: str
    source: bytes
    raw: bytes
    profile: str


def waiting(viewer: Actor, most: int) -> list[FrameCard]:
    """The frames that wait longest, for the reader. They stay in line until what they say is noted. The house only."""
    if viewer.kind != "house":
        return []
    return sql.rows(WAITING, (most,), into=FrameCard)


def of_device(viewer: Actor, device: UUID, most: int = 20) -> list[FrameCard]:
    """The latest frames of a device. Raises Missing without `devices.see` over it."""
    row = sql.one("select area, wire, source, profile from devices_device where id = %s", (device,))
    need(viewer, "devices.see", row["area"] if row else "-")
    return sql.rows(
        """select id, received_at, wire, source, raw, %s::text as profile from devices_frame
           where source = %s and wire = %s order by received_at desc, id desc limit %s""",
        (row["profile"], row["source"], row["wire"], most), into=FrameCard,
    )  # fmt: skip


def some(viewer: Actor, frames: Iterable[UUID], area: str) -> list[FrameCard]:
    """Frames by their ids, which an alarm in `area` names. Raises Missing without `devices.see` there."""
    need(viewer, "devices.see", area)
    return sql.rows(
        """select f.id, f.received_at, f.wire, f.source, f.raw, coalesce(d.profile, 'standard') as profile
           from devices_frame f left join devices_device d on d.wire = f.wire and d.source = f.source and d.retired_at is null
           where f.id = any(%s) order by f.received_at""",
        (list(frames),),
        into=FrameCard,
    )
