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
from liren.cases.queries.rates import By, Slice
from liren.cases.rules.callbacks import today
from liren.cases.rules.rates import BESIDE, CLOSING, FEW, OTHERS, SETS, THREE, Figure, Spans, Window, window, window_of
from liren.kernel import Actor, Missing
from liren.kernel.area import Level
from liren.people import queries as people
from liren.trust.sight import look
from liren.web import staff, where
from liren.web.board.area import asked_area
from liren.web.board.asks import place
from liren.web.desk.view import line_clock
from liren.web.display import grouped, worded
from liren.web.sheets import xlsx

RIGHT = "cases.urge"
PAGE = numbers.PAGE
HOUR = 3600
MONTHS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A number inside a formula, and the list it opens ("" where none is shown)."""

    words: str
    count: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A rate in words. `figure` is "" where there are too few to say one; `few` says so."""

    code: str
    title: str
    figure: str
    few: str
    top: tuple[Part, ...]
    whole: tuple[Part, ...]
    rest: tuple[Part, ...]
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One town, community or unit: its rates in the order of the columns, and its time from dispatch to result."""

    name: str
    href: str
    cells: tuple[str, ...]
    time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks for."""

    area: str
    window: Window
    by: By
    unit: UUID | None

    @property
    def slice(self) -> Slice:
        return Slice(area=self.area, since=self.window.since, until=self.window.until, unit=self.unit)

    def query(self, **more: str) -> str:
        kept = {"in": self.area, "window": self.window.code, "by": self.by, "unit": str(self.unit or ""), **more}
        return urlencode({name: value for name, value in kept.items() if value})


TABLE = (*THREE, *CLOSING, *BESIDE)


@staff.staff
@require_safe
def rates(request: HttpRequest) -> HttpResponse:
    """`in` an area of the viewer's, `window` a month or quarter, `by` what the table lists, `unit` one unit's."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    asked = _asked(request, actor, now)
    rule = numbers.rule(actor, asked.area, now)
    n = numbers.counted(actor, asked.slice, now)[""]
    made = {figure.code: _card(figure, n, rule, asked) for figure in (*TABLE, *OTHERS)}
    unit = people.unit_names(actor, {asked.unit}).get(asked.unit, "") if asked.unit else ""
    shown: dict[str, Any] = {
        "area": asked.area, "about": unit or where.long(asked.area), "asked": asked, "rule": rule, "share": f"{100 * rule.share:g}",
        "alpha": f"{rule.alpha:g}", "variant": worded(ON_TIME[rule.on_time]), "windows": _windows(now), "bys": _bys(asked.area),
        "three": [made[f.code] for f in THREE], "closing": [made[f.code] for f in CLOSING], "beside": [made[f.code] for f in BESIDE],
        "others": [made[f.code] for f in OTHERS], "calls": _calls(n, asked), "spans": _spans(numbers.spent(actor, asked.slice, now).get("")),
        "columns": [worded(f.title) for f in TABLE], "rows": _rows(actor, asked, rule, now), "few": FEW,
        "board": f"{reverse('board')}?{urlencode({'in': asked.area})}", "table": f"{reverse('rates-table')}?{asked.query()}",
        "fed": _part("fed", n, asked), "running": asked.window.until > now,
    }  # fmt: skip
    return staff.page(request, "board/rates.html", "board", shown)


@staff.staff
@require_safe
def listed(request: HttpRequest, name: str) -> HttpResponse:
    """The cases behind a number; those this viewer may not open are said as a number."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    asked, page = _asked(request, actor, now), _page(request)
    found = numbers.listed(actor, name, asked.slice, now, page=page)
    seen = found.count - found.hidden
    shown = {
        "label": worded(SETS[name].label), "count": found.count, "hidden": found.hidden, "area_name": where.long(asked.area),
        "asked": asked, "back": f"{reverse('board-rates')}?{asked.query()}", "calls": SETS[name].calls,
        "lines": [(line, line_clock(line, now), place(line)) for line in found.lines], "first": page * PAGE + 1,
        "last": page * PAGE + len(found.lines), "seen": seen, "file": f"{reverse('rates-file', args=[name])}?{asked.query()}",
        "before": _link(name, asked, page=str(page - 1)) if page else "",
        "after": _link(name, asked, page=str(page + 1)) if (page + 1) * PAGE < seen else "",
    }  # fmt: skip
    return staff.page(request, "board/rates_cases.html", "board", shown)


