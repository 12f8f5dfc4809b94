"""A case of public safety was sent to somebody: the nearest cameras are open to them, and to whoever sent it, while it lasts."""

from collections.abc import Iterator

from liren.cases import queries as cases
from liren.cases.events import ArbitrationDecided, CaseDispatched, DrillLifted, KindCorrected
from liren.devices.commands.views import OfferViews
from liren.flows.telling import complained_about
from liren.kernel import AreaCode
from liren.kernel.actor import the_house
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_case_is_dispatched_offer_cameras"


def answer(
    event: CaseDispatched | ArbitrationDecided | KindCorrected | DrillLifted, entry: Entry
) -> Iterator[OfferViews]:
    """The units that work on it, whoever was named, and the desk that sent it; never whom it is about, nor its reporter.

    A drill opens no camera: nobody is in danger. When it turns out to be real the cameras open.

    The offer lies where the case was sent: a flow acts inside the area of its entry, and the case may have moved since.
    """
    house = the_house(NAME, entry.area)
    card = cases.case_card(house, event.case, entry.at)
    case = card.case
    if case.drill is not None:
        return
    if card.lon is None or card.lat is None or case.dispatched_at is None or case.closed_at is not None:
        return
    barred = {case.reporter, *complained_about(house, case, entry.at)}
    people = [who for who in (entry.actor_account, case.handler) if who and who not in barred]
    yield OfferViews(
        case=event.case, area=AreaCode(entry.area), kind=case.kind, lon=card.lon, lat=card.lat,
        units=tuple(unit for unit in (case.unit, *case.helpers) if unit), accounts=tuple(dict.fromkeys(people)),
        barred_unit=case.about_unit, barred_account=case.reporter,
    )  # fmt: skip


def hang_up() -> None:
    for kind in (CaseDispatched, ArbitrationDecided, KindCorrected, DrillLifted):
        registry.flow(f"{NAME}.{kind.__name__.lower()}", on=kind, do=answer, may=[OfferViews])
