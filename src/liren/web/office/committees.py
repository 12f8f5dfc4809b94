"""两委: figures of full-time and part-time seats by background, the list behind each, filling and ending a seat."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.catalogue import queries as catalogue
from liren.kernel import Actor, AreaCode
from liren.kernel.ids import new_id
from liren.people.commands import EndSeat, SeatMember
from liren.people.kinds import BODIES, CAME_BY, ROLES, STANDINGS, Background
from liren.people.queries.committees import SeatCard, may_name, seat_card, seat_figures, seat_list
from liren.people.rules.figures import Figure
from liren.people.rules.lists import SEAT_COLUMNS
from liren.people.terms import Key, term_days
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import SHANGHAI
from liren.web.office import choices, export, figures, sections, terms
from liren.web.office.asked import area_of, day_of

MOST = 300


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def committees_page(request: HttpRequest) -> HttpResponseBase:
    """`area`, `on` (the day, today), `figure` (the list behind one card); POST fills a seat."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["committees"])
    now: datetime = request.now  # type: ignore[attr-defined]
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        tried = attempt(request, typed, lambda: _order(actor, typed))
        if tried.answer is not None:
            messages.success(request, _("已登记这个席位。"))
            return redirect("committees")
    asked = Typed(request.GET)
    day = day_of(asked, now)
    area = area_of(asked, actor)
    backgrounds = known(area, now)
    counted = seat_figures(actor, area, day)
    named = may_name(actor, area)
    found = behind(counted, seat_list(actor, area, day), asked.text("figure")) if named else []
    if ("csv" in request.GET or "xlsx" in request.GET) and named:
        return _sheet(request, found, backgrounds)
    days = term_days(area)
    query = request.GET.copy()
    query.pop("figure", None)
    shown = {
        "cards": _cards(counted, backgrounds, day, named, query.urlencode()), "named": named, "area": where.long(area),
        "day": day, "asked": request.GET, "areas": choices.areas(actor), "query": query.urlencode(),
        "figure": _title(asked.text("figure"), backgrounds), "count": len(found), "most": MOST,
        "lines": [_line(s, backgrounds, days) for s in found[:MOST]], "problems": (*asked.problems, *tried.problems),
        "full_query": request.GET.urlencode(), "tried": tried, "typed": typed.values(), "key": new_id(),
        "open": bool(tried.problems) or "new" in request.GET, "bodies": list(BODIES.items()),
        "standings": list(STANDINGS.items()), "roles": list(ROLES.items()), "came_by": list(CAME_BY.items()),
        "backgrounds": [(b.code, b.label) for b in backgrounds.values()],
        "persons": choices.persons(actor, AreaCode(choices.widest(actor))) if named else [],
    }  # fmt: skip
    status = tried.status if tried.problems else 422 if asked.problems else 200
    return sections.page(request, "office/committees.html", "committees", shown, status=status)


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def seat_page(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """One seat; POST ends it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, "people.workforce")
    now: datetime = request.now  # type: ignore[attr-defined]
    seat = seat_card(actor, id)
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        last = typed.day("last")
        tried = attempt(request, typed, lambda: EndSeat(seat=id, last=last.date() if last else now.date()))
        if tried.answer is not None:
            messages.success(request, _("已结束这个席位，记录留着。"))
            return redirect("seat", id)
    shown = {
        **sections.crumb(seat.name, (reverse("committees"), _("两委"))),
        "seat": _line(seat, known(AreaCode(seat.area), now), term_days(seat.area)), "tried": tried, "key": new_id(),
        "today": now, "typed": typed.values(), "over": seat.last is not None and seat.last < now.astimezone(SHANGHAI).date(),
    }  # fmt: skip
    return sections.page(request, "office/seat.html", "committees", shown, status=tried.status)


def known(area: AreaCode, now: datetime) -> dict[str, Background]:
    """The backgrounds by their code, in their order."""
    found = [e.spec for e in catalogue.entries("seat_background", area=area, at=now)]
    return {b.code: b for b in sorted(found, key=lambda b: (b.order, b.code))}


def behind(counted: dict[str, Figure], found: list[SeatCard], code: str) -> list[SeatCard]:
    """The seats behind a figure, each person once: as many rows as it counts. Every seat when none is asked for."""
    if code not in counted:
        return found
    standing, _dot, background = code.partition(".")
    once: dict[UUID, SeatCard] = {}
    for seat in found:
        if seat.standing == standing and background in ("", seat.background):
            once.setdefault(seat.person, seat)
    return list(once.values())


def _order(actor: Actor, typed: Typed) -> SeatMember:
    widest = AreaCode(choices.widest(actor))
    person = choices.read_person(typed, "person", choices.persons(actor, widest))
    starts, last = typed.day("starts"), typed.day("last", optional=True)
    return SeatMember(
        seat=typed.key, person=person or typed.key, area=choices.read_area(typed, "area") or widest,
        body=typed.text("body"), term=typed.number("term", _("届次写第几届的数字，例如 12。")) or 0,
        standing=typed.text("standing"), role=typed.text("role"), background=typed.text("background"),
        came_by=typed.text("came_by"), starts=starts.date() if starts else date.min, last=last.date() if last else None,
    )  # fmt: skip


def _cards(
    counted: dict[str, Figure], backgrounds: dict[str, Background], day: date, named: bool, query: str
) -> list[figures.Card]:
    """Part-time seats first, in all and by background; then full-time ones."""

    def href(code: str) -> str:
        return f"?{query}&figure={code}".replace("?&", "?") + "#list" if named else ""

    cards = []
    for standing in ("part", "full"):
        for code in [standing, *(f"{standing}.{b}" for b in backgrounds if f"{standing}.{b}" in counted)]:
            if standing == "full" and code != "full":
                continue
            formula = _("当天有这样席位的人，按人去重：一人在两个委员会只算一次。")
            title = _title(code, backgrounds)
            cards.append(figures.number(title, counted[code], formula + figures.on(day), href(code)))
    return cards


def _title(code: str, backgrounds: dict[str, Background]) -> str:
    standing, _dot, background = code.partition(".")
    if standing not in STANDINGS:
        return ""
    label = backgrounds[background].label if background in backgrounds else ""
    return _("%(standing)s委员") % {"standing": STANDINGS[standing]} + (f"·{label}" if label else "")


def _line(seat: SeatCard, backgrounds: dict[str, Background], days: dict[Key, tuple[date, date]]) -> dict[str, Any]:
    known_one = backgrounds.get(seat.background)
    return {
        "seat": seat, "area": where.long(seat.area), "body": BODIES[seat.body], "standing": STANDINGS[seat.standing],
        "role": ROLES[seat.role], "background": known_one.label if known_one else seat.background,
        "came_by": CAME_BY[seat.came_by], "term": terms.words(seat.term, seat.area, seat.body, days),
    }  # fmt: skip


def _sheet(request: HttpRequest, found: list[SeatCard], backgrounds: dict[str, Background]) -> HttpResponseBase:
    """With the headings of the import; the private number is not in it."""
    rows = (_line(s, backgrounds, {}) for s in found)
    return export.table(request, _("两委名单"), [*SEAT_COLUMNS, _("区域")], [
        (r["seat"].name, "", r["seat"].area, r["body"], r["seat"].term, r["standing"], r["role"], r["background"],
         r["came_by"], f"{r['seat'].starts:%Y-%m-%d}", f"{r['seat'].last:%Y-%m-%d}" if r["seat"].last else "", r["area"])
        for r in rows
    ])  # fmt: skip
