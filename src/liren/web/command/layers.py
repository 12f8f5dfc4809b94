"""The layers of the map: what each shows, who is offered it, which are on, and the same things as a list beside it."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from liren.cases.queries import commanded
from liren.devices.queries import register
from liren.kernel import Actor, AreaCode
from liren.people.queries import keepers
from liren.web import where
from liren.web.alarms import words
from liren.web.desk.view import line_clock
from liren.web.display import Clock

LIST = 12
LABELS = {
    "alarms": gettext_noop("告警"),
    "cases": gettext_noop("在办的案件"),
    "devices": gettext_noop("设备"),
    "keepers": gettext_noop("在岗的网格员"),
}
NEEDS = {"alarms": "devices.see", "cases": "cases.see", "devices": "devices.see", "keepers": "people.see"}
USUAL = ("alarms", "cases")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing of a layer in the list: the id it has on the map, where it leads, what it is, what stands beside it.

    `dial` is a work phone as it is dialled.
    """

    id: str
    href: str
    title: str
    words: str
    clock: Clock | None = None
    dial: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A layer as a list: the first of them, how many there are, where all of them stand ("" nowhere)."""

    code: str
    items: tuple[Item, ...]
    whole: int
    href: str = ""


def offered(actor: Actor, area: str) -> list[str]:
    """The layers of which this viewer may see anything in an area."""
    code = AreaCode(area)

    def sees(right: str) -> bool:
        return any(g.area.covers(code) or code.covers(g.area) for g in actor.holds(right))

    return [layer for layer, right in NEEDS.items() if sees(right)]


def chosen(request: HttpRequest, there: list[str]) -> list[str]:
    """Which layers are on: those the address names, the usual ones when it names none. `layers=` alone is none at all."""
    asked = request.GET.getlist("layers") if "layers" in request.GET else list(USUAL)
    named = {name for text in asked for name in text.split(",")}
    return [layer for layer in there if layer in named]


def lists(actor: Actor, area: str, on: list[str], now: datetime, *, wall: bool) -> list[Listed]:
    """What the map draws of cases, devices and keepers, as lists; alarms stand in the strip. None on a wall."""
    if wall:
        return []
    made = {"cases": _cases, "devices": _devices, "keepers": _keepers}
    return [made[layer](actor, area, now) for layer in on if layer in made]


def _cases(actor: Actor, area: str, now: datetime) -> Listed:
    found, whole, _urgent = commanded.open_points(actor, area, LIST)
    items = [
        Item(
            id=str(line.id), href=reverse("case", args=[line.id]), title=line.title or line.number,
            words="，".join(filter(None, (_("紧急") if line.severity == "urgent" else "", where.short(line.scope)))),
            clock=line_clock(line, now),
        )
        for line in found
    ]  # fmt: skip
    return Listed(code="cases", items=tuple(items), whole=whole, href=f"{reverse('desk')}?tab=open&in={area}")


def _devices(actor: Actor, area: str, now: datetime) -> Listed:
    found = register.mine(actor, within=area, most=LIST)
    items = [
        Item(
            id=str(card.id), href=reverse("device", args=[card.id]), title=card.name, words=where.short(card.area),
            clock=words.health(card, now),
        )
        for card in found
    ]  # fmt: skip
    whole = sum(register.counts(actor, area).values())
    return Listed(code="devices", items=tuple(items), whole=whole, href=f"{reverse('device-list')}?in={area}")


def _keepers(actor: Actor, area: str, now: datetime) -> Listed:
    found = keepers.on_duty_inside(actor, area, now)
    items = [
        Item(
            id=str(card.area), href=f"{reverse('keeper')}?area={card.area}", title=card.name,
            words=f"{where.long(card.area)} {card.post_label}", dial=card.work_phone,
        )
        for card in found[: 2 * LIST]
    ]  # fmt: skip
    return Listed(code="keepers", items=tuple(items), whole=len(found))
