"""党员在微网格: how many micro-grids a party member keeps, as numbers by area; who is one is nowhere on a page."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from liren.kernel import Actor, AreaCode, Missing
from liren.kernel.area import Level
from liren.people import queries as people
from liren.places import queries as places
from liren.web import staff, where
from liren.web.board.area import asked_area
from liren.web.display import grouped

RIGHT = "cases.urge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """One area: its micro-grids, and how many of them a member keeps; `share` is None where keepers are too few to say."""

    name: str
    micro_grids: int
    share: people.PartyShare | None

    @property
    def percent(self) -> str:
        return f"{100 * self.share.micro_grids / self.micro_grids:.1f}" if self.share and self.micro_grids else ""

    @property
    def keepers(self) -> str:
        """Members among keepers: 320 / 1,572."""
        return f"{grouped(self.share.members)} / {grouped(self.share.keepers)}" if self.share else ""


def coverage(actor: Actor, area: str, now: datetime) -> Coverage | None:
    """What the board's card says; None for an area without micro-grids or members, and for who may not see its people."""
    whole = len(places.below(actor, area, Level.MICRO_GRID))
    try:
        share = people.party_share(actor, AreaCode(area), now)
    except Missing:
        return None
    return (
        Coverage(name=where.long(area), micro_grids=whole, share=share) if whole and share and share.members else None
    )


def link(area: str) -> str:
    """The table behind the card."""
    return f"{reverse('board-party')}?{urlencode({'in': area})}"


@staff.staff
@require_safe
def party_page(request: HttpRequest) -> HttpResponse:
    """The same numbers a level down: towns of a county, communities of a town, nothing below."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, RIGHT)
    area = asked_area(request, actor, RIGHT)
    level = Level.TOWN if len(area) < Level.TOWN else Level.COMMUNITY
    whole = coverage(actor, area, now)
    shares = people.party_shares(actor, AreaCode(area), level, now) if whole and len(area) < level else {}
    rows = [
        Coverage(name=where.long(code), micro_grids=len(places.below(actor, code, Level.MICRO_GRID)), share=share)
        for code, share in shares.items()
    ]
    shown = {
        "area_name": where.long(area), "whole": whole, "rows": [r for r in rows if r.micro_grids],
        "board": f"{reverse('board')}?{urlencode({'in': area})}",
    }  # fmt: skip
    return staff.page(request, "board/party.html", "board", shown)
