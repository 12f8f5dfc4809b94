"""Rows of a log: each becomes a LogRow, or is refused with a sentence when it can't be a case at all."""

import csv
import gzip
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from liren.config.replay.mapping import Map
from liren.config.supervisor.trouble import Trouble

Point = tuple[float, float]
"""Longitude and latitude in degrees, WGS-84."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One request as the log has it. Times in UTC; `point` None where the log has no usable coordinates.

    `vague` tells two ways of having no place apart: "" (there is a point), "missing", "rounded" (to a whole degree).
    """

    row: int
    id: str
    opened: datetime
    due: datetime | None
    closed: datetime | None
    point: Point | None
    vague: str
    neighbourhood: str
    town: str
    type: str
    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that can't be a case, counted as the spreadsheet does (the heading is row 1), and why."""

    row: int
    id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Log:
    """A whole file. `oddities` counts what was taken over although it looks wrong, by name."""

    rows: tuple[LogRow, ...]
    refused: tuple[RefusedRow, ...]
    oddities: Counter[str]

    @property
    def size(self) -> int:
        return len(self.rows) + len(self.refused)

    @property
    def as_of(self) -> datetime | None:
        """The last moment the log knows of: the latest opening or closing. None for an empty log."""
        return max((moment for row in self.rows for moment in (row.opened, row.closed) if moment), default=None)


def read(path: Path, map: Map) -> Log:
    """Read a CSV file, gzipped or not. Raises Trouble when a column the map names is not there."""
    with _open(path) as file:
        table = csv.DictReader(file)
        lacking = [name for name in map.columns.names() if name not in (table.fieldnames or ())]
        if lacking:
            raise Trouble(f"{path.name} 没有“{'、'.join(lacking)}”这些列。请核对文件，或改正映射里的 [columns]。")
        return _sort(table, map)


def _open(path: Path) -> TextIO:
    try:
        if path.suffix == ".gz":
            return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
        return open(path, encoding="utf-8-sig", newline="")
    except FileNotFoundError:
        raise Trouble(f"没有找到记录文件 {path}。请核对路径。") from None


def _sort(table: Iterator[dict[str, str]], map: Map) -> Log:
    first_row: dict[str, int] = {}
    rows: list[LogRow] = []
    refused: list[RefusedRow] = []
    oddities: Counter[str] = Counter()
    for number, cells in enumerate(table, start=2):
        cell = {name: (cells.get(name) or "").strip() for name in map.columns.names()}
        id = cell[map.columns.id]
        opened = _time(cell[map.columns.opened], map)
        if not id:
            refused.append(RefusedRow(number, "", "没有编号，无法避免重复登记。请补上编号后再回放。"))
        elif id in first_row:
            refused.append(
                RefusedRow(number, id, f"编号与第 {first_row[id]} 行相同，只收前一行。请核对是不是重复导出。")
            )
        elif opened is None:
            refused.append(
                RefusedRow(number, id, f"开始时间“{cell[map.columns.opened][:30]}”读不懂。请改成映射里的格式。")
            )
        else:
            first_row[id] = number
            rows.append(_row(number, id, opened, cell, map, oddities))
    return Log(tuple(rows), tuple(refused), oddities)


def _row(number: int, id: str, opened: datetime, cell: dict[str, str], map: Map, oddities: Counter[str]) -> LogRow:
    columns = map.columns
    due, closed = _time(cell[columns.due], map), _time(cell[columns.closed], map)
    point, vague = _point(cell[columns.lon], cell[columns.lat])
    oddities["due_unreadable"] += due is None and bool(cell[columns.due])
    oddities["closed_unreadable"] += closed is None and bool(cell[columns.closed])
    oddities["closed_before_opened"] += closed is not None and closed < opened
    oddities["due_before_opened"] += due is not None and due < opened
    return LogRow(
        row=number, id=id, opened=opened, due=due, closed=closed, point=point, vague=vague,
        neighbourhood=cell[columns.neighbourhood], town=cell[columns.town], type=plain(cell[columns.type]),
        unit=cell[columns.unit], words=cell.get(columns.words, ""),
    )  # fmt: skip


def plain(type: str) -> str:
    """A type with its runs of blanks made one, as maps write it."""
    return " ".join(type.split())


def _time(text: str, map: Map) -> datetime | None:
    """A moment of the log's zone in UTC; None for what is no time of a computer's age (from 1970 on)."""
    try:
        moment = datetime.strptime(text, map.time_format).replace(tzinfo=map.time_zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment.timestamp() >= 0 else None


def _point(lon: str, lat: str) -> tuple[Point | None, str]:
    try:
        point = (float(lon), float(lat))
    except ValueError:
        return None, "missing"
    if not (-180 <= point[0] <= 180 and -90 <= point[1] <= 90) or point == (0.0, 0.0):
        return None, "missing"
    return point, "rounded" if point[0].is_integer() and point[1].is_integer() else ""
