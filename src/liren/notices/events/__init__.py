"""What the notices room remembers."""

from liren.notices.events.addresses import AddressBound, AddressStopped, ChannelsChosen, NumberStopped
from liren.notices.events.telling import AlertAcknowledged, GroupNoticeIssued, NoticesRead, NoticeTold

__all__ = [
    "AddressBound",
    "AddressStopped",
    "AlertAcknowledged",
    "ChannelsChosen",
    "GroupNoticeIssued",
    "NoticeTold",
    "NoticesRead",
    "NumberStopped",
]
