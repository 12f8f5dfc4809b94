"""What the notices room remembers."""

from liren.notices.events.addresses import AddressBound, AddressStopped, ChannelsChosen, NumberStopped
from liren.notices.events.hooks import HookChanged, HookDisabled, HookEnded, HookReplayed, HookSubscribed
from liren.notices.events.letters import AddressCorrected, LetterDropped, LetterRerouted, LettersRetried
from liren.notices.events.telling import AlertAcknowledged, GroupNoticeIssued, NoticesRead, NoticeTold

__all__ = [
    "AddressBound",
    "AddressCorrected",
    "AddressStopped",
    "AlertAcknowledged",
    "ChannelsChosen",
    "GroupNoticeIssued",
    "HookChanged",
    "HookDisabled",
    "HookEnded",
    "HookReplayed",
    "HookSubscribed",
    "LetterDropped",
    "LetterRerouted",
    "LettersRetried",
    "NoticeTold",
    "NoticesRead",
    "NumberStopped",
]
