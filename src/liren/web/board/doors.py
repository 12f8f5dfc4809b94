"""The board's card about doors without a name: counted right now, so that its number is the page's."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from liren.kernel import Actor, AreaCode, Missing
from liren.people import queries as people


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorsCard:
    """Doors in all, without a name, with more than one; `href` opens the page for the same area."""

    without: int
    more: int
    doors: int
    href: str


def doors(actor: Actor, area: str, now: datetime) -> DoorsCard | None:
    """None where no building is known yet, and for who may not see an area's people."""
    try:
        found = people.coverage(actor, AreaCode(area), now, now=now, nearest=True)
    except Missing:
        return None
    if not found.doors:
        return None
    href = f"{reverse('coverage')}?in={area}"
    return DoorsCard(without=found.without, more=found.more, doors=found.doors, href=href)
