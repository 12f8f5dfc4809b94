"""阵地 on the board: how many venues and deliberation rooms there are (domain.md HX-08, HX-09), each with its list behind."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from liren.kernel import Actor
from liren.venues import queries as venues


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosts:
    """The card: venues and deliberation rooms in use, and the addresses of their lists."""

    venues: int
    rooms: int
    href: str
    rooms_href: str


def hosts(actor: Actor, area: str) -> Hosts | None:
    """The card of an area, in one statement; None where there is no venue, and for who may not see them."""
    if not any(grant.area.covers(area) for grant in actor.holds("venues.see")):
        return None
    count, rooms = venues.counts(actor, area)
    if not count:
        return None
    return Hosts(
        venues=count, rooms=rooms, href=_link("venues", area), rooms_href=_link("rooms", area, kind="deliberation")
    )


def _link(name: str, area: str, **more: str) -> str:
    return f"{reverse(name)}?{urlencode({'in': area} | more)}"
