"""三率与回访: rates of an area and a month or quarter with formula, α, window, sample and what was taken out; each number
opens exactly its cases. By town, community or unit, never by person; below ten no rate is said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.cases.followups import ON_TIME, FollowUp
from liren.cases.queries import rates as numbers
from liren.cases.rules.callbacks import today
from liren.cases.rules.rates import BESIDE, CLOSING, FEW, OTHERS, SETS, THREE, Figure, Spans, window_of
from liren.kernel import Actor, Missing
from liren.people import queries as people
from liren.trust.sight import look
from liren.web import staff, where
from liren.web.board.asks import place
from liren.web.board.rates_words import Asked, asked_of, bys, calls, card, link, part
from liren.web.board.sent import sent
from liren.web.desk.view import line_clock
from liren.web.display import worded
from liren.web.sheets import xlsx

PAGE = numbers.PAGE
HOUR = 3600
MONTHS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One town, community or unit: its rates in the order of the columns, and its time from dispatch to result."""

    name: str
    href: str
    cells: tuple[str, ...]
    time: str


TABLE = (*THREE, *CLOSING, *BESIDE)


@staff.staff
@require_safe
def rates(request: HttpRequest) -> HttpResponse:
    """`in` an area of the viewer's, `window` a month or quarter, `by` what the table lists, `unit` one unit's."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    asked = asked_of(request, actor, now)
    rule = numbers.rule(actor, asked.area, now)
    n = numbers.counted(actor, asked.slice, now)[""]
    made = {figure.code: card(figure, n, rule, asked) for figure in (*TABLE, *OTHERS)}
    unit = people.unit_names(actor, {asked.unit}).get(asked.unit, "") if asked.unit else ""
    shown: dict[str, Any] = {
        "area": asked.area, "about": unit or where.long(asked.area), "asked": asked, "rule": rule, "share": f"{100 * rule.share:g}",
        "alpha": f"{rule.alpha:g}", "variant": worded(ON_TIME[rule.on_time]), "windows": _windows(now), "bys": bys(asked.area),
        "three": [made[f.code] for f in THREE], "closing": [made[f.code] for f in CLOSING], "beside": [made[f.code] for f in BESIDE],
        "others": [made[f.code] for f in OTHERS], "calls": calls(n, asked), "spans": _spans(numbers.spent(actor, asked.slice, now).get("")),
        "columns": [worded(f.title) for f in TABLE], "rows": _rows(actor, asked, rule, now), "few": FEW,
        "board": f"{reverse('board')}?{urlencode({'in': asked.area})}", "table": f"{reverse('rates-table')}?{asked.query()}",
        "fed": part("fed", n, asked), "running": asked.window.until > now, "sent": sent(actor, n, asked, now),
    }  # fmt: skip
    return staff.page(request, "board/rates.html", "board", shown)


@staff.staff
@require_safe
def listed(request: HttpRequest, name: str) -> HttpResponse:
    """The cases behind a number; those this viewer may not open are said as a number."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    asked, page = asked_of(request, actor, now), _page(request)
    found = numbers.listed(actor, name, asked.slice, now, page=page)
    seen = found.count - found.hidden
    shown = {
        "label": worded(SETS[name].label), "count": found.count, "hidden": found.hidden, "area_name": where.long(asked.area),
        "asked": asked, "back": f"{reverse('board-rates')}?{asked.query()}", "calls": SETS[name].calls,
        "lines": [(line, line_clock(line, now), place(line)) for line in found.lines], "first": page * PAGE + 1,
        "last": page * PAGE + len(found.lines), "seen": seen, "file": f"{reverse('rates-file', args=[name])}?{asked.query()}",
        "before": link(name, asked, page=str(page - 1)) if page else "",
        "after": link(name, asked, page=str(page + 1)) if (page + 1) * PAGE < seen else "",
    }  # fmt: skip
    return staff.page(request, "board/rates_cases.html", "board", shown)


