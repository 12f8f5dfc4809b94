"""今天: what a keeper has in hand, late first, then by what ends first; and the page about herself.

Nearest first is done on the phone (`static/near.js`) when she asks for it: her position is sent to nobody.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.cases import queries as cases
from liren.kernel import Actor
from liren.people import queries as people
from liren.web import staff, where
from liren.web.desk.view import line_clock, place
from liren.web.display import SHANGHAI, day_words
from liren.web.field import ground


def todo(state: str) -> str:
    """What is to be done with a case in a state, as one would say it."""
    words = {
        "reported": _("去看看，能办的当场办好"), "dispatched": _("派给您了，先签收"), "in_progress": _("办好以后反馈"),
        "suspended": _("缓办中，到期接着办"), "arbitration": _("等裁定"),
    }  # fmt: skip
    return words.get(state, "")


@staff.staff
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """The list of the day; a case is one tap away."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, "cases.keep")
    now: datetime = request.now  # type: ignore[attr-defined]
    tasks = [_task(line, now) for line in cases.keepers_list(actor, now)]
    late = sum(task["clock"].state == "late" for task in tasks)
    days = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
    weekday = days[now.astimezone(SHANGHAI).weekday()]
    shown = {
        "tasks": tasks, "late": late, "weekday": weekday, "placed": len(tasks) > 1 and any(t["line"].lon is not None for t in tasks),
        "micro_grids": bool(ground.micro_grids(actor)),
    }  # fmt: skip
    return staff.page(request, "field/today.html", "field", shown)


def _task(line: cases.CaseLine, now: datetime) -> dict[str, Any]:
    return {
        "line": line, "clock": line_clock(line, now), "todo": todo(line.state), "due": _due(line, now),
        "place": place(line.scope, line.placed, line.place_words),
    }  # fmt: skip


def _due(line: cases.CaseLine, now: datetime) -> str:
    """The due time in the width of a column: 17:30 today, else the day."""
    if line.next_due_at is None:
        return "—"
    local, here = line.next_due_at.astimezone(SHANGHAI), now.astimezone(SHANGHAI)
    if local.date() == here.date():
        return f"{local:%H:%M}"
    near = day_words(line.next_due_at, now)
    return near if len(near) == 2 else f"{local.month}-{local.day}"


@staff.staff
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """My duties, the other faces of my work, signing out."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    assert actor.account is not None, "the decorator lets nobody without an account pass"
    duties = people.duties_of(actor, actor.account, request.now)  # type: ignore[attr-defined]
    return staff.page(request, "field/me.html", "me", {"duties": [(d, where.long(d.area)) for d in duties]})
