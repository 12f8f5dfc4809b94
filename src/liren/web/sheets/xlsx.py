"""XLSX by openpyxl's write-only mode into a file of its own, then sent: one sheet, frozen headings, dates as dates.

Rows go to disk as they come, so that memory stays at one page of them; the first byte leaves after the last row
(decision 0013). Lists too long for that are taken as CSV, which is sent while it is read.
"""

import re
import tempfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from liren.web.sheets import FORMULA, Bytes, Pages, local

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 200_000
"""About half a minute of work; a sheet itself holds 1,048,576 (ECMA-376 part 1, 18.3.1.73)."""
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
COMPUTED = (*FORMULA, "#")
PIECE = 1 << 16


def stream(head: Sequence[str], pages: Pages) -> Bytes:
    """The file in pieces of 64 KB."""
    # Imported here: it costs a third of a second that every process would pay at its start.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("list")
    sheet.freeze_panes = "A2"
    for n in range(1, len(head) + 1):
        sheet.column_dimensions[get_column_letter(n)].width = 24 if n in (1, 3) else 18
    headings = [WriteOnlyCell(sheet, word) for word in head]
    for cell in headings:
        cell.font = Font(bold=True)
    sheet.append(headings)

    def words(text: str) -> Any:
        """Words that a spreadsheet would compute are marked as words."""
        cell = WriteOnlyCell(sheet, text)
        cell.data_type, cell.quotePrefix = "s", True
        return cell

    for page in pages:
        for row in page:
            fit = map(_fit, row)
            sheet.append([words(v) if isinstance(v, str) and v.startswith(COMPUTED) else v for v in fit])
    with tempfile.TemporaryFile(prefix="liren-sheet-") as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _fit(value: Any) -> Any:
    """What a cell can hold: a number, a moment on the clock here, or words that XML allows."""
    if isinstance(value, datetime):
        return local(value)
    if value is None or isinstance(value, int | float):
        return value
    return UNFIT.sub("", str(value)) or None
