"""社工: the shares with the definition they are counted under, what ends soon, the register; entering one worker."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.kernel import Actor, AreaCode
from liren.kernel.ids import new_id
from liren.people.commands import EmployWorker
from liren.people.kinds import CONTRACTS, ENDS, EXAM_LEVELS, WARNED_DAYS
from liren.people.queries.committees import may_name
from liren.people.queries.workforce import (
    Definition,
    Ending,
    WorkerLine,
    definition,
    endings,
    worker_list,
    workforce_figures,
)
from liren.people.rules.figures import NEW_YEARS, Figure
from liren.people.rules.workforce import years_later
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.office import choices, export, figures, sections
from liren.web.office.asked import area_of, day_of

MOST = 300


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def workforce_page(request: HttpRequest) -> HttpResponseBase:
    """`area`, `on` (the day, today), `figure` (the list behind a card), `contract`, `level`; POST enters a worker."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["workforce"])
    now: datetime = request.now  # type: ignore[attr-defined]
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        tried = attempt(request, typed, lambda: _order(actor, typed))
        if tried.answer is not None:
            messages.success(request, _("已登记这名社工。"))
            return redirect("workforce")
    asked = Typed(request.GET)
    day, area = day_of(asked, now), area_of(asked, actor)
    counted = workforce_figures(actor, area, day)
    named, meant = may_name(actor, area), definition(actor, area, day)
    found = _found(actor, area, day, counted, asked) if named else []
    if ("csv" in request.GET or "xlsx" in request.GET) and named:
        return _sheet(request, found)
    query = request.GET.copy()
    query.pop("figure", None)
    shown = {
        "cards": _cards(counted, meant, day, named, query.urlencode()), "meant": meant, "named": named,
        "may_define": any(map(actor.holds, sections.NEEDS["kinds"])),
        "area": where.long(area), "day": day, "asked": request.GET, "areas": choices.areas(actor),
        "query": query.urlencode(), "full_query": request.GET.urlencode(), "figure": titles().get(asked.text("figure"), ""),
        "count": len(found), "most": MOST, "lines": [line(w) for w in found[:MOST]],
        "endings": [ending(e) for e in endings(actor, area, day)] if named else [], "contracts": list(CONTRACTS.items()),
        "levels": list(EXAM_LEVELS.items()), "problems": (*asked.problems, *tried.problems), "tried": tried,
        "typed": typed.values(), "key": new_id(), "open": bool(tried.problems) or "new" in request.GET,
        "units": choices.unit_lines(actor) if named else [],
        "persons": choices.persons(actor, AreaCode(choices.widest(actor))) if named else [],
    }  # fmt: skip
    status = tried.status if tried.problems else 422 if asked.problems else 200
    return sections.page(request, "office/workforce.html", "workforce", shown, status=status)


def titles() -> dict[str, str]:
    """What the lists behind the figures are called."""
    return {
        "in_post": _("在岗社工"), "all_round": _("双全社工"), "certified": _("持社会工作师证的社工"),
        "certified_all_round": _("持社会工作师证的双全社工"), "new": _("近两年新招录"), "new_in_post": _("近两年新招录、还在岗的"),
        "unassessed": _("还没按现行定义评的"), "outdated": _("只按旧定义评过的"), "assistant": _("持助理社会工作师证的社工"),
        "senior": _("持高级社会工作师证的社工"),
    }  # fmt: skip


def line(worker: WorkerLine) -> dict[str, Any]:
    """A worker as the list shows one."""
    return {
        "worker": worker, "area": where.long(worker.area), "contract": CONTRACTS[worker.contract],
        "levels": "、".join(label for code, label in EXAM_LEVELS.items() if code in worker.levels),
        "all_round": {True: _("是"), False: _("否"), None: _("旧定义") if worker.outdated else _("未评")}[worker.all_round],
    }  # fmt: skip


def ending(one: Ending) -> dict[str, Any]:
    """A warning: what ends, in how many days, in which of the stages."""
    soonest = min(WARNED_DAYS)
    state = "late" if one.left < 0 else "soon" if one.left <= soonest else "okay"
    words = _("过期 %(n)d 天") % {"n": -one.left} if one.left < 0 else _("还有 %(n)d 天") % {"n": one.left}
    return {
        "one": one, "what": f"{EXAM_LEVELS[one.level]}，{ENDS[one.what]}", "state": state, "words": words,
        "area": where.long(one.area),
    }  # fmt: skip


