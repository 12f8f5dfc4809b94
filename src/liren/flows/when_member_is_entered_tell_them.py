"""Whoever is invited into the service team is asked, and whoever is in it now hears so, with how they are said to have agreed."""

from collections.abc import Iterator
from uuid import UUID

from liren.kernel import AreaCode, Code
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.services import queries as services
from liren.services.events import MemberConfirmed, MemberRegistered
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_member_is_entered_tell_them"


def invited(event: MemberRegistered, entry: Entry) -> Iterator[Tell]:
    """Who applied is not told what they just did."""
    if event.state == "invited":
        yield _notice(entry, "member_invited", event.account)


def entered(event: MemberConfirmed, entry: Entry) -> Iterator[Tell]:
    """Also what was taken down in their name, so that they can say it is not so. Not once they have left again."""
    account = services.account_of(the_house(NAME, entry.area), event.member)
    if account is not None:
        yield _notice(entry, "member_entered", account, how=event.consent)


def _notice(entry: Entry, template: str, account: UUID, **facts: Code) -> Tell:
    return Tell(
        account=account, template=Code(template), subject_kind=Code("member"), subject=entry.subject,
        area=AreaCode(entry.area), facts=tuple((Code(name), fact) for name, fact in facts.items()),
    )  # fmt: skip


def hang_up() -> None:
    registry.flow(NAME, on=MemberRegistered, do=invited, may=[Tell])
    registry.flow(NAME + ".in", on=MemberConfirmed, do=entered, may=[Tell])
