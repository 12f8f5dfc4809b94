"""CSV as RFC 4180 has it, with the mark by which Excel and WPS know UTF-8."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from liren.web.sheets import FORMULA, Bytes, Pages, local

CONTENT_TYPE = "text/csv; charset=utf-8"


def stream(head: Sequence[str], pages: Pages) -> Bytes:
    """The file in pieces, one for each page of rows."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    yield ("\ufeff" + out.getvalue()).encode()
    for page in pages:
        out.seek(0)
        out.truncate()
        writer.writerows([[_cell(value) for value in row] for row in page])
        yield out.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{local(value):%Y-%m-%d %H:%M}"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text
