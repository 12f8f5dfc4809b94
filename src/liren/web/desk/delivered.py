"""What the reporter was told outside the house and whether it arrived, as lines of the history; never at which address."""

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from liren.kernel import Actor
from liren.notices import queries as notices
from liren.notices.queries import ReceiptLine
from liren.web.desk.history import Happened
from liren.web.telling.choosing import labels

SENT = {"delivered": "full", "sent": "full", "failed": "late"}


def delivered(viewer: Actor, case: UUID) -> Iterator[Happened]:
    """One line for each message that left: sent, arrived, or not and why."""
    names = labels()
    for one in notices.receipts(viewer, case):
        if one.state in SENT and (at := one.settled_at or one.sent_at):
            title = _title(one, names.get(one.channel, one.channel))
            yield Happened(title=title, who=_("系统"), at=at, mark=SENT[one.state], said=one.trouble)


def _title(one: ReceiptLine, channel: str) -> str:
    told = {"channel": channel}
    if one.state == "delivered":
        return _("告诉反映人：%(channel)s已送达") % told
    if one.state == "failed":
        return _("告诉反映人：%(channel)s没有送到") % told
    return _("告诉反映人：%(channel)s已发出，还没有回执") % told
