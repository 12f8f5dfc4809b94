"""One grid: how it is divided now, what a plan would make of it, what each figure means and what is still missing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.kernel import Actor, AreaCode, Missing, Refusal
from liren.kernel.area import Level
from liren.kernel.ids import new_id
from liren.people import queries as people
from liren.places import queries as places
from liren.places.queries import Division, PlanCard
from liren.places.rules.dividing import LEAST, MOST, USUAL, WARN_AT
from liren.web import staff, where
from liren.web.attempt import Attempt
from liren.web.display import SHANGHAI, date_words, grouped
from liren.web.grids import comparing, drawing, exports, figures

NEEDS = ("places.divide", "places.adopt")
CHOICES = 6
SHOWN = 200
POST, PARTY = "micro_grid_keeper", "party_center_household"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that is missing: `state` late or soon."""

    title: str
    state: str
    said: str
    href: str


def names() -> dict[str, str]:
    """What the plans of a run, and the others, are called."""
    return {
        "few": _("少换户"), "even": _("最匀"), "whole": _("最整"), "drawn": _("导入的方案"), "hand": _("手工起的方案"),
    }  # fmt: skip


def whys() -> dict[str, str]:
    return {
        "few": _("从现在的划分出发，在这些前提下少换联系人。"),
        "even": _("先求户数匀，再看形状和道路。"),
        "whole": _("先求片整、沿路分，户数差一点也可以。"),
        "drawn": _("边界照导入的文件，手工移过楼以后按楼重新画。"),
        "hand": _("从现在的划分开始，一栋一栋手工移。"),
    }


@staff.staff
@require_safe
def studio_page(request: HttpRequest, code: str) -> HttpResponseBase:
    """The grid `code`; `plan` chooses one of its plans; `geojson`, `xlsx` take it along."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    grid = grid_of(actor, code)
    if "geojson" in request.GET or "xlsx" in request.GET:
        return exports.of(request, grid, _chosen(actor, grid, request.GET.get("plan", ""))[0])
    return shown(request, grid, request.GET.get("plan", ""))


def grid_of(actor: Actor, code: str) -> AreaCode:
    """The grid of an address. Raises Missing for anything else, and without the right to divide or adopt."""
    staff.need(actor, *NEEDS)
    card = places.area_card(actor, code)
    if card is None or card.code.level is not Level.GRID:
        raise Missing
    return card.code


def shown(
    request: HttpRequest, grid: AreaCode, wanted: str, tried: Attempt | None = None, typed: dict[str, str] | None = None
) -> HttpResponse:
    """The page, also after something was refused: what was typed is still there."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: datetime = request.now  # type: ignore[attr-defined]
    tried = tried or Attempt()
    frame: dict[str, Any] = {
        "grid": grid, "short": where.long(grid)[len(where.long(grid[: Level.COMMUNITY])):] or grid, "community": where.long(grid[: Level.COMMUNITY]),
        "key": new_id(), "tried": tried, "typed": typed or {}, "may_divide": bool(actor.holds("places.divide")),
        "may_adopt": bool(actor.holds("places.adopt")), "least": LEAST, "most": MOST, "usual": USUAL,
        "cut": next((c for c in places.cuts(actor, grid[: Level.TOWN], 20) if c.running and (c.area.covers(grid) or grid.covers(c.area))), None),
        "name": where.long(grid),
    }  # fmt: skip
    card, cards = _chosen(actor, grid, wanted)
    try:
        now = places.divided_now(actor, grid)
        plan = places.division(actor, card) if card else None
    except Refusal as no:
        return staff.page(
            request,
            "grids/studio.html",
            "office",
            {**frame, "stopped": no.sentence},
            status=422 if tried.problems else 200,
        )
    if now is not None or plan is not None:
        frame |= _figures(actor, at, grid, now, plan, card)
    frame |= _choice(actor, card, cards, at, now)
    answer = staff.page(request, "grids/studio.html", "office", frame, status=tried.status)
    if frame["cut"] is not None:
        answer["Refresh"] = "2"
    return answer


def _chosen(actor: Actor, grid: AreaCode, wanted: str) -> tuple[PlanCard | None, list[PlanCard]]:
    """The plan that an address asks for, else the one that waits, else the newest with the fewest moves; and the choice."""
    cards = [c for c in places.plans(actor, grid) if c.state in ("draft", "waiting")]
    if wanted:
        chosen = next((c for c in cards if str(c.id) == wanted), None)
        if chosen is None:
            raise Missing(_("没有这个方案，可能已经启用或者作废。"))
        return chosen, _newest(cards, chosen)
    waiting = next((c for c in cards if c.state == "waiting"), None)
    fresh = [c for c in cards if c.cut == cards[0].cut] if cards else []
    first = waiting or next((c for c in fresh if c.aim == "few"), fresh[0] if fresh else None)
    return first, _newest(cards, first)


