"""What the studio's buttons do: have it cut, begin by hand, move buildings, take a step back, drop, adopt."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from liren.kernel import Actor, Missing
from liren.people.commands import AdoptDivision
from liren.places import queries as places
from liren.places.commands import (
    AskCut,
    DropPlan,
    MoveBuildings,
    PartKeeper,
    StartPlan,
    StopCut,
    TakeBackMove,
)
from liren.places.queries import PlanCard
from liren.places.rules.dividing import USUAL
from liren.web import staff
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import SHANGHAI, date_words
from liren.web.grids import listing, studio


def studio_address(grid: str, plan: UUID | None = None) -> str:
    return reverse("studio", args=(grid,)) + (f"?plan={plan}" if plan else "")


@staff.staff
@require_POST
def cut(request: HttpRequest) -> HttpResponse:
    """Have a grid, a community or a town cut; the worker does it, and the page says how far it is."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *studio.NEEDS)
    typed = Typed(request.POST)
    area = typed.area("area")
    if area is None or places.area_card(actor, area) is None:
        raise Missing
    households = typed.number("households", _("户数要写 10 到 1000 之间的整数。"), optional=True) or USUAL
    parts = typed.number("parts", _("片数要写 1 到 99 之间的整数，或者空着。"), optional=True)
    seed = int(typed.key.int % 1_000_000) if typed.has("other") else 0
    order = AskCut(cut=typed.key, area=area, households=households, parts=parts, seed=seed)
    tried = attempt(request, typed, lambda: order)
    single = len(area) == 15
    if tried.answer is None:
        return studio.shown(request, area, "", tried, typed.values()) if single else listing.shown(request, area, tried)
    return redirect(studio_address(area) if single else f"{reverse('grids')}?in={area}")


@staff.staff
@require_POST
def stop(request: HttpRequest, id: UUID) -> HttpResponse:
    """Leave what is still waiting uncut."""
    card = places.cut_of(request.actor, id)  # type: ignore[attr-defined]
    typed = Typed(request.POST)
    tried = attempt(request, typed, lambda: StopCut(cut=id))
    single = len(card.area) == 15
    if tried.answer is None:
        return studio.shown(request, card.area, "", tried) if single else listing.shown(request, card.area, tried)
    messages.success(request, _("已停下，划好的方案还在。"))
    return redirect(studio_address(card.area) if single else f"{reverse('grids')}?in={card.area}")


@staff.staff
@require_POST
def start(request: HttpRequest, code: str) -> HttpResponse:
    """A plan by hand from what is."""
    grid = studio.grid_of(request.actor, code)  # type: ignore[attr-defined]
    typed = Typed(request.POST)
    tried = attempt(request, typed, lambda: StartPlan(plan=typed.key, area=grid))
    if tried.answer is None:
        return studio.shown(request, grid, "", tried)
    return redirect(studio_address(grid, UUID(tried.answer["plan"])))


@staff.staff
@require_POST
def move(request: HttpRequest, id: UUID) -> HttpResponse:
    """Put the ticked buildings into another part; the page comes back with the figures as they are then."""
    typed = Typed(request.POST)
    buildings = _uuids(request.POST.getlist("building"))
    part = typed.number("part", _("还没有选移到哪一片，请在列表里选。"))
    return _done(request, id, typed, lambda: MoveBuildings(plan=id, buildings=buildings, part=part or 0), "#hand")


@staff.staff
@require_POST
def back(request: HttpRequest, id: UUID) -> HttpResponse:
    return _done(request, id, Typed(request.POST), lambda: TakeBackMove(plan=id), "#hand")


@staff.staff
@require_POST
def drop(request: HttpRequest, id: UUID) -> HttpResponse:
    card = _plan(request, id)
    typed = Typed(request.POST)
    tried = attempt(request, typed, lambda: DropPlan(plan=id))
    if tried.answer is None:
        return studio.shown(request, card.area, str(id), tried)
    messages.success(request, _("方案已作废，现在的划分没有变。"))
    return redirect(studio_address(card.area))


