"""单位: the tree of departments, party, police and firms; registering one."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.kernel import Actor, AreaCode
from liren.kernel.ids import new_id
from liren.people import queries as people
from liren.people.commands import RegisterUnit
from liren.people.kinds import UNIT_KINDS
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.office import choices, export, sections, tree


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def units_page(request: HttpRequest) -> HttpResponseBase:
    """Every unit with its depth, and the form to register one more; `tree` shows the party's tree beside the areas."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["units"])
    if view := request.GET.get("tree"):
        return tree.page(request, view)
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        tried = attempt(request, typed, lambda: _register(actor, typed))
        if tried.answer:
            messages.success(request, _("已登记这个单位，可以往里任命人了。"))
            return redirect("units")
    lines = [(u, where.long(u.area)) for u in people.unit_tree(actor, closed="closed" in request.GET)]
    if "csv" in request.GET or "xlsx" in request.GET:
        head = [_("单位"), _("类别"), _("区域"), _("区域代码"), _("层次"), _("停用日期")]
        return export.table(request, _("单位"), head, [
            (u.name, u.kind_label, area, u.area, u.depth + 1, u.closed_on or "") for u, area in lines
        ])  # fmt: skip
    shown = {
        "tabs": tree.tabs(""), "lines": lines, "closed": "closed" in request.GET, "kinds": list(UNIT_KINDS.items()), "units": choices.unit_lines(actor), "areas": choices.areas(actor),
        "typed": typed.values(), "tried": tried, "key": new_id(), "may_register": bool(actor.holds("people.register")),
    }  # fmt: skip
    return sections.page(request, "office/units.html", "units", shown, status=tried.status)


def _register(actor: Actor, typed: Typed) -> RegisterUnit:
    return RegisterUnit(
        unit=typed.key, parent=typed.uuid("parent", _("请从列表里选上级单位。"), optional=True), kind=typed.text("kind"),
        name=typed.text("name"), since=_day(typed, "since"), area=choices.read_area(typed, "area") or AreaCode(choices.widest(actor)),
    )  # fmt: skip


def _day(typed: Typed, name: str) -> date | None:
    found = typed.day(name, optional=True)
    return found.date() if found else None
