"""替居民点单: a caller or a visitor asks, the officer types, reads it back, and tells the code; one page, no mouse needed."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liren.kernel import Actor, Code, Refusal
from liren.places import queries as places
from liren.services import queries as services
from liren.services.commands import PlaceOrder
from liren.services.kinds import CHANNELS, ServiceKind
from liren.trust import gate
from liren.web import forms, staff
from liren.web.attempt import Typed
from liren.web.display import worded
from liren.web.orders import asked, choices

BY = ("phone", "desk")
"""How somebody reaches the officer: 来电, 当面."""


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def entry_page(request: HttpRequest) -> HttpResponse:
    """The form; `read` checks everything and shows it to be read back, `save` keeps it, `edit` shows the form again."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, "services.triage")
    offered = choices.kinds("", request.now)  # type: ignore[attr-defined]
    typed, problems = Typed(request.POST), forms.Problems()
    if request.method != "POST" or typed.verb == "edit" or _looking(typed):
        return _form(request, typed, offered, problems)
    command = _command(typed, offered)
    problems.found.extend(typed.problems)
    if command and not problems:
        rehearsal = typed.verb != "save"
        try:
            if rehearsal:
                gate.rehearse(command, actor=actor, now=request.now)  # type: ignore[attr-defined]
            else:
                gate.execute(command, actor=actor, now=request.now, key=typed.key)  # type: ignore[attr-defined]
        except Refusal as no:
            problems.refuse(no, asked.IN_PLACE)
        else:
            return _read_back(request, command, typed, offered) if rehearsal else redirect("order-told", command.order)
    return _form(request, typed, offered, problems)


@staff.staff
@require_safe
def told(request: HttpRequest, id: UUID) -> HttpResponse:
    """What the caller is told: the number, the code, what comes next. Only for whoever took the call, for a day."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now = request.now  # type: ignore[attr-defined]
    kept = services.read_out(actor, id, now)
    card = services.order_card(actor, id, now)
    answer = staff.page(
        request, "orders/told.html", "orders", {"card": card, "kept": kept, "within": str(card.kind.limits.triage)}
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _looking(typed: Typed) -> bool:
    """A place is looked up: by its button, or by Enter with an address typed and no house chosen yet."""
    nowhere = not typed.text("building") and not typed.text("area")
    return typed.verb in asked.SEARCHES or (typed.verb == "read" and bool(typed.text("q")) and nowhere)


def _command(typed: Typed, offered: dict[str, ServiceKind]) -> PlaceOrder | None:
    order = typed.uuid("order", _(asked.TOO_OLD))
    if typed.text("kind") not in offered:
        typed.blame("kind", _("还没有选要帮哪一项，请从列表里选。"))
    if typed.text("channel") not in BY:
        typed.blame("channel", _("请选是来电还是当面说的。"))
    channel = Code(typed.text("channel") or BY[0])
    return asked.command(typed, typed.text("kind") or "none", order, channel=channel, on_behalf=True) if order else None


def _form(
    request: HttpRequest, typed: Typed, offered: dict[str, ServiceKind], problems: forms.Problems
) -> HttpResponse:
    shown = asked.shown(request, typed) | {
        "groups": choices.grouped(offered), "channels": [(code, _(CHANNELS[code])) for code in BY],
        "problems": problems.found, "errors": problems.errors, "searching": _looking(typed),
    }  # fmt: skip
    return staff.page(request, "orders/entry.html", "orders", shown, status=422 if problems else 200)


def _read_back(
    request: HttpRequest, command: PlaceOrder, typed: Typed, offered: dict[str, ServiceKind]
) -> HttpResponse:
    """The request in the order in which it is read out, with everything typed kept in the form."""
    said: list[tuple[str, Any]] = [
        (_("称呼"), command.name.strip()),
        (_("电话"), _spoken(command.phone)),
        (_("服务"), worded(offered[command.kind].label)),
        (_("要帮的忙"), command.words),
        (_("方便的时间"), choices.times_words(command.times)),
        (_("在哪里"), _place(request, command)),
        (_("楼幢、门牌"), command.address),
        (_("希望"), choices.wishes(command.gender, command.neighbour, command.no_visit) or _("谁来都行")),
    ]
    kept = [(name, value) for name, values in request.POST.lists() for value in values
            if name not in ("verb", "csrfmiddlewaretoken")]  # fmt: skip
    shown = {"said": [(name, value) for name, value in said if value], "kept": kept, "by": _(CHANNELS[command.channel])}
    return staff.page(request, "orders/read_back.html", "orders", shown)


def _place(request: HttpRequest, command: PlaceOrder) -> str:
    house = places.building(request.actor, command.building) if command.building else None  # type: ignore[attr-defined]
    if house is None:
        return places.name_path(command.area) if command.area else ""
    return _("%(house)s（%(area)s）") % {"house": house.address, "area": places.name_path(house.area or "")}


def _spoken(phone: str) -> str:
    """A number as it is read out: 138 0000 0147."""
    digits = "".join(c for c in phone if c.isdigit())
    return f"{digits[:-8]} {digits[-8:-4]} {digits[-4:]}".strip()