@staff.staff
@require_POST
def adopt(request: HttpRequest, id: UUID) -> HttpResponse:
    """Let a plan hold from a day on, with the keepers that were chosen."""
    now: datetime = request.now  # type: ignore[attr-defined]
    card = _plan(request, id)
    typed = Typed(request.POST)
    day = typed.day("on")
    keepers = tuple(
        PartKeeper(plan=id, part=int(name.removeprefix("keeper-")), person=person)
        for name in request.POST
        if name.startswith("keeper-") and name.removeprefix("keeper-").isdecimal()
        and (person := typed.uuid(name, _("没有这个人，请从列表里选。"), optional=True))
    )  # fmt: skip
    if not typed.has("sure"):
        typed.blame("sure", _("启用会换微网格的边界和责任人，请先勾上“已经和社区商量过”。"))
    on = (day or now).astimezone(SHANGHAI).date()
    tried = attempt(request, typed, lambda: AdoptDivision(area=card.area, plans=(id,), on=on, keepers=keepers))
    if tried.answer is None:
        return studio.shown(request, card.area, str(id), tried, typed.values())
    if not tried.answer["grids"]:
        said = _("已定下：%(day)s零点起启用，到时边界和责任人一起换。") % {"day": date_words(day or now)}
    else:
        said = _("已启用：边界、微网格员和没办完的案件都已换好；办完的案件留在当天的网格里。")
        if unkept := tried.answer["unkept"]:
            said += _("还没有联络员的：%(which)s。") % {"which": "、".join(code[-2:] for code in unkept)}
    messages.success(request, said)
    return redirect(studio_address(card.area))


@staff.staff
@require_POST
def adopt_all(request: HttpRequest, id: UUID) -> HttpResponse:
    """Let one sort of plan of a whole run hold from a day on, today included, where a grid has drafts."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    card = places.cut_of(actor, id)
    typed = Typed(request.POST)
    day = typed.day("on")
    plans = tuple(one.id for one in places.plans_of_cut(actor, id, typed.text("aim")))
    if not plans:
        typed.blame("aim", _("这次划分没有留下方案，可能已经启用或者作废。请重新划。"))
    if not typed.has("sure"):
        typed.blame("sure", _("启用会换微网格的边界和责任人，请先勾上“已经和社区商量过”。"))
    on = (day or now).astimezone(SHANGHAI).date()
    tried = attempt(request, typed, lambda: AdoptDivision(area=card.area, plans=plans, on=on))
    if tried.answer is None:
        return listing.shown(request, card.area, tried)
    said = _("已定下：%(n)d 个网格%(day)s零点起启用。") % {"n": len(plans), "day": date_words(day or now)}
    if tried.answer["grids"]:
        said = _("已启用 %(n)d 个网格的方案。") % {"n": tried.answer["grids"]}
    elif on == now.astimezone(SHANGHAI).date():
        said = _(
            "已定下：%(n)d 个网格从现在起一个社区一个社区地换，几分钟里换完，换到哪个社区，那里的边界和责任人就一起换。"
        ) % {"n": len(plans)}
    messages.success(request, said)
    return redirect(f"{reverse('grids')}?in={card.area}")


def _plan(request: HttpRequest, id: UUID) -> PlanCard:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *studio.NEEDS)
    return places.plan(actor, id)


def _done(request: HttpRequest, id: UUID, typed: Typed, order: Any, at: str) -> HttpResponse:
    card = _plan(request, id)
    tried: Attempt = attempt(request, typed, order)
    if tried.answer is None:
        return studio.shown(request, card.area, str(id), tried, typed.values())
    return redirect(studio_address(card.area, id) + at)


def _uuids(texts: list[str]) -> tuple[UUID, ...]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return tuple(found)
