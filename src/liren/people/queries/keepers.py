"""Keepers by their post: who answers for a place now, as the register of duties says. Nobody's position is known here."""

from collections.abc import Iterable
from datetime import datetime

from liren.catalogue import queries as catalogue
from liren.kernel import Actor, AreaCode
from liren.people.holding import HolderCard, cards_where
from liren.people.queries.duties import THERE
from liren.people.queries.persons import colleagues
from liren.people.rules import in_order
from liren.trust.sight import after, where

MOST = 5000
ORDER = "order by array_position(%s::text[], d.post::text), length(d.area) desc, d.stands_in is null, d.id"


def keepers_of(viewer: Actor, areas: Iterable[str], at: datetime) -> dict[str, HolderCard]:
    """Who is asked first about each of these areas, as `keeper_of` says of one; left out where nobody is. One statement."""
    asked = sorted(set(areas))
    if not asked:
        return {}
    colleagues(viewer)
    ancestors = sorted({str(a) for code in asked for a in AreaCode(code).ancestors()})
    codes = _codes(min(ancestors, key=len), at)
    found = cards_where(
        f"where d.area = any(%s) and d.post = any(%s) and d.during @> %s and {THERE} {ORDER}",
        (ancestors, codes, at, at, codes),
    )
    first = {code: next((card for card in found if code.startswith(card.area)), None) for code in asked}
    return {code: card for code, card in first.items() if card is not None}


def on_duty_inside(viewer: Actor, within: str, at: datetime) -> list[HolderCard]:
    """Everybody who keeps an area inside one and is there now, by area, the nearest post first. One statement."""
    colleagues(viewer)
    codes, seen = _codes(within, at), where(viewer, "people.see", "d.area")
    found = cards_where(
        f"where d.area >= %s and d.area < %s and d.post = any(%s) and d.during @> %s and {THERE} and {seen.sql} {ORDER} limit {MOST}",
        (within, after(within), codes, at, at, *seen.params, codes),
    )
    return sorted(found, key=lambda card: card.area)


def _codes(area: str, at: datetime) -> list[str]:
    return in_order([e.spec for e in catalogue.entries("post", area=area, at=at)], "keeper")
