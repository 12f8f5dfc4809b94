"""XLSX (ECMA-376) written straight into a zip that is sent while it is made.

openpyxl's write-only mode keeps a second copy on disk and takes two and a half times the CPU (benchmarks/export.py), and neither
it nor XlsxWriter can send a byte before the last row is there. One sheet, frozen headings, dates as dates, text inline.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from liren.web.sheets import FORMULA, Bytes, Pages, local

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_575
"""Rows of one sheet below its headings (ECMA-376 part 1, 18.3.1.73)."""
LONGEST = 32_767
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  (spreadsheets count days on a clock without a zone)
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PLAIN, MOMENT, QUOTED, HEADING = 0, 1, 2, 3
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" '
    f'Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="list" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" '
    'formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts><fonts count="2"><font><sz val="11"/></font>'
    '<font><b/><sz val="11"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf xfId="0"/>'
    '<xf xfId="0" numFmtId="164" applyNumberFormat="1"/><xf xfId="0" quotePrefix="1"/>'
    '<xf xfId="0" fontId="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}


class Outbox(io.RawIOBase):
    """Where the zip is written: a pipe that cannot go back, emptied after every page."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self.waiting.append(bytes(content))
        return len(content)

    def take(self) -> bytes:
        taken = b"".join(self.waiting)
        self.waiting.clear()
        return taken


def stream(head: Sequence[str], pages: Pages) -> Bytes:
    """The file in pieces, one for each page of rows."""
    outbox = Outbox()
    with zipfile.ZipFile(outbox, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as package:
        for name, content in PARTS.items():
            package.writestr(name, HEADER + content)
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=False) as sheet:
            sheet.write(_before(head).encode())
            for page in pages:
                sheet.write("".join(_row(row) for row in page).encode())
                yield outbox.take()
            sheet.write(b"</sheetData></worksheet>")
    yield outbox.take()


def _before(head: Sequence[str]) -> str:
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{24 if n in (1, 3) else 18}" customWidth="1"/>'
        for n in range(1, len(head) + 1)
    )
    view = '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
    cells = "".join(_text(word, HEADING) for word in head)
    return f'{HEADER}<worksheet xmlns="{MAIN}"><sheetViews>{view}</sheetViews><cols>{widths}</cols><sheetData><row>{cells}</row>'


def _row(row: Sequence[Any]) -> str:
    return f"<row>{''.join(map(_cell, row))}</row>"


def _cell(value: Any) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, datetime):
        return f'<c s="{MOMENT}"><v>{(local(value) - EPOCH).total_seconds() / 86_400:.6f}</v></c>'
    if isinstance(value, bool):
        return f'<c t="b"><v>{value:d}</v></c>'
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    return _text(str(value), QUOTED if str(value).startswith(FORMULA) else PLAIN)


def _text(text: str, style: int) -> str:
    fit = escape(UNFIT.sub("", text[:LONGEST]))
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{fit}</t></is></c>'
