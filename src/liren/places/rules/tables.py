"""A CSV or XLSX file as rows that remember their number: the shared first step of every import."""

import csv
import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from liren.kernel.rows import RowError
from liren.places.rules.fields import Bad

T = TypeVar("T")


@dataclass(slots=True)
class Row:
    """One record with what was found wrong in it so far. `headings` maps our column names to the file's own."""

    number: int
    cells: Mapping[str, object]
    headings: Mapping[str, str]
    unit: str = "行"
    errors: list[RowError] = field(default_factory=list)

    def take(self, column: str, parse: Callable[[object], T]) -> T | None:
        """The parsed cell, or None after noting what is wrong with it."""
        try:
            return parse(self.cells.get(column))
        except Bad as bad:
            self.blame(column, bad.sentence, bad.remedy)
            return None

    def blame(self, column: str, sentence: str, remedy: str) -> None:
        self.errors.append(self.error(column, sentence, remedy))

    def error(self, column: str, sentence: str, remedy: str) -> RowError:
        """An error at this row, with the column's heading as the file writes it."""
        return RowError(self.number, self.headings.get(column, column), sentence, remedy, self.unit)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns a table needs and under which headings they come (ours first, then Chinese ones)."""

    required: tuple[str, ...]
    headings: Mapping[str, tuple[str, ...]]


def decode(content: bytes) -> str | RowError:
    """UTF-8 (with or without a mark), else GB18030, which Chinese spreadsheets still write."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    return RowError(0, "", "文字编码认不出来。", "请另存为“CSV UTF-8”再导入。")


def read_table(content: bytes, name: str, columns: Columns) -> list[Row] | list[RowError]:
    """The rows of a CSV or XLSX file below its heading row, blank rows left out but counted."""
    read = _spreadsheet(content) if name.lower().endswith(".xlsx") else _comma_separated(content)
    if isinstance(read, RowError):
        return [read]
    heading_at = next((number for number, cells in read if any(_filled(cell) for cell in cells)), None)
    if heading_at is None:
        return [RowError(0, "", "文件是空的。", "请选择有表头和内容的文件。")]
    heading = [str(cell or "").strip() for cell in dict(read)[heading_at]]
    places, headings, missing = _match(heading, columns)
    if missing:
        known = "、".join(columns.headings[column][-1] for column in missing)
        return [RowError(heading_at, "", f"表头缺少：{known}。", f"请在第 {heading_at} 行补上这些列名。")]
    return [
        Row(number, {c: cells[at] for c, at in places.items() if at < len(cells)}, headings)
        for number, cells in read
        if number > heading_at and any(_filled(cell) for cell in cells)
    ]


def _match(heading: list[str], columns: Columns) -> tuple[dict[str, int], dict[str, str], list[str]]:
    lowered = [cell.lower() for cell in heading]
    places: dict[str, int] = {}
    for column, spellings in columns.headings.items():
        at = next((lowered.index(s) for s in (column, *spellings) if s in lowered), None)
        if at is not None:
            places[column] = at
    headings = {
        column: heading[places[column]] if column in places else s[-1] for column, s in columns.headings.items()
    }
    return (places, headings, [column for column in columns.required if column not in places])


def _filled(cell: object) -> bool:
    return cell is not None and str(cell).strip() != ""


def _comma_separated(content: bytes) -> list[tuple[int, list[object]]] | RowError:
    text = decode(content)
    if isinstance(text, RowError):
        return text
    separator = "\t" if "\t" in text.split("\n", 1)[0] else ","
    try:
        return [(n, list(cells)) for n, cells in enumerate(csv.reader(io.StringIO(text), delimiter=separator), start=1)]
    except csv.Error:
        return RowError(0, "", "这个文件不是逗号分隔的表格。", "请另存为“CSV UTF-8”或 .xlsx 再导入。")


def _spreadsheet(content: bytes) -> list[tuple[int, list[object]]] | RowError:
    # Imported here: it costs a third of a second that every process would pay at its start.
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError, ValueError):
        return RowError(0, "", "这个 .xlsx 文件打不开。", "请在表格软件里另存为 .xlsx，或另存为“CSV UTF-8”再导入。")
    sheet = book.worksheets[0]
    return [(n, list(cells)) for n, cells in enumerate(sheet.iter_rows(values_only=True), start=1)]
