"""What a reporter says of pressure reaches a supervisor who had no hand in the case: the nearest, else who stands above.

The notice is about the call and not about the case: whoever handled it can't learn from its history who was called.
"""

from collections.abc import Iterator

from liren.cases.events.followup import PressureTold
from liren.cases.queries import followup
from liren.flows.telling import accounts
from liren.kernel import AreaCode, Code
from liren.kernel.actor import the_house
from liren.notices.commands import Tell
from liren.people import queries as people
from liren.trust import registry
from liren.trust.accounts import actors_of
from liren.trust.journal import Entry

NAME = "when_reporter_tells_of_pressure_tell_supervisor"
POSTS = ("supervisor", "town_deputy", "town_head")


def answer(event: PressureTold, entry: Entry) -> Iterator[Tell]:
    """The holders of the first post of whom anybody is shown the call; what was said is in no notice."""
    house = the_house(NAME, entry.area)
    for post in POSTS:
        found = actors_of(accounts(people.holders(house, post, AreaCode(entry.area), entry.at)))
        hear = [account for account, actor in found.items() if followup.hears_of(actor, event.call)]
        for account in hear:
            yield Tell(
                account=account, template=Code("pressure_told"), subject_kind=Code("call"), subject=event.call,
                area=AreaCode(entry.area),
            )  # fmt: skip
        if hear:
            return


def hang_up() -> None:
    registry.flow(NAME, on=PressureTold, do=answer, may=[Tell])
