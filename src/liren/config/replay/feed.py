"""Rows through the gate, a thousand at a time.

A chunk's key is made of its content and a case's id of the log's own id, so whatever was fed before is found done:
after a kill, and on a second run.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from liren.cases.commands import LogCase
from liren.config.replay.cells import Frozen, shared_points
from liren.config.replay.county import REPLAY, name_of
from liren.config.replay.mapping import Map
from liren.config.replay.rows import Log, LogRow
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.kernel.ids import id_at
from liren.trust import codec, gate

CHUNK = 1000
SOURCE = Code("log")


def case_id(map: Map, row: LogRow) -> UUID:
    """The case of a row, the same in every run: UUIDv7 of its opening with noise from the log's id."""
    return id_at(row.opened, hashlib.sha256(f"{map.code}:{map.county}:{row.id}".encode()).digest())


def kind_of(map: Map, row: LogRow) -> str:
    """The kind the map gives a row's type, the named fallback for a type it does not list."""
    return map.types.get(row.type, map.fallback)


def commands(log: Log, map: Map, frozen: Frozen, entries: dict[str, UUID], units: dict[str, UUID]) -> Iterator[LogCase]:
    """One order for each row. A whole-degree point is no place; a point that many rows share is one by default."""
    shared = shared_points(log.rows) | set(frozen.defaults)
    for row in log.rows:
        kind = Code(kind_of(map, row))
        by_default = row.point in shared
        point = row.point if row.point and (by_default or not row.vague) else None
        yield LogCase(
            case_id=case_id(map, row),
            county=map.county,
            entry=entries[kind],
            kind=kind,
            source=SOURCE,
            opened_at=row.opened,
            due_at=row.due,
            closed_at=row.closed,
            lon=point[0] if point else None,
            lat=point[1] if point else None,
            placed_by_default=by_default,
            unit=units.get(row.unit),
            words=row.words,
        )


def feed(orders: Sequence[LogCase], map: Map, now: Callable[[], datetime], told: Callable[[int], None]) -> None:
    """Carry all orders out; `told` hears how many are done after each chunk."""
    for start in range(0, len(orders), CHUNK):
        chunk = orders[start : start + CHUNK]
        key = name_of(map, f"chunk:{codec.chunk_digest(chunk).hex()}")
        gate.execute_many(chunk, actor=the_house(REPLAY), now=now(), key=key, mode="replay")
        told(start + len(chunk))
