"""One replay from a file's rows to its account, on a database that is ready."""

import time
from datetime import UTC, datetime
from uuid import UUID

from liren.cases import queries as cases
from liren.config.replay import county
from liren.config.replay.account import Account, draw_up
from liren.config.replay.cells import Frozen
from liren.config.replay.feed import CHUNK, commands, feed
from liren.config.replay.mapping import Map
from liren.config.replay.progress import Progress
from liren.config.replay.rows import Log
from liren.kernel.actor import the_house
from liren.trust import replayed


def clock() -> datetime:
    """The server's time: when this replay acts; entries carry the log's own."""
    return datetime.now(UTC)


def replay(log: Log, map: Map, frozen: Frozen) -> Account:
    """Feed a log. Doing it again, whole or after a kill, adds nothing and gives the same account."""
    began = time.monotonic()
    replayed.declare()
    county.found(map, frozen, clock())
    units = county.units(map, log.rows, clock())
    entries = county.kinds(map, clock())
    orders = list(commands(log, map, frozen, entries, units))
    feed(orders, map, clock, Progress(len(orders)).told)
    return reckon(log, map, [order.case_id for order in orders], time.monotonic() - began)


def reckon(log: Log, map: Map, ids: list[UUID], seconds: float) -> Account:
    """The account of a file from what the database holds now, asked for a thousand rows at a time.

    A whole log in one question would outrun the fifteen seconds that any transaction has.
    """
    house = the_house(county.REPLAY)
    chunks = (ids[n : n + CHUNK] for n in range(0, len(ids), CHUNK))
    found = {card.id: card for chunk in chunks for card in cases.logged(house, chunk)}
    return draw_up(log, map, found, ids, seconds)
