"""Imported lists: what is wrong in a cell, said so that the sender can mend it, and what a file would change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from liren.kernel.refusal import Refusal

Cells = Mapping[str, str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RowError:
    """`row` counts as the spreadsheet does: the heading is row 1. `column` is the heading as the sender wrote it.

    Row 0 is the whole file, column "" the whole row. `unit` is what a row of this file is called.
    """

    row: int
    column: str
    sentence: str
    remedy: str
    unit: str = "行"

    def __str__(self) -> str:
        where = f"第 {self.row} {self.unit}" if self.row else "整个文件"
        if self.column:
            where += f"“{self.column}”"
        return f"{where}：{self.sentence}{self.remedy}"


class Line:
    """One line being read: `take` converts a cell or notes what is wrong with it."""

    def __init__(self, number: int, cells: Cells) -> None:
        self.number = number
        self.cells = cells
        self.errors: list[RowError] = []

    def take(self, column: str, convert: Callable[[str], T], otherwise: T) -> T:
        """The cell as `convert` reads it; a Refusal becomes an error of this cell, and `otherwise` stands in."""
        try:
            return convert(self.cells.get(column, "").strip())
        except Refusal as refusal:
            sentence, _, remedy = refusal.sentence.partition("，")
            self.errors.append(RowError(self.number, column, f"{sentence}，", remedy))
            return otherwise


class BadRows(Refusal):
    """A list with at least one wrong cell: nothing of it was taken over. `errors` holds them all."""

    def __init__(self, errors: tuple[RowError, ...]) -> None:
        more = f"另有 {len(errors) - 1} 处。" if len(errors) > 1 else ""
        super().__init__("bad_rows", f"整份名单没有导入。{errors[0]}{more}")
        self.errors = errors


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSource:
    """The file an import comes from: the id of its record, its name and the SHA-256 of its content."""

    id: UUID
    name: str
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one row would do: `key` and `name` say to whom, `fields` are (heading, old, new), none for a new one."""

    row: int
    key: str
    name: str
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What a file would do to the lists as they are. With one refused row nothing of the file is taken over.

    `removed` is what a file that replaces would take away; it stands in no row of it.
    """

    added: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    removed: tuple[Change, ...] = ()
    same: int = 0
    refused: tuple[RowError, ...] = ()

    @property
    def nothing(self) -> bool:
        """The file says what the lists say already."""
        return not (self.added or self.changed or self.removed or self.refused)
