"""What the flows about service orders share: how a notice about one is made, and who hears at which station."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from liren.kernel import Actor, AreaCode, Code
from liren.notices.commands import Tell
from liren.people import queries as people
from liren.services import queries as services
from liren.services.queries import OrderCard
from liren.trust.journal import Entry

COMMUNITY_POSTS = ("community_clerk", "community_secretary", "dispatcher")
"""Who sees to an order nobody claimed: the first of these posts that somebody holds, nearest first."""


def card_of(house: Actor, entry: Entry) -> OrderCard:
    """The order as it stands now; flows act a moment later than the event they answer."""
    return services.order_card(house, entry.subject, entry.at)


def notice(entry: Entry, template: str, *, account: UUID | None = None, link: bool = False, round: int = 0,
           **facts: Any) -> Tell:  # fmt: skip
    """A notice about the entry's order."""
    return Tell(
        account=account,
        link=entry.subject if link else None,
        template=Code(template),
        subject_kind=Code("order"),
        subject=entry.subject,
        area=AreaCode(entry.area),
        facts=tuple((Code(name), fact) for name, fact in facts.items()),
        round=round,
    )


def requester(entry: Entry, house: Actor, template: str, **facts: Any) -> Iterator[Tell]:
    """Tell whoever asked: by the secret link always, and in the account's inbox where they were signed in."""
    yield notice(entry, template, link=True, **facts)
    account = services.requester_account(house, entry.subject)
    if account is not None:
        yield notice(entry, template, account=account, **facts)


def offers(entry: Entry, house: Actor, but: Iterable[UUID] = ()) -> Iterator[Tell]:
    """Offer a listed order to the nearest members who may take it."""
    left_out = set(but)
    for account in services.reach(house, entry.subject, entry.at):
        if account not in left_out:
            yield notice(entry, "order_offered", account=account)


def community(entry: Entry, house: Actor) -> list[UUID]:
    """The accounts of the community's post, or of the nearest above it that somebody holds."""
    for post in COMMUNITY_POSTS:
        held = [h for h in people.holders(house, post, AreaCode(entry.area), entry.at) if h.account]
        closest = max((len(h.area) for h in held), default=0)
        found = list(dict.fromkeys(h.account for h in held if h.account and len(h.area) == closest))
        if found:
            return found
    return []
