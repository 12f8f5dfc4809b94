"""人员: the register of an area, found by a part of a name or a whole number, and registering one person."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.kernel import Actor, AreaCode
from liren.kernel.ids import new_id
from liren.people import queries as people
from liren.people.commands import RegisterPerson
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.office import choices, export, sections

PAGE = 50


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def people_page(request: HttpRequest) -> HttpResponseBase:
    """The list; `q` a part of a name or a whole mobile number, `area` a prefix, `after` the last id of the page before."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["people"])
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        tried = attempt(request, typed, lambda: _register(actor, typed))
        if tried.answer:
            return redirect("person", tried.answer["person"])
    q = "".join(request.GET.get("q", "").split())
    area = AreaCode(choices.widest(actor))
    out = "csv" in request.GET or "xlsx" in request.GET
    limit = choices.MOST if out else PAGE + 1
    if q.isdigit():
        found = people.person_search(actor, q, purpose="在名册里按号码查找")
    else:
        found = people.people_list(actor, area, words=q, after=choices.uuid(request.GET.get("after", "")), limit=limit)
    lines = _lines(request, found if out else found[:PAGE])
    if out:
        return export.table(request, _("人员名册"), [_("姓名"), _("区域"), _("办公电话"), _("登录"), _("现任")], [
            (line["name"], line["area"], line["work_phone"], line["login"], "、".join(line["duties"])) for line in lines
        ])  # fmt: skip
    shown = {
        "lines": lines, "q": q, "more": found[PAGE - 1].id if len(found) > PAGE else None,
        "areas": choices.areas(actor), "typed": typed.values(), "problems": tried.problems, "tried": tried,
        "key": new_id(), "may_register": bool(actor.holds("people.register")), "open": bool(tried.problems) or "new" in request.GET,
    }  # fmt: skip
    return sections.page(request, "office/people.html", "people", shown, status=tried.status)


def _register(actor: Actor, typed: Typed) -> RegisterPerson:
    area = choices.read_area(typed, "area")
    return RegisterPerson(
        person=typed.key, area=area or AreaCode(choices.widest(actor)), name=typed.text("name"),
        work_phone=typed.text("work_phone"), work_email=typed.text("work_email"), phone=typed.text("phone"),
    )  # fmt: skip


def _lines(request: HttpRequest, found: list[people.PersonLine]) -> list[dict[str, Any]]:
    """Persons with the duties they hold now, the area named where it is not their own: one statement for all of them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    held: dict[object, list[str]] = {}
    duties = people.duties_by_person(actor, [p.id for p in found], request.now)  # type: ignore[attr-defined]
    home = {p.id: p.area for p in found}
    for duty in duties:
        elsewhere = "" if duty.area == home[duty.person] else f"{where.long(duty.area)} "
        held.setdefault(duty.person, []).append(elsewhere + duty.post_label)
    return [
        {
            "id": p.id, "name": p.name, "area": where.long(p.area), "work_phone": p.work_phone,
            "login": _("能登录") if p.account else _("没有账号"), "duties": held.get(p.id, []),
        }
        for p in found
    ]  # fmt: skip
