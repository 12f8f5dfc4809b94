"""What a case hands over to the service order that answers it: the reporter's own words, and how to reach them."""

from dataclasses import dataclass
from uuid import UUID

import msgspec

from liren.cases.queries.cards import ReporterCard, case_card
from liren.kernel import Actor, AreaCode, Missing
from liren.places import queries as places
from liren.trust import sealed, sql
from liren.trust.sight import look


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """The content of a request for help; `building` where a house was named, else `place` in words."""

    words: str
    area: AreaCode
    name: str
    phone: str
    place: str


def handed_over(viewer: Actor, case: UUID) -> HandedOver:
    """For the flow that places the order, after the access log kept it. Raises Missing for anybody but the house."""
    row = sql.one("select scope, building, place_words, reported_at from cases_case where id = %s", (case,))
    if viewer.kind != "house" or row is None:
        raise Missing
    card = case_card(viewer, case, row["reported_at"])
    with look(viewer, purpose="事项转为点单", subject=case, what="cases.reporter", area=row["scope"]):
        kept = sql.value("select sealed from cases_reporter where case_id = %s", (case,))
    if kept is None:
        raise Missing
    who = msgspec.json.decode(sealed.unseal(kept), type=ReporterCard)
    house = places.building(viewer, row["building"]) if row["building"] else None
    place = "，".join(filter(None, (house.address if house else "", row["place_words"].strip())))
    return HandedOver(words=card.words, area=AreaCode(row["scope"]), name=who.name, phone=who.phone, place=place)