@staff.staff
@require_safe
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """The same list as XLSX; who takes it is kept before the first byte leaves."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    asked = _asked(request, actor, now)
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
    asked = _asked(request, actor, now)
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


def _asked(request: HttpRequest, actor: Actor, now: datetime) -> Asked:
    staff.need(actor, RIGHT)
    area = asked_area(request, actor, RIGHT)
    try:
        found = window(request.GET.get("window", ""))
    except ValueError:
        found = window(window_of(today(now)))
    bys = [by for by, _label in _bys(area)]
    by = next((one for one in bys if one == request.GET.get("by")), bys[0])
    try:
        unit = UUID(request.GET["unit"]) if request.GET.get("unit") else None
    except ValueError:
        raise Missing(_("没有这个单位。")) from None
    return Asked(area=area, window=found, by=by, unit=unit)


def _bys(area: str) -> list[tuple[By, str]]:
    """What a table of the area can list: what lies below it, and units."""
    if len(area) < Level.TOWN:
        return [("town", _("按镇（街道）")), ("unit", _("按单位"))]
    return [("community", _("按社区（村）")), ("unit", _("按单位"))]


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


def _link(name: str, asked: Asked, **more: str) -> str:
    return f"{reverse('rates-cases', args=[name])}?{asked.query(**more)}"


def _part(name: str, n: dict[str, int], asked: Asked) -> Part:
    shut = SETS[name].calls and n["reached"] < FEW
    return Part(
        words=worded(SETS[name].label), count="" if shut else grouped(n[name]),
        href="" if shut or not n[name] else _link(name, asked),
    )  # fmt: skip


def _card(figure: Figure, n: dict[str, int], rule: FollowUp, asked: Asked) -> Card:
    rate = figure.formula(n, rule)
    less = figure.code == "on_time" and rule.on_time == "due_less_suspended"
    whole = figure.whole if less or figure.code != "on_time" else figure.whole[:1]
    if not rate.few:
        few = ""
    elif figure.calls:
        few = _("件少，不列")
    else:
        few = _("件少（%(n)s）") % {"n": rate.whole}
    return Card(
        code=figure.code, title=worded(figure.title), figure="" if rate.few else rate.percent, few=few,
        top=tuple(_part(name, n, asked) for name in figure.top), whole=tuple(_part(name, n, asked) for name in whole),
        rest=tuple(_part(name, n, asked) for name in figure.rest), says=_says(figure.code, rule),
    )  # fmt: skip


def _says(code: str, rule: FollowUp) -> str:
    said = {
        "response": _("到期的里面，期限内第一次联系到反映人的。"),
        "solving": _("只算回访问到的；解决了一部分、没有回音都不算解决。"),
        "satisfaction": _("满意 + α × 基本满意，α = %(alpha)s。没评价的不算满意。") % {"alpha": f"{rule.alpha:g}"},
        "closing": _("到期的里面，核查过或者已回复的。结案不等于解决，看解决率。"),
        "on_time": _("除以%(variant)s。") % {"variant": worded(ON_TIME[rule.on_time])},
        "reworked": _("核查没通过或者重办过的，越低越好。"),
        "returned": _("派出去又被退回的，看派单准不准。"),
        "extended": _("延期和缓办的，除以立案的。"),
        "repeated": _("同一件事报了几遍，看告诉得够不够，不是谁的成绩。"),
    }
    return said.get(code, "")


def _calls(n: dict[str, int], asked: Asked) -> list[Part]:
    names = (
        "reached",
        "by_rule",
        "partly",
        "not_contacted",
        "unreachable",
        "refused",
        "wrong_number",
        "expired",
        "called_out",
    )
    return [_part(name, n, asked) for name in names]


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
