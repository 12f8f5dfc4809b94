"""Whoever confirmed a message is told of the report's progress where the message came from.

Not for a sealed report, of which nothing is kept that leads back to its author, and not for a member of staff, whose own
account follows it. Opening the link that went to an address proves the address, as a code would; the page said that
progress comes back there.
"""

from collections.abc import Iterator

from liren.cases.events.incoming import IncomingConfirmed
from liren.cases.queries import incoming
from liren.kernel import AreaCode, Code
from liren.kernel.actor import the_house
from liren.notices.commands import BindAddress, ChooseChannels
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_message_is_confirmed_answer_its_author"


def answer(event: IncomingConfirmed, entry: Entry) -> Iterator[BindAddress | ChooseChannels]:
    """The address in the channel becomes that of the case's secret link, and the way its holder is told."""
    reply = incoming.reply_of(the_house(NAME, entry.area), event.draft)
    if reply is None:
        return
    area, case = AreaCode(entry.area), event.case
    yield BindAddress(area=area, link=case, channel=reply.channel, address=reply.address, how=Code("code"))
    yield ChooseChannels(area=area, link=case, channels=(reply.channel,))


def hang_up() -> None:
    registry.flow(NAME, on=IncomingConfirmed, do=answer, may=[BindAddress, ChooseChannels])
