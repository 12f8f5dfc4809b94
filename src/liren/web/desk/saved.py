"""Filters under a name and the columns of a list: one's own desk. A refusal is a page with its sentence (the door)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from liren.cases.commands import desks as orders
from liren.kernel import Actor, Code, Command, Refusal
from liren.kernel.ids import new_id
from liren.trust import gate
from liren.web import staff
from liren.web.attempt import Typed
from liren.web.desk import filters, tabs
from liren.web.desk.back import back_to
from liren.web.desk.toasts import tell


@staff.staff
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the filter of the page; it is read by the same parser as the page, and kept as that writes it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *tabs.QUEUES_OF)
    typed = Typed(request.POST)
    data = QueryDict(typed.text("query"))
    asked = filters.read(data, actor, request.now, tabs.of(actor), tabs.start(actor), tabs.labels())  # type: ignore[attr-defined]
    if asked.problems:
        raise Refusal("saved_query", asked.problems[0])
    area = typed.area("area", optional=True)
    if typed.problems:
        raise Refusal("saved_area", typed.problems[0].sentence)
    _order(
        request, orders.SaveFilter(saved=typed.key, name=typed.text("name"), query=asked.query, area=area), typed.key
    )
    tell(request, _("存好了：%(name)s。") % {"name": typed.text("name")})
    return redirect(back_to(request))


@staff.staff
@require_POST
def remove(request: HttpRequest, id: UUID) -> HttpResponse:
    answer = _order(request, orders.RemoveFilter(saved=id), new_id())
    undo = reverse("desk-saved-restore", args=[id])
    tell(request, _("删掉了：%(name)s。") % {"name": answer["name"]}, undo=undo)
    return redirect(back_to(request))


@staff.staff
@require_POST
def restore(request: HttpRequest, id: UUID) -> HttpResponse:
    answer = _order(request, orders.RestoreFilter(saved=id), new_id())
    tell(request, _("找回来了：%(name)s。") % {"name": answer["name"]})
    return redirect(back_to(request))


@staff.staff
@require_POST
def choose_columns(request: HttpRequest) -> HttpResponse:
    """The ticked columns in their order; 恢复原样 chooses none."""
    codes = [] if request.POST.get("verb") == "reset" else request.POST.getlist("column")
    try:
        columns = tuple(Code(code) for code in codes)
    except ValueError:
        raise Refusal("columns", _("选的列里有一列现在没有了，请重新选。")) from None
    _order(request, orders.ChooseColumns(columns=columns), new_id())
    return redirect(back_to(request))


def _order(request: HttpRequest, command: Command, key: UUID) -> dict[str, str]:
    return gate.execute(command, actor=request.actor, now=request.now, key=key)  # type: ignore[attr-defined]
