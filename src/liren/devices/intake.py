"""Raw frames on their way in: many at once in one statement, each once, before anybody is told that they arrived.

Beside the gate by design §2: a frame is no act of anybody; what follows from it (an alarm, a state of health) is a command.
The statements stand here with what fills them; the gateway sends them over a connection of its own, without Django, so that
its process stays small (design §4: 40 MB).
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any, NamedTuple
from uuid import UUID

AGAIN_S = 600
"""A frame that comes again within ten minutes is a retransmission: confirmed again, kept once."""

KEEP = """
with came as (
  select * from unnest(%(id)b::uuid[], %(at)b::timestamptz[], %(wire)b::text[], %(listener)b::text[], %(peer)b::text[],
                       %(source)b::bytea[], %(digest)b::bytea[], %(slot)b::int4[], %(raw)b::bytea[])
    as c(id, received_at, wire, listener, peer, source, digest, slot, raw)
), kept as (
  insert into devices_frame (id, received_at, wire, listener, peer, source, digest, slot, raw)
  select c.* from came c
  where not exists (select from devices_frame f where f.digest = c.digest and f.slot = c.slot - 1
                    and f.received_at > c.received_at - interval '10 minutes')
  on conflict do nothing returning id, received_at
)
insert into devices_waiting (frame, received_at) select id, received_at from kept
"""
HEARD = """
insert into devices_contact (wire, source, listener, peer, heard_at, frames, denied)
select * from unnest(%(wire)b::text[], %(source)b::bytea[], %(listener)b::text[], %(peer)b::text[],
                     %(at)b::timestamptz[], %(frames)b::int8[], %(denied)b::int8[])
on conflict (wire, source) do update
set listener = excluded.listener, peer = excluded.peer, heard_at = greatest(excluded.heard_at, devices_contact.heard_at),
    frames = devices_contact.frames + excluded.frames, denied = devices_contact.denied + excluded.denied
"""


class Came(NamedTuple):
    """A frame that came in. `key` is what its retransmission shares with it. Bare, because a storm makes thousands at once."""

    id: UUID
    received_at: datetime
    wire: str
    listener: str
    peer: str
    source: bytes
    key: bytes
    raw: bytes


class Heard(NamedTuple):
    """A source that said something since the last time: how many frames, how many of them were denied."""

    wire: str
    source: bytes
    listener: str
    peer: str
    at: datetime
    frames: int
    denied: int


def keeping(came: Sequence[Came]) -> tuple[str, dict[str, Any]]:
    """What stores frames and puts them in line to be read, all or none; it touches as many rows as were new."""
    return (
        KEEP,
        {
            "id": [c.id for c in came], "at": [c.received_at for c in came], "wire": [c.wire for c in came],
            "listener": [c.listener for c in came], "peer": [c.peer for c in came], "source": [c.source for c in came],
            "digest": [digest(c.wire, c.key) for c in came], "slot": [int(c.received_at.timestamp()) // AGAIN_S for c in came],
            "raw": [c.raw for c in came],
        },
    )  # fmt: skip


def hearing(heard: Sequence[Heard]) -> tuple[str, dict[str, Any]]:
    """What notes when sources were last heard; one row a source, in one order, so that two gateways never wait for each other."""
    ordered = sorted(heard, key=lambda h: (h.wire, h.source))
    return (
        HEARD,
        {
            "wire": [h.wire for h in ordered], "source": [h.source for h in ordered],
            "listener": [h.listener for h in ordered], "peer": [h.peer for h in ordered], "at": [h.at for h in ordered],
            "frames": [h.frames for h in ordered], "denied": [h.denied for h in ordered],
        },
    )  # fmt: skip


def digest(wire: str, key: bytes) -> bytes:
    """What tells a retransmission from another frame."""
    return blake2b(key, digest_size=16, key=wire.encode()).digest()
