"""A list of an office page as a file: CSV, or XLSX where one is asked for, by the writers of `sheets`."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header

from liren.web.display import SHANGHAI
from liren.web.sheets import delimited, xlsx

Rows = Iterable[Sequence[object]]


def table(request: HttpRequest, name: str, head: Sequence[str], rows: Rows) -> StreamingHttpResponse:
    """The list as `?xlsx` asks for it, else as CSV."""
    return _sent(xlsx, "xlsx", name, head, rows) if "xlsx" in request.GET else sheet(name, head, rows)


def sheet(name: str, head: Sequence[str], rows: Rows) -> StreamingHttpResponse:
    """The list as CSV."""
    return _sent(delimited, "csv", name, head, rows)


def moment(at: datetime | None) -> str:
    """A moment in a sheet: 2026-11-23 09:12, "" for none."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if at else ""


def _sent(writer: Any, ending: str, name: str, head: Sequence[str], rows: Rows) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(writer.stream(list(head), [list(rows)]), content_type=writer.CONTENT_TYPE)
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.{ending}") or "attachment"
    return answer
