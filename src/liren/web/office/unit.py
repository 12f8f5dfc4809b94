"""One unit: who works for it, another name, closing it and taking it up again."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.kernel import Actor, Missing
from liren.kernel.ids import new_id
from liren.people import queries as people
from liren.people.commands import CloseUnit, RenameUnit, ReopenUnit
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.office import sections
from liren.web.office.person import last_day


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def unit_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """POST does one of three things (`do`): rename, close, reopen; each can be taken back at once."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["units"])
    unit = next((u for u in people.unit_tree(actor, closed=True) if u.id == id), None)
    if unit is None:
        raise Missing
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        do = typed.text("do")
        orders = {"close": lambda: CloseUnit(unit=id), "reopen": lambda: ReopenUnit(unit=id)}
        tried = attempt(request, typed, orders.get(do, lambda: RenameUnit(unit=id, name=typed.text("name"))))
        if tried.answer is not None:
            words, reverse_of = {
                "close": (_("已停用“%(name)s”，派遣的列表里不再有它。"), {"do": "reopen"}),
                "reopen": (_("已恢复“%(name)s”。"), {"do": "close"}),
            }.get(do, (_("已把“%(name)s”改名。"), {"do": "rename", "name": unit.name}))
            sections.offer_undo(request, words % {"name": unit.name}, reverse("unit", args=(id,)), **reverse_of)
            return redirect("unit", id)
    members = people.unit_members(actor, id, request.now)  # type: ignore[attr-defined]
    shown = {
        **sections.crumb(unit.name, (reverse("units"), _("单位"))),
        "unit": unit, "area": where.long(unit.area), "tried": tried, "key": new_id(),
        "members": [(m, where.long(m.area), last_day(m.ends)) for m in members],
        "name": typed.text("name") or unit.name, "may_register": bool(actor.holds("people.register")),
    }  # fmt: skip
    return sections.page(request, "office/unit.html", "units", shown, status=tried.status)