@staff.staff
@require_safe
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """The same list as XLSX; who takes it is kept before the first byte leaves."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    asked = asked_of(request, actor, now)
    numbers.listed(actor, name, asked.slice, now, size=1)
    if actor.account is None:
        raise Missing
    with look(actor, purpose=f"导出 {SETS[name].label}", subject=actor.account, what="cases.export", area=asked.area):
        pass
    head = [_("编号"), _("类别"), _("在哪里"), _("反映"), _("到了哪一步"), _("结束")]

    def pages() -> Iterator[list[list[Any]]]:
        for lines in numbers.taken(actor, name, asked.slice, now):
            yield [[x.number, x.kind_label, place(x), x.reported_at, worded(x.state_label), x.closed_at] for x in lines]

    return _sent(xlsx.stream(head, pages()), f"{worded(SETS[name].label)}-{asked.window.code}")


@staff.staff
@require_safe
def table(request: HttpRequest) -> HttpResponseBase:
    """The table by town, community or unit as XLSX, with its formulas."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    asked = asked_of(request, actor, now)
    rule = numbers.rule(actor, asked.area, now)
    head = [_("区域或单位"), *(worded(f.title) for f in TABLE), _("派遣到反馈（工作时，中位 / 九成）")]
    rows = [[row.name, *row.cells, row.time] for row in _rows(actor, asked, rule, now)]
    used = _("α = %(alpha)g；按期结案率除以%(variant)s；不足 %(few)s 件的不列") % {
        "alpha": rule.alpha, "variant": worded(ON_TIME[rule.on_time]), "few": FEW,
    }  # fmt: skip
    return _sent(xlsx.stream(head, [rows, [[used]]]), f"{_('三率与回访')}-{asked.window.code}")


def _sent(body: Iterator[bytes], name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(body, content_type=xlsx.CONTENT_TYPE)
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx") or "attachment"
    return answer


def _windows(now: datetime) -> list[tuple[str, str]]:
    """The last months and the quarters they are in, the latest first."""
    day, months = today(now), []
    for _n in range(MONTHS):
        months.append(window_of(day))
        day = day.replace(day=1) - timedelta(days=1)
    quarters = list(dict.fromkeys(f"{m[:4]}-Q{(int(m[5:]) + 2) // 3}" for m in months))
    return [(m, _("%(year)s 年 %(month)s 月") % {"year": m[:4], "month": int(m[5:])}) for m in months] + [
        (q, _("%(year)s 年第 %(n)s 季度") % {"year": q[:4], "n": q[-1]}) for q in quarters
    ]


def _spans(found: Spans | None) -> dict[str, str]:
    if found is None or found.count < FEW or found.median_s is None or found.p90_s is None:
        return {}
    return {"median": f"{found.median_s / HOUR:.1f}", "p90": f"{found.p90_s / HOUR:.1f}"}


def _rows(actor: Actor, asked: Asked, rule: FollowUp, now: datetime) -> list[Row]:
    counted = numbers.counted(actor, asked.slice, now, asked.by)
    spent = numbers.spent(actor, asked.slice, now, asked.by)
    units = {UUID(code) for code in counted if code} if asked.by == "unit" else set()
    names = people.unit_names(actor, units) if units else {}
    rows = []
    for code in sorted(filter(None, counted)):
        name = names.get(UUID(code), _("别处的单位")) if asked.by == "unit" else where.long(code)
        target = asked.query(unit=code) if asked.by == "unit" else asked.query(**{"in": code}, by="")
        times = _spans(spent.get(code))
        rows.append(
            Row(
                name=name, href=f"{reverse('board-rates')}?{target}",
                cells=tuple(_cell(figure, counted[code], rule) for figure in TABLE),
                time=f"{times['median']} / {times['p90']}" if times else _("件少"),
            )
        )  # fmt: skip
    return rows


def _cell(figure: Figure, n: dict[str, int], rule: FollowUp) -> str:
    rate = figure.formula(n, rule)
    return _("件少") if rate.few else f"{rate.percent}%"


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
