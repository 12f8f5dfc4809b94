"""RowError: one thing wrong in a file, said so that the person at the spreadsheet can mend it."""

from dataclasses import dataclass

from liren.kernel import Refusal


@dataclass(frozen=True, slots=True)
class RowError:
    """`row` is the number the spreadsheet shows at the left (or the ordinal of a GeoJSON feature); 0 is the whole file.

    `column` is the heading as the file writes it, "" when the whole row is meant.
    """

    row: int
    column: str
    sentence: str
    remedy: str
    unit: str = "行"

    def __str__(self) -> str:
        where = f"第 {self.row} {self.unit}" if self.row else "整个文件"
        if self.column:
            where += f"，“{self.column}”"
        return f"{where}：{self.sentence}{self.remedy}"


class ImportRefused(Refusal):
    """Nothing of the file was written; `errors` lists every row to mend."""

    def __init__(self, errors: list[RowError]) -> None:
        self.errors = errors
        first = errors[0]
        more = f"（另有 {len(errors) - 1} 处）" if len(errors) > 1 else ""
        super().__init__("import_refused", f"没有导入，一行也没有写入。{first}{more}", field=first.column or None)


class Bad(Exception):
    """A cell that cannot be read; the row that holds it turns it into a RowError."""

    def __init__(self, sentence: str, remedy: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy
