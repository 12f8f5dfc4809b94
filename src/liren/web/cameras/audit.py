"""谁看过视频: the register for the auditor, a month at a time, by camera and by purpose, and taken along."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.cases import queries as cases
from liren.devices.queries import looked, views
from liren.devices.queries import months as closed
from liren.devices.rules.views import ENDS, MODES
from liren.kernel import Actor
from liren.web import staff, where
from liren.web.audit import frame
from liren.web.display import SHANGHAI, full_words, span_words, table_words, worded
from liren.web.office import choices, export

RIGHT = "cameras.audit"
MONTHS = 12


@staff.staff
@require_safe
def register_page(request: HttpRequest) -> HttpResponseBase:
    """`month` (2026-11), `camera` and `purpose` choose; `csv` and `xlsx` take along what was chosen."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, RIGHT)
    since, until = month_of(request.GET.get("month", ""), now)
    camera, purpose = choices.uuid(request.GET.get("camera", "")), request.GET.get("purpose", "")
    found = looked.register(actor, since, until, camera=camera, purpose=purpose)
    names = {one.code: worded(one.label) for one in views.purposes(actor, choices.widest(actor), now)}
    numbers = cases.numbers(actor, list({line.case for line in found if line.case}))
    if {"csv", "xlsx"} & set(request.GET):
        return _taken_along(request, found, names, numbers)
    kept = request.GET.copy()
    shown = {
        "lines": [_line(line, names, numbers) for line in found], "month": f"{since.astimezone(SHANGHAI):%Y-%m}",
        "months": months(now), "purposes": names.items(), "purpose": purpose, "camera": camera, "query": kept.urlencode(),
        "by_camera": Counter((line.camera, line.name) for line in found).most_common(),
        "by_purpose": Counter(names.get(line.purpose, line.purpose) for line in found).most_common(),
        "closed": [(card, f"{card.month:%Y-%m}", where.long(card.area), full_words(card.made_at)) for card in closed.months(actor)],
    }  # fmt: skip
    return frame.page(request, "cameras/register.html", "audit-views", shown)


@staff.staff
@require_safe
def month_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """The file of a closed month, byte for byte as it was closed: its SHA-256 stands on the page and in the journal."""
    card, content = closed.month_file(request.actor, id)  # type: ignore[attr-defined]
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="views-{card.area}-{card.month:%Y-%m}.csv"'
    return answer


def month_of(text: str, now: datetime) -> tuple[datetime, datetime]:
    """[first moment, first moment of the next month) of 2026-11 here; of this month for anything else."""
    local = now.astimezone(SHANGHAI)
    year, _dash, month = text.partition("-")
    if (
        year.isascii()
        and year.isdigit()
        and month.isascii()
        and month.isdigit()
        and 2000 <= int(year) <= 2100
        and 1 <= int(month) <= 12
    ):
        local = local.replace(year=int(year), month=int(month), day=1)
    first = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    after = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return first, after


def months(now: datetime) -> list[str]:
    """The last twelve months, this one first, as 2026-11."""
    local = now.astimezone(SHANGHAI)
    found = [(local.year * 12 + local.month - 1) - n for n in range(MONTHS)]
    return [f"{n // 12}-{n % 12 + 1:02d}" for n in found]


def _line(line: looked.ViewLine, names: dict[str, str], numbers: dict[UUID, str]) -> dict[str, object]:
    lasted = span_words(line.closed_at - line.opened_at) or _("不到 1 分") if line.closed_at else ""
    return {
        "one": line, "when": table_words(line.opened_at), "lasted": lasted, "why": worded(ENDS[line.why]) if line.why else _("还在看"),
        "purpose": names.get(line.purpose, line.purpose), "mode": worded(MODES[line.mode]), "where": where.long(line.area),
        "number": numbers.get(line.case, "") if line.case else "",
    }  # fmt: skip


def _taken_along(
    request: HttpRequest, found: list[looked.ViewLine], names: dict[str, str], numbers: dict[UUID, str]
) -> HttpResponseBase:
    """The call register of art. 16: reason, content, unit and name of each person who looked."""
    head = ["开始", "结束", "为什么结束", "单位", "姓名", "摄像头", "区域代码", "目的", "方式", "事由", "案件", "申请"]
    rows = [
        (
            export.moment(line.opened_at), export.moment(line.closed_at), worded(ENDS[line.why]) if line.why else "", line.unit_name or "",
            line.who or "", line.name, line.area, names.get(line.purpose, line.purpose), worded(MODES[line.mode]), line.words,
            numbers.get(line.case, "") if line.case else "", str(line.request or ""),
        )
        for line in found
    ]  # fmt: skip
    return export.table(request, _("看视频登记"), head, rows)
