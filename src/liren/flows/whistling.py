"""What the flows about whistles share: the whistle as it stands, who speaks for a unit, who blew it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from liren.cases.queries.whistles import CallCard, WhistleCard, whistles_of
from liren.flows.telling import accounts, nearest, notice, state_of
from liren.kernel import Actor
from liren.notices.commands import Tell
from liren.people import queries as people
from liren.trust.journal import Entry

APART = 10**8
"""Notices about two calls of one case are told apart by their round: some digits of the call, then the step."""


def call_in(house: Actor, case: UUID, call: UUID) -> tuple[WhistleCard, CallCard] | None:
    """The whistle and the call that an event names; None when the whistle is gone."""
    for whistle in whistles_of(house, case):
        found = next((c for c in whistle.calls if c.id == call), None)
        if found is not None:
            return whistle, found
    return None


def round_of(call: UUID, step: int = 0) -> int:
    return (call.int % APART) * 10 + step


def of_unit(house: Actor, unit: UUID, entry: Entry) -> list[UUID]:
    """Everybody who works for a unit now."""
    return accounts(people.unit_members(house, unit, entry.at))


def raisers(house: Actor, whistle: WhistleCard, entry: Entry) -> list[UUID]:
    """Whoever blew it and the nearest desk, each once."""
    case = state_of(house, whistle.case, entry.at)
    desk = nearest(house, case, "dispatcher", entry)
    return list(dict.fromkeys([*([whistle.raised_by] if whistle.raised_by else []), *desk]))


def tell(entry: Entry, template: str, who: list[UUID], **facts: Any) -> Iterator[Tell]:
    """The same notice to each of some people."""
    for account in who:
        yield notice(entry, template, account=account, **facts)
