"""A list of any length as a file, written while it is sent: XLSX, CSV, GeoJSON. Nothing is held but one page of rows.

Every writer takes the headings and pages of rows, and gives bytes. A cell is text, a number, a moment or None. What a
spreadsheet would take for a formula is marked as text (OWASP, CSV injection).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
Row = Sequence[Any]
Pages = Iterable[Sequence[Row]]
Bytes = Iterator[bytes]


def local(moment: datetime) -> datetime:
    """The moment on the wall clock here, without its zone: spreadsheets know none."""
    return moment.astimezone(SHANGHAI).replace(tzinfo=None)