def _newest(cards: list[PlanCard], chosen: PlanCard | None) -> list[PlanCard]:
    found = cards[:CHOICES]
    return found if chosen is None or chosen in found else [*found[: CHOICES - 1], chosen]


def _choice(
    actor: Actor, card: PlanCard | None, cards: list[PlanCard], at: datetime, now: Division | None
) -> dict[str, Any]:
    labels = names()
    options, divisions = [], []
    for one in cards:
        found = places.division(actor, one)
        divisions.append((labels[one.aim or one.source], one == card, found))
        options.append({
            "id": one.id, "name": labels[one.aim or one.source], "current": one == card, "moved": found.moved_households,
            "deviation": figures.percent(found.measures.mean_deviation), "parts": len(found.measures.parts), "steps": one.steps,
            "waiting": date_words(_midnight(one.adopt_from)) if one.adopt_from else "",
        })  # fmt: skip
    today = at.astimezone(SHANGHAI).date()
    return {
        "card": card, "options": options, "beside": comparing.table(divisions, now) if len(divisions) > 1 else [], "plan_name": labels[card.aim or card.source] if card else "",
        "why": whys()[card.aim or card.source] if card else "", "today": today.isoformat(),
        "waiting": date_words(_midnight(card.adopt_from)) if card and card.adopt_from and card.state == "waiting" else "",
        "tomorrow": (today + timedelta(days=1)).isoformat(),
    }  # fmt: skip


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def _figures(
    actor: Actor, at: datetime, grid: AreaCode, now: Division | None, plan: Division | None, card: PlanCard | None
) -> dict[str, Any]:
    best = plan or now
    assert best is not None
    keepers = _keepers(actor, grid, at)
    movable = card is not None and card.state == "draft" and bool(actor.holds("places.divide"))
    rows = figures.rows(now, plan, keepers)
    far = comparing.far(actor, grid, best.layout, at)
    return {
        "now_picture": drawing.picture(now, _said(_("现在"), now)) if now else None,
        "plan_picture": drawing.picture(plan, _said(_("建议"), plan), marked=plan.moved if now else (), movable=movable) if plan else None,
        "now_gaps": sum(1 for one in best.dwellings if one.area is None), "movable": movable,
        "figures": [*figures.measures(now, plan), comparing.figure(far, now, plan)], "far": comparing.names(far, best)[:SHOWN] if far else [], "far_households": far.households if far else 0, "rows": rows, "total": sum(best.layout.households), "mean": round(best.measures.mean),
        "count": len(best.measures.parts), "moved": len(plan.moved) if plan else 0,
        "moved_households": plan.moved_households if plan else 0,
        "moves": _moves(plan) if plan else [], "shown": SHOWN, "heavy": _heavy(best), "gaps": _gaps(actor, at, grid, best, keepers, far),
        "spent": plan.codes.spent if plan and plan.codes.spent >= WARN_AT else 0,
        "gone": [code[-2:] for code in plan.codes.gone] if plan else [],
        "off_size": [best.number(p.number) for p in best.measures.parts if not LEAST <= p.households <= MOST],
        "buildings": _buildings(best) if movable else [], "parts": [(p.number, best.number(p.number)) for p in best.measures.parts],
        "next_part": max(p.number for p in best.measures.parts) + 1,
        "seats": _seats(actor, at, grid, plan, keepers) if plan and card and card.state == "draft" and actor.holds("places.adopt") else [],
        "people": _people(actor, grid, at) if plan and actor.holds("places.adopt") else [],
    }  # fmt: skip


def _said(what: str, found: Division) -> str:
    counts = "、".join(f"{found.number(p.number)} {grouped(p.households)}" for p in found.measures.parts)
    return _("%(what)s：%(n)d 个微网格，各有户数 %(counts)s") % {
        "what": what, "n": len(found.measures.parts), "counts": counts,
    }  # fmt: skip


def _moves(plan: Division) -> list[dict[str, Any]]:
    """The doors that change their micro-grid, by where they go."""
    rows = [
        {"called": plan.dwellings[n].address or plan.dwellings[n].called, "households": plan.dwellings[n].households,
         "now": (plan.dwellings[n].area or "")[-2:] or "—", "then": plan.number(plan.labels[n])}
        for n in plan.moved
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row["then"], row["now"], row["called"]))[:SHOWN]


