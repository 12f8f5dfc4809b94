"""What the telling flows share: how a case's notice is made, and who is told at its stations."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.cases import queries as cases
from liren.cases.queries import neighbours
from liren.cases.rules.fold import CaseState
from liren.kernel import Actor, AreaCode, Code
from liren.notices.commands import Tell
from liren.people import queries as people
from liren.trust.journal import Entry

OWNERS = {"desk": "dispatcher", "verifier": "verifier", "arbiter": "arbiter", "approver": "supervisor"}


def state_of(house: Actor, case: UUID, at: datetime) -> CaseState:
    """The case as it stands now; flows act a moment later than the event they answer."""
    return cases.case_card(house, case, at).case


def notice(entry: Entry, template: str, *, account: UUID | None = None, link: bool = False, round: int = 0,
           by: datetime | None = None, **facts: Any) -> Tell:  # fmt: skip
    """A notice about the entry's case. A fact that is not known (None) is left out."""
    return Tell(
        account=account,
        link=entry.subject if link else None,
        template=Code(template),
        subject_kind=Code("case"),
        subject=entry.subject,
        area=AreaCode(entry.area),
        facts=tuple((Code(name), fact) for name, fact in facts.items() if fact is not None),
        round=round,
        by=by,
    )


def accounts(found: Iterable[people.HolderCard], but: Iterable[UUID | None] = ()) -> list[UUID]:
    """The accounts behind some duties, each once, without those left out."""
    left_out = set(but)
    return list(dict.fromkeys(h.account for h in found if h.account and h.account not in left_out))


def complained_about(house: Actor, case: CaseState, at: datetime) -> list[UUID]:
    """The people of the unit that a case complains about: for them it is not there, so they are told nothing of it."""
    return accounts(people.unit_members(house, case.about_unit, at)) if case.about_unit else []


def nearest(house: Actor, case: CaseState, post: str, entry: Entry, but: Iterable[UUID | None] = ()) -> list[UUID]:
    """Who holds a post nearest to the entry's area: a community's own before the town's."""
    left_out = {*but, *complained_about(house, case, entry.at)}
    found = [h for h in people.holders(house, post, AreaCode(entry.area), entry.at) if h.account not in left_out]
    closest = max((len(h.area) for h in found), default=0)
    return accounts(h for h in found if len(h.area) == closest)


def hands_of(house: Actor, case: CaseState, at: datetime) -> list[UUID]:
    """Who works on a case: its handler, or before anybody signed for it everybody of the unit."""
    if case.handler is not None:
        return [case.handler]
    return accounts(people.unit_members(house, case.unit, at)) if case.unit else []


def waited_for(house: Actor, case: CaseState, owner: str, entry: Entry) -> list[UUID]:
    """Who is waited for now, by the role that owns the case's state."""
    if owner == "handler":
        return hands_of(house, case, entry.at)
    if owner == "desk" and case.keeper is not None and case.state == "reported":
        return [case.keeper]
    post = OWNERS.get(owner)
    return nearest(house, case, post, entry, case.hands if post == "verifier" else ()) if post else []


def pressed(house: Actor, case: CaseState, owner: str, entry: Entry) -> list[UUID]:
    """Who has to act before the limit that presses: to make the first contact is the handler's, whoever else is waited for."""
    if case.next_clock == "contact" and case.handler is not None:
        return [case.handler]
    return waited_for(house, case, owner, entry)


def followers(entry: Entry, house: Actor, template: str, **facts: Any) -> Iterator[Tell]:
    """Tell those whose own report was folded into this case: each of them about their own."""
    for case, account in neighbours.folded(house, entry.subject):
        own = replace(entry, subject=case)
        yield notice(own, template, link=True, **facts)
        if account is not None:
            yield notice(own, template, account=account, **facts)


def reporters(entry: Entry, case: CaseState, template: str, **facts: Any) -> Iterator[Tell]:
    """Tell whoever reported: by the secret link always, and in the account's inbox where the report was not sealed.

    Nobody reported a part that was split off: its reporter hears of the whole. Nobody reported a drill either.
    """
    if case.parent is not None or case.drill is not None:
        return
    yield notice(entry, template, link=True, **facts)
    if case.reporter is not None and case.secrecy == 0:
        yield notice(entry, template, account=case.reporter, **facts)
