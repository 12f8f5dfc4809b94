"""Whoever no longer follows the official account is told nothing there any more."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.notices.commands import StopAddress
from liren.places import queries as places
from liren.trust import gate


def left(openid: str, now: datetime) -> None:
    """Stop every address of this follower; following again and sending a message brings it back."""
    county = places.county()
    if county is None:
        return
    order = StopAddress(area=county, channel=Code("wechat"), address=openid, how=Code("word"))
    key = uuid5(NAMESPACE_URL, f"unsubscribe:{openid}:{now.isoformat()}")
    gate.execute(order, actor=the_house("messages"), now=now, key=key)