def _found(actor: Actor, area: AreaCode, day: date, counted: dict[str, Figure], asked: Typed) -> list[WorkerLine]:
    """The register, or exactly those that one figure counts; narrowed by contract and certificate."""
    figure = counted.get(asked.text("figure"))
    found = worker_list(actor, area, day, only=figure.counted if figure else None)
    contract, level = asked.text("contract"), asked.text("level")
    return [w for w in found if contract in ("", w.contract) and (not level or level in w.levels)]


def _cards(counted: dict[str, Figure], meant: Definition, day: date, named: bool, query: str) -> list[figures.Card]:
    """Share of 双全, middle certificates, recruits of two years, everybody in post."""

    def href(code: str) -> str:
        return f"?{query}&figure={code}".replace("?&", "?") + "#list" if named else ""

    since = years_later(day, -NEW_YEARS)
    at, name = figures.on(day), meant.label
    version = {"name": name, "version": meant.version}
    return [
        figures.share(
            _("%(name)s占比") % version, counted["all_round"],
            _("按第 %(version)d 版定义评为“%(name)s”的在岗社工 ÷ 全部在岗社工，四舍五入到两位小数。没按这一版评过的算在分母里、不算在分子里。") % version + at,
            href("all_round"),
            _("还没按这一版评的 %(n)d 人，其中只按旧定义评过的 %(old)d 人") % {"n": counted["unassessed"].number, "old": counted["outdated"].number},
        ),
        figures.number(
            _("持社会工作师证"), counted["certified"],
            _("在岗社工里持有中级“社会工作师”证书的人，助理和高级不算在内。") + at, href("certified"),
            _("其中双全 %(n)d 人；另有助理 %(a)d 人、高级 %(s)d 人") % {
                "n": counted["certified_all_round"].number, "a": counted["assistant"].number, "s": counted["senior"].number},
        ),
        figures.number(
            _("近两年新招录"), counted["new"],
            _("第一次聘用的日子在 %(from)s 到 %(to)s 之间的人，后来离开的也算。") % {"from": f"{since:%Y-%m-%d}", "to": f"{day:%Y-%m-%d}"},
            href("new"), _("其中还在岗 %(n)d 人") % {"n": counted["new_in_post"].number},
        ),
        figures.number(_("在岗社工"), counted["in_post"], _("当天有聘用的社区工作者，按人去重。") + at, href("in_post")),
    ]  # fmt: skip


def _order(actor: Actor, typed: Typed) -> EmployWorker:
    widest = AreaCode(choices.widest(actor))
    person = choices.read_person(typed, "person", choices.persons(actor, widest))
    starts, last = typed.day("starts"), typed.day("last", optional=True)
    return EmployWorker(
        employment=typed.key, person=person or typed.key, area=choices.read_area(typed, "area") or widest,
        contract=typed.text("contract"), entry_year=typed.number("entry_year", _("从业年份是四位数字，例如 2019。")) or 0,
        starts=starts.date() if starts else date.min, last=last.date() if last else None,
        unit=typed.uuid("unit", _("请从列表里选单位。"), optional=True),
    )  # fmt: skip


def _sheet(request: HttpRequest, found: list[WorkerLine]) -> HttpResponseBase:
    """The list as it stands; certificate numbers are not in it."""
    head = [_("姓名"), _("区域"), _("区域代码"), _("单位"), _("合同类别"), _("从业年份"), _("第一次聘用"), _("开始日期"),
            _("结束日期"), _("证书"), _("双全")]  # fmt: skip
    return export.table(request, _("社工名册"), head, [
        (w.name, where.long(w.area), w.area, w.unit_name or "", CONTRACTS[w.contract], w.entry_year, f"{w.first_hired:%Y-%m-%d}",
         f"{w.starts:%Y-%m-%d}", f"{w.last:%Y-%m-%d}" if w.last else "", line(w)["levels"], line(w)["all_round"])
        for w in found
    ])  # fmt: skip
