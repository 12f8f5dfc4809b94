"""Exactly what the list shows, as a file: the same filter, the chosen columns, every row, sent while it is made."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.cases import queries as cases
from liren.cases.queries.exports import pages_of, taken
from liren.kernel import Actor, Missing, Refusal
from liren.web import staff
from liren.web.desk import columns, tabs
from liren.web.desk.queue import asked_of
from liren.web.display import SHANGHAI
from liren.web.sheets import delimited, geo, xlsx

FORMATS: dict[str, Any] = {"xlsx": xlsx, "csv": delimited, "geojson": geo}
NAME_MOST = 60
UNFIT = str.maketrans(dict.fromkeys('\\/:*?"<>|\r\n\t“”', ""))


@staff.staff
@require_safe
def export(request: HttpRequest, format: str) -> HttpResponseBase:
    """`format` is xlsx, csv or geojson; a filter that can't be read is refused, never widened."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    writer, asked = FORMATS.get(format), asked_of(request)
    if writer is None:
        raise Missing(_("没有这种文件，可以导出 XLSX、CSV 或 GeoJSON。"))
    if asked.problems:
        raise Missing(asked.problems[0]) if asked.status == 404 else Refusal("export_filter", asked.problems[0])
    now = request.now  # type: ignore[attr-defined]
    ids = taken(actor, asked.filter, now, _("导出 %(format)s") % {"format": format.upper()})
    if format == "xlsx" and len(ids) // 16 > xlsx.MOST_ROWS:
        raise Refusal("export_long", _("一份 XLSX 最多放 200,000 行，请筛选得窄一些，或者导出 CSV，多少行都行。"))
    own = columns.sheet_columns(cases.desk(actor, now).columns)
    rows = _rows(actor, ids, [cell for _label, cell in own], points=writer is geo)
    answer = StreamingHttpResponse(
        writer.stream([label for label, _cell in own], rows), content_type=writer.CONTENT_TYPE
    )
    words = "-".join([tabs.labels()[asked.filter.queue], *(chip.words for chip in asked.chips)])[:NAME_MOST]
    name = f"{_('案件')}-{words}-{now.astimezone(SHANGHAI):%Y-%m-%d}.{format}".translate(UNFIT)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer.headers["X-Rows"] = str(len(ids) // 16)
    return answer


def _rows(actor: Actor, ids: bytes, cells: list[Any], *, points: bool) -> Iterator[list[list[Any]]]:
    for page in pages_of(actor, ids):
        yield [[*(cell(line) for cell in cells), *((line.lon, line.lat) if points else ())] for line in page]
