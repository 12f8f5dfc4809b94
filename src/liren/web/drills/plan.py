"""/office/drills/new/: announce a drill. The place first, because the devices to tick are those that stand there."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.devices.commands import PlanDrill
from liren.devices.queries import drills, register
from liren.devices.rules.drills import LONGEST, PURPOSES
from liren.kernel import Actor, AreaCode, Code
from liren.kernel.ids import new_id
from liren.web import staff
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import SHANGHAI
from liren.web.office import choices, sections

HOURS = ("0.5", "1", "2", "4", str(LONGEST))
SHOWN = 200


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def new_drill(request: HttpRequest) -> HttpResponse:
    """`in` says where. Nothing ticked means every device there; `starts_at` empty means at once."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, drills.RIGHT)
    lines = [
        line
        for line in choices.areas(actor)
        if any(g.area.covers(AreaCode(line.id)) for g in actor.holds(drills.RIGHT))
    ]
    chosen = request.POST.get("area") or request.GET.get("in", "")
    area = next((line.id for line in lines if chosen and chosen.split()[-1] == line.id), "")
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        tried = attempt(request, typed, lambda: _order(typed, area, now))
        if tried.answer is not None:
            messages.success(request, _("演练定好了。到时间，这些设备的告警都带【演练】，不算进数字。"))
            return redirect("drill", tried.answer["drill"])
    there = register.mine(actor, within=area, most=SHOWN + 1) if area else []
    shown = {
        "areas": lines, "area": area, "where": next((line.words for line in lines if line.id == area), ""), "chosen": chosen,
        "devices": there[:SHOWN], "more": len(there) > SHOWN, "ticked": [str(id) for id in typed.ids("devices")],
        "typed": typed.values() or {"hours": "1"}, "tried": tried, "key": typed.key if tried.problems else new_id(),
        "purposes": PURPOSES, "hours": HOURS, **sections.crumb(_("定一场演练"), ("/office/drills/", _("演练"))),
    }  # fmt: skip
    return sections.page(request, "drills/new.html", "drills", shown, status=tried.status)


def _order(typed: Typed, area: str, now: datetime) -> PlanDrill:
    if not area:
        typed.blame("area", _("还没有选在哪里演练，请从列表里选。"))
    starts_at = typed.read(
        "starts_at", _moment, _("开始的时间要像 2026-11-25 09:30 这样写，马上开始就空着。"), optional=True
    )
    hours = typed.read("hours", float, _("还没有选演练多久，请选一个。"))
    purpose = typed.read("purpose", Code, _("还没有选目的，请选一个。"))
    return PlanDrill(
        drill=typed.key, area=AreaCode(area or "32"), name=typed.text("name"), purpose=purpose or Code("duty"),
        words=typed.text("words"), starts_at=starts_at,
        ends_at=(starts_at or now) + timedelta(hours=min(hours or 0, LONGEST)), devices=typed.ids("devices"),
    )  # fmt: skip


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
