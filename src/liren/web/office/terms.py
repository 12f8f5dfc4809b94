"""届期: from which to which day each term of the committees runs; set, put right, and what seats it then ends."""

from datetime import date, datetime

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.kernel import Actor
from liren.kernel.ids import new_id
from liren.people.commands import SetTerm
from liren.people.kinds import BODIES
from liren.people.terms import Key, TermCard, terms
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import SHANGHAI
from liren.web.office import choices, export, sections
from liren.web.office.asked import area_of


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def terms_page(request: HttpRequest) -> HttpResponseBase:
    """The terms inside `area`, the newest first; POST sets one. `csv` and `xlsx` take them along."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, "people.workforce")
    now: datetime = request.now  # type: ignore[attr-defined]
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        tried = attempt(request, typed, lambda: _order(actor, typed))
        if tried.answer is not None:
            said = _("已定下这一届的日子。")
            if count := tried.answer["seats"]:
                said += _("%(n)d 个没写结束日期的席位，到这一届的最后一天止。") % {"n": count}
            messages.success(request, said)
            return redirect("terms")
    area = area_of(Typed(request.GET), actor)
    found = terms(area)
    if "csv" in request.GET or "xlsx" in request.GET:
        head = [_("区域代码"), _("区域"), _("委员会"), _("届次"), _("第一天"), _("最后一天")]
        rows = [
            (t.area, where.long(t.area), BODIES[t.body], t.number, t.starts.isoformat(), t.last.isoformat())
            for t in found
        ]
        return export.table(request, _("两委届期"), head, rows)
    today = now.astimezone(SHANGHAI).date()
    shown = {
        **sections.crumb(_("届期"), (reverse("committees"), _("两委"))),
        "lines": [_line(t, today) for t in found], "tried": tried, "typed": typed.values(), "key": new_id(),
        "areas": choices.areas(actor), "bodies": list(BODIES.items()), "asked": request.GET,
    }  # fmt: skip
    return sections.page(request, "office/terms.html", "committees", shown, status=tried.status)


def words(number: int, area: str, body: str, days: dict[Key, tuple[date, date]]) -> str:
    """第 12 届（2026–2031）, the years only where the days are known."""
    term = days.get((area, body, number))
    if term is None:
        return _("第 %(n)d 届") % {"n": number}
    return _("第 %(n)d 届（%(from)d–%(to)d）") % {"n": number, "from": term[0].year, "to": term[1].year}


def _order(actor: Actor, typed: Typed) -> SetTerm:
    starts, last = typed.day("starts"), typed.day("last")
    area = choices.read_area(typed, "area")
    number = typed.number("number", _("届次写第几届的数字，例如 12。"))
    return SetTerm(
        term=typed.key, area=area or area_of(Typed({}), actor), body=typed.text("body"), number=number or 0,
        starts=starts.date() if starts else date.min, last=last.date() if last else date.min,
    )  # fmt: skip


def _line(term: TermCard, today: date) -> dict[str, object]:
    state = _("还没有开始") if today < term.starts else _("已经届满") if today > term.last else _("本届")
    left = (term.last - today).days
    return {
        "area": where.long(term.area), "body": BODIES[term.body], "term": term, "state": state,
        "soon": 0 <= left <= 180, "left": left,
    }  # fmt: skip