def _heavy(found: Division) -> list[dict[str, Any]]:
    return [
        {"number": found.number(part), "called": found.dwellings[n].called, "households": found.dwellings[n].households,
         "keepers": max(2, round(found.dwellings[n].households / MOST))}
        for part, n in sorted(found.heavy().items())
    ]  # fmt: skip


# ---- people -----------------------------------------------------------------------------------------------------


def _keepers(actor: Actor, grid: AreaCode, at: datetime) -> dict[str, str]:
    """Micro-grid → name of its keeper today."""
    held = people.duty_list(actor, grid, at, post=POST, limit=500)
    return {card.area: card.name for card in reversed(held) if card.stands_in is None}


def _gaps(
    actor: Actor, at: datetime, grid: AreaCode, found: Division, keepers: dict[str, str], far: comparing.Far | None
) -> list[Gap]:
    """What the micro-grids still lack: a keeper, a party household, a usual size, a venue near enough. Nothing here blocks."""
    parts = {p.number: p for p in found.measures.parts}
    without = [n for n in parts if not keepers.get(found.codes.of[n].code) and not keepers.get(found.heirs.get(n, ""))]
    party = people.duty_list(actor, grid, at, post=PARTY, limit=500)
    at_house = {card.building for card in party}
    seen = {found.labels[found.layout.index[b]] for b in at_house if b in found.layout.index}
    seen |= {n for n in parts if found.codes.of[n].code in {card.area for card in party if card.building is None}}
    gaps = []
    if without:
        gaps.append(_gap(_("没有联络员"), "late", found, without, f"{reverse('coverage')}?in={grid}"))
    if bare := [n for n in parts if n not in seen]:
        gaps.append(_gap(_("没有党员中心户"), "soon", found, bare, f"{reverse('duties')}?area={grid}"))
    if off := [n for n, p in parts.items() if not LEAST <= p.households <= MOST]:
        gaps.append(_gap(_("不在 %(a)d–%(b)d 户") % {"a": LEAST, "b": MOST}, "soon", found, off, "#parts-list"))
    if far and far.dwellings:
        said = "、".join(
            _("%(which)s 微网格 %(n)s 户") % {"which": found.number(part), "n": grouped(count)}
            for part, count in comparing.by_part(far, found).items()
        )
        gaps.append(
            Gap(
                title=_("步行超 800 米"), state="soon", said=_("%(said)s，离最近的阵地远") % {"said": said}, href="#far"
            )
        )
    return gaps


def _gap(title: str, state: str, found: Division, parts: Sequence[int], href: str) -> Gap:
    by = {p.number: p.households for p in found.measures.parts}
    numbers = "、".join(found.number(n) for n in parts)
    said = _("%(which)s 微网格，共 %(n)s 户") % {"which": numbers, "n": grouped(sum(by[n] for n in parts))}
    return Gap(title=title, state=state, said=said, href=href)


def _seats(actor: Actor, at: datetime, grid: AreaCode, plan: Division, keepers: dict[str, str]) -> list[dict[str, Any]]:
    """Who would keep each part without a choice: a kept code its keeper, a new one the keeper its people had."""
    found = []
    for p in plan.measures.parts:
        kept = plan.codes.of[p.number]
        name = keepers.get(kept.code if not kept.new else plan.heirs.get(p.number, ""), "")
        found.append(
            {
                "part": p.number,
                "number": plan.number(p.number),
                "new": kept.new,
                "households": p.households,
                "name": name,
            }
        )
    return found


def _people(actor: Actor, grid: AreaCode, at: datetime) -> list[tuple[UUID, str]]:
    """Who may be asked to keep a part: whoever holds a duty in the community today."""
    held = people.duty_list(actor, AreaCode(grid[: Level.COMMUNITY]), at, limit=500)
    names: dict[UUID, str] = {}
    for card in held:
        names.setdefault(card.person, f"{card.name}，{card.post_label}")
    twice = Counter(names.values())
    return sorted(
        ((person, words if twice[words] == 1 else f"{words}，{str(person)[-4:]}") for person, words in names.items()),
        key=lambda one: one[1],
    )


def _buildings(plan: Division) -> list[dict[str, Any]]:
    """The list for moving without a pointer or a script."""
    rows = [
        {"id": one.id, "called": one.address or one.called, "households": one.households, "part": plan.labels[n],
         "number": plan.number(plan.labels[n])}
        for n, one in enumerate(plan.dwellings)
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row["number"], row["called"]))
