"""What the worker does for messages that came in: fetch their photos, send the link to whoever wrote in a group.

Nothing is lost by a failure: a platform that does not answer is asked again, later each time; a photo that it no longer
has is said to its author. The photo's id comes from draft and platform, so that fetching it twice makes one.
"""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from uuid import UUID, uuid5

import structlog

from liren.attachments import staging
from liren.cases.commands.incoming import FillIncoming
from liren.cases.queries import incoming
from liren.cases.queries.incoming import Waiting
from liren.channels.answering import link_of
from liren.kernel import Refusal
from liren.kernel.actor import the_house
from liren.kernel.ports import SENDERS, Outgoing, Undelivered
from liren.trust import gate

FETCHERS: dict[str, Callable[[str], bytes]] = {}
HOUSE = the_house("messages")
INVITE = "请核对您在群里发的"
INVITE_BODY = "您在群里发给里仁的话和照片，点开核对、确认以后才算报上去。7 天内有效。"
log = structlog.get_logger()


def step(now: datetime) -> int:
    """Do what is due; how many messages were worked on. Call from the worker, outside a transaction."""
    due = incoming.waiting(HOUSE, now)
    resting: set[str] = set()
    for message in due:
        order = _postponed(message) if message.channel in resting else _worked(message, now)
        if order.again:
            resting.add(message.channel)
        key = uuid5(message.message, f"fill:{message.tries}")
        gate.execute(order, actor=HOUSE, now=now, key=key)
    return len(due)


def _postponed(message: Waiting) -> FillIncoming:
    """The platform has just not answered: the others need not wait for that one by one."""
    return FillIncoming(draft=message.draft, message=message.message, again=True)


def _worked(message: Waiting, now: datetime) -> FillIncoming:
    """Photos in their order, up to the first that the platform did not answer for; the link, if it is owed."""
    photos: list[UUID] = []
    left_out: list[str] = []
    again = False
    for n, media in enumerate(message.media, 1):
        try:
            photos.append(_taken(message, media, now))
        except Refusal as no:
            left_out.append(f"第 {n} 张照片没有收：{no.sentence}")
        except Undelivered as trouble:
            log.warning("photo not fetched", channel=message.channel, trouble=str(trouble))
            if not trouble.final:
                again = True
                break
            left_out.append(f"第 {n} 张照片没有取到：{trouble}请在这里重新选。")
    invited = message.invite and _invited(message)
    return FillIncoming(
        draft=message.draft, message=message.message, photos=tuple(photos), left_out=tuple(left_out), invited=invited,
        again=again or (message.invite and not invited),
    )  # fmt: skip


def _taken(message: Waiting, media: str, now: datetime) -> UUID:
    fetch = FETCHERS.get(message.channel)
    if fetch is None:
        raise Undelivered("这个通道没有设置。", final=True)
    photo = uuid5(message.draft, media)
    content = BytesIO(fetch(media))
    staging.stage(HOUSE, content, photo=photo, form=message.draft, now=now, until=message.expires_at)
    return photo


def _invited(message: Waiting) -> bool:
    """Send the link to the author alone. False when it has to be tried again."""
    sender = SENDERS.get(message.channel)
    if sender is None or not message.author:
        return True
    url = link_of(None, str(message.draft))
    order = Outgoing(address=message.author, title=INVITE, body=INVITE_BODY, url=url, key=message.draft.hex)
    try:
        sender.send(order)
    except Undelivered as trouble:
        log.warning("author not invited", channel=message.channel, trouble=str(trouble))
        return trouble.final
    return True
