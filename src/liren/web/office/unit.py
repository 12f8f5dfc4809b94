"""One unit: who works for it, what it was called when, whom it links; another name or place, closing and taking up again."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.kernel import Actor, AreaCode, Command, Missing, Refusal
from liren.kernel.ids import new_id
from liren.people import queries as people
from liren.people.commands import CloseUnit, LinkHouseholds, MoveUnit, RenameUnit, ReopenUnit
from liren.people.kinds import HOUSEHOLDS_LINKED
from liren.people.queries.tiers import Door, linked_doors, unit_history
from liren.people.rules.units import door
from liren.places import queries as places
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.office import choices, sections
from liren.web.office.person import last_day


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def unit_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """POST does one of five things (`do`): rename, move, link households, close, reopen; most can be taken back at once."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["units"])
    unit = next((u for u in people.unit_tree(actor, closed=True, beside=True) if u.id == id), None)
    if unit is None:
        raise Missing
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        do = typed.text("do")
        tried = attempt(request, typed, lambda: _order(do, unit, typed))
        if tried.answer is not None and do in ("move", "link"):
            messages.success(request, _("已记下。"))
            return redirect("unit", id)
        if tried.answer is not None:
            words, reverse_of = {
                "close": (_("已停用“%(name)s”，派遣的列表里不再有它。"), {"do": "reopen"}),
                "reopen": (_("已恢复“%(name)s”。"), {"do": "close"}),
            }.get(do, (_("已把“%(name)s”改名。"), {"do": "rename", "name": unit.name}))
            sections.offer_undo(request, words % {"name": unit.name}, reverse("unit", args=(id,)), **reverse_of)
            return redirect("unit", id)
    members = people.unit_members(actor, id, request.now)  # type: ignore[attr-defined]
    may_register = bool(actor.holds("people.register"))
    linked = linked_doors(actor, id) if unit.kind == "party_household" and may_register else []
    shown = {
        "history": [(h, where.long(h.area)) for h in unit_history(actor, id)], "units": choices.unit_lines(actor, beside=True),
        "areas": choices.areas(actor) if may_register else [], "typed": typed.values(), "today": request.now,  # type: ignore[attr-defined]
        "doors": _door_lines(actor, linked), "least": HOUSEHOLDS_LINKED[0], "most": HOUSEHOLDS_LINKED[1],
        **sections.crumb(unit.name, (reverse("units"), _("单位"))),
        "unit": unit, "area": where.long(unit.area), "tried": tried, "key": new_id(),
        "members": [(m, where.long(m.area), last_day(m.ends)) for m in members],
        "name": typed.text("name") or unit.name, "may_register": may_register,
    }  # fmt: skip
    return sections.page(request, "office/unit.html", "units", shown, status=tried.status)


def _order(do: str, unit: people.UnitCard, typed: Typed) -> Command:
    """What the form asks for. Raises Refusal for a line of doors that can't be read."""
    on = _day(typed, "moved_on" if do == "move" else "on")
    if do == "move":
        parent = typed.uuid("parent", _("请从列表里选上级单位。"), optional=True)
        area = choices.read_area(typed, "area") if typed.text("area") else AreaCode(unit.area)
        return MoveUnit(unit=unit.id, parent=parent, area=area or AreaCode(unit.area), on=on)
    if do == "link":
        lines = [line for line in typed.text("doors").splitlines() if line.strip()]
        try:
            return LinkHouseholds(unit=unit.id, doors=tuple(door(line) for line in lines))
        except Refusal as no:
            typed.blame("doors", no.sentence)
            return LinkHouseholds(unit=unit.id, doors=())
    if do == "close":
        return CloseUnit(unit=unit.id, on=on)
    return ReopenUnit(unit=unit.id) if do == "reopen" else RenameUnit(unit=unit.id, name=typed.text("name"), on=on)


def _door_lines(actor: Actor, linked: list[Door]) -> list[tuple[str, str]]:
    """Each linked household as it is typed (number of the building, door) and with its address."""
    cards = {d.building: places.building(actor, d.building) for d in linked}
    return [
        (f"{card.code} {d.door}", f"{card.address or card.name} {d.door}")
        for d in linked
        if (card := cards[d.building])
    ]


def _day(typed: Typed, name: str) -> date | None:
    found = typed.day(name, optional=True)
    return found.date() if found else None
