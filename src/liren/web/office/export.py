"""A list as a file that a spreadsheet opens as it is: CSV, or XLSX where one is asked for."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from liren.web.display import SHANGHAI

FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table(request: HttpRequest, name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """The list as `?xlsx` asks for it, else as CSV."""
    return book(name, head, rows) if "xlsx" in request.GET else sheet(name, head, rows)


def sheet(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """UTF-8 with a mark; a cell that a spreadsheet would take for a formula is quoted (OWASP, CSV injection)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return _sent("\ufeff" + out.getvalue(), "text/csv; charset=utf-8", f"{name}.csv")


def book(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """XLSX whose cells are text but for whole numbers, so that codes keep their digits and nothing is a formula."""
    # Imported here: it costs a third of a second that every process would pay at its start.
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.writer.excel import save_workbook

    made = openpyxl.Workbook(write_only=True)
    page = made.create_sheet("".join(c for c in name if c not in "[]:*?/\\")[:31])
    page.append(list(head))
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(page, value=value if isinstance(value, int) else "" if value is None else str(value))
            if not isinstance(value, int):
                cell.data_type = "s"
            cells.append(cell)
        page.append(cells)
    out = io.BytesIO()
    save_workbook(made, out)
    return _sent(out.getvalue(), XLSX, f"{name}.xlsx")


def moment(at: datetime | None) -> str:
    """A moment in a sheet: 2026-11-23 09:12, "" for none."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if at else ""


def _sent(content: str | bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
