"""The two files of a replay: the frozen map in its home, and the report on rows that were not taken."""

import csv
from collections.abc import Iterable
from pathlib import Path

import msgspec

from liren.config.replay.cells import Frozen, freeze
from liren.config.replay.mapping import Map
from liren.config.replay.rows import Log, RefusedRow
from liren.config.supervisor.home import Home, write_json
from liren.config.supervisor.trouble import Trouble

MARK = "replay.json"
"""The frozen map. A data directory without it holds something else."""


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


def note_refused(path: Path, refused: Iterable[RefusedRow]) -> None:
    """Write the rows that were not taken, each with its sentence."""
    with open(path, "w", encoding="utf-8-sig", newline="") as out:
        table = csv.writer(out)
        table.writerow(("行", "编号", "原因"))
        table.writerows((row.row, row.id, row.sentence) for row in refused)
