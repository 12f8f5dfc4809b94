"""Other systems that asked for it are told that a case changed: which, how, and where it stands; never a word or a name.

Of a drill nobody is told. A webhook is told of what its key may see at that moment: of its area, open, within its scopes. One flow for all events,
so that those of one case reach the queue in their order.
"""

from collections.abc import Iterator

from liren.cases import events as e
from liren.cases import queries as cases
from liren.flows.telling import state_of
from liren.kernel import AreaCode, Code
from liren.kernel.actor import the_house
from liren.notices import queries as notices
from liren.notices.commands import TellHooks
from liren.trust import clients, registry
from liren.trust.journal import Entry

NAME = "when_case_changes_tell_webhooks"
CHANGES: dict[type[e.CaseEvent], str] = {
    e.CaseReported: "case.reported",
    e.CaseFiled: "case.filed",
    e.CaseDispatched: "case.dispatched",
    e.CaseTakenUp: "case.taken_up",
    e.CaseReturned: "case.returned",
    e.CaseSuspended: "case.suspended",
    e.CaseResumed: "case.resumed",
    e.CaseExtended: "case.extended",
    e.ResultReported: "case.result_reported",
    e.CaseSolvedOnSpot: "case.solved_on_spot",
    e.CaseSentBack: "case.sent_back",
    e.CaseClosed: "case.closed",
    e.CaseConfirmed: "case.confirmed",
    e.CaseReopened: "case.reopened",
    e.CaseMerged: "case.merged",
    e.CaseUnmerged: "case.unmerged",
    e.CaseRefused: "case.refused",
    e.CaseWithdrawn: "case.withdrawn",
    e.KindCorrected: "case.kind_corrected",
    e.PlaceCorrected: "case.place_corrected",
}


def answer(event: e.CaseEvent, entry: Entry) -> Iterator[TellHooks]:
    """One order for all webhooks that may hear of it; none, and one statement, where nobody listens."""
    house, code = the_house(NAME, entry.area), CHANGES[type(event)]
    listeners = notices.listening(house, code, entry.area)
    if not listeners:
        return
    keys = clients.clients_of({one.client for one in listeners}, entry.recorded_at)
    seeing = {key for key, actor in keys.items() if cases.visible_ids(actor, [event.case])}
    hooks = tuple(one.id for one in listeners if one.client in seeing)
    if not hooks:
        return
    case = state_of(house, event.case, entry.at)
    if case.drill is not None:
        return
    facts = {name: getattr(event, name, None) for name in ("state", "kind", "unit")}
    facts = {"state": facts["state"] or case.state, "kind": facts["kind"] or case.kind, "unit": facts["unit"]}
    yield TellHooks(
        hooks=hooks,
        event=Code(code),
        entry=entry.id,
        subject=event.case,
        area=AreaCode(entry.area),
        at=entry.at,
        facts=tuple((Code(name), str(fact)) for name, fact in facts.items() if fact is not None),
    )


def hang_up() -> None:
    for event in CHANGES:
        registry.flow(NAME, on=event, do=answer, may=[TellHooks])
