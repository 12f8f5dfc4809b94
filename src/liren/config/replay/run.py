"""One replay from a file to its account, on a database that is ready."""

import csv
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import msgspec

from liren.cases import queries as cases
from liren.catalogue import queries as catalogue
from liren.config.replay import county
from liren.config.replay.account import Account, draw_up
from liren.config.replay.cells import Frozen, freeze
from liren.config.replay.feed import commands, feed
from liren.config.replay.mapping import Map
from liren.config.replay.progress import Progress
from liren.config.replay.rows import Log, RefusedRow
from liren.config.replay.session import MARK
from liren.config.supervisor.home import Home, write_json
from liren.config.supervisor.trouble import Trouble
from liren.kernel.actor import the_house
from liren.trust import replayed


def clock() -> datetime:
    """The server's time: when this replay acts; entries carry the log's own."""
    return datetime.now(UTC)


def replay(log: Log, map: Map, home: Home, file: Path) -> Account:
    """Feed a log. Doing it again, whole or after a kill, adds nothing and gives the same account."""
    began = time.monotonic()
    frozen = the_map(log, map, home, file)
    replayed.declare()
    county.found(map, frozen, clock())
    units = county.units(map, log.rows, clock())
    entries = county.kinds(map, clock())
    orders = list(commands(log, map, frozen, entries, units))
    feed(orders, map, clock, Progress(len(orders)).told)
    note_refused(home, file, log.refused)
    return reckon(log, map, [order.case_id for order in orders], time.monotonic() - began)


def the_map(log: Log, map: Map, home: Home, file: Path) -> Frozen:
    """The frozen map of this home, made from this file when it is the first. Raises Trouble for another log's home."""
    path = home / MARK
    if path.exists():
        frozen = msgspec.json.decode(path.read_bytes(), type=Frozen)
        if (frozen.map, frozen.county) != (map.code, map.county):
            raise Trouble(f"{home.path} 里是“{frozen.map}”的回放，不能再放“{map.code}”。请用 --data 换一个目录。")
        return frozen
    frozen = freeze(log.rows, map, file.name)
    write_json(path, msgspec.to_builtins(frozen))
    return frozen


def reckon(log: Log, map: Map, ids: list[UUID], seconds: float) -> Account:
    """The account of a file from what the database holds now."""
    viewer = the_house(county.REPLAY)
    found = {card.id: card for card in cases.logged(viewer, ids)}
    limits = {entry: catalogue.by_id(entry).spec.limits.solve for entry in {card.entry for card in found.values()}}
    calendar = catalogue.entry("calendar", "china", at=clock()).spec
    return draw_up(log, map, found, ids, seconds, limits, calendar)


def note_refused(home: Home, file: Path, refused: Iterable[RefusedRow]) -> None:
    """Write the rows that were not taken, each with its sentence, beside the data."""
    rows = list(refused)
    if rows:
        with open(home / f"{file.name}.refused.csv", "w", encoding="utf-8-sig", newline="") as out:
            table = csv.writer(out)
            table.writerow(("行", "编号", "原因"))
            table.writerows((row.row, row.id, row.sentence) for row in rows)
