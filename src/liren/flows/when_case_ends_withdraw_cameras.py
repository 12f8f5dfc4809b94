"""A case ended, was given back or folded into another: its cameras are closed, tickets taken back, running views ended."""

from collections.abc import Iterator

from liren.cases import events as e
from liren.devices.commands.views import WithdrawOffers
from liren.kernel import AreaCode
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_case_ends_withdraw_cameras"
ENDS = (e.CaseClosed, e.CaseWithdrawn, e.CaseMerged, e.CaseReturned, e.CaseRefused)


def answer(event: e.CaseEvent, entry: Entry) -> Iterator[WithdrawOffers]:
    yield WithdrawOffers(case=event.case, area=AreaCode(entry.area))


def hang_up() -> None:
    for kind in ENDS:
        registry.flow(f"{NAME}.{kind.__name__.lower()}", on=kind, do=answer, may=[WithdrawOffers], on_replay="run")
