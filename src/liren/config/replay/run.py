"""One replay from a file to its account, on a database that is ready."""

import csv
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import msgspec

from liren.cases.queries import logged as cases
from liren.config.replay import county
from liren.config.replay.account import Account, draw_up
from liren.config.replay.cells import Frozen, freeze
from liren.config.replay.feed import commands, feed
from liren.config.replay.mapping import Map
from liren.config.replay.progress import Progress
from liren.config.replay.rows import Log, RefusedRow
from liren.config.supervisor.home import Home, write_json
from liren.config.supervisor.trouble import Trouble
from liren.kernel.actor import the_house
from liren.trust import replayed

MARK = "replay.json"
"""The frozen map. A data directory without it holds something else."""


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


def the_map(log: Log, map: Map, home: Home, file: Path) -> Frozen:
    """The frozen map of this home, made from this file when it is the first. Raises Trouble for a home of other data."""
    path = home / MARK
    if path.exists():
        frozen = msgspec.json.decode(path.read_bytes(), type=Frozen)
        if (frozen.map, frozen.county) != (map.code, map.county):
            raise Trouble(f"{home.path} 里是“{frozen.map}”的回放，不能再放“{map.code}”。请用 --data 换一个目录。")
        return frozen
    if not home.fresh:
        raise Trouble(f"{home.path} 里有别的数据，回放的记录要放在自己的目录里。请用 --data 换一个空目录。")
    frozen = freeze(log.rows, map, file.name)
    home.make()
    write_json(path, msgspec.to_builtins(frozen))
    return frozen


def reckon(log: Log, map: Map, ids: list[UUID], seconds: float) -> Account:
    """The account of a file from what the database holds now."""
    viewer = the_house(county.REPLAY)
    found = {card.id: card for card in cases.logged(viewer, ids)}
    return draw_up(log, map, found, ids, seconds)


def note_refused(path: Path, refused: Iterable[RefusedRow]) -> None:
    """Write the rows that were not taken, each with its sentence."""
    with open(path, "w", encoding="utf-8-sig", newline="") as out:
        table = csv.writer(out)
        table.writerow(("行", "编号", "原因"))
        table.writerows((row.row, row.id, row.sentence) for row in refused)
