"""The board's card about whistles: what stands open right now, and which called units are late; its numbers are the page's."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from liren.cases.queries import whistles
from liren.kernel import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class WhistlesCard:
    """Whistles that are not over and the units late in them, each with the address of exactly those records."""

    open: int
    open_href: str
    late: int
    late_href: str


def standing(actor: Actor, area: str, now: datetime) -> WhistlesCard | None:
    """None where nobody has blown one that still stands."""
    found = whistles.open_in(actor, area)
    if not found:
        return None
    return WhistlesCard(
        open=len(found), open_href=_href("open", area), late=sum(len(card.late_calls(now)) for card in found),
        late_href=_href("late", area),
    )  # fmt: skip


def _href(which: str, area: str) -> str:
    return f"{reverse('whistles')}?{urlencode({'now': which, 'in': area})}#records"
