"""Orders of the notices room. Words, addresses and phones may travel here; events never carry them."""

from liren.notices.commands.addresses import BindAddress, ChooseChannels, StopAddress
from liren.notices.commands.telling import AcknowledgeAlert, Fact, IssueGroupNotice, MarkRead, Tell

__all__ = [
    "AcknowledgeAlert",
    "BindAddress",
    "ChooseChannels",
    "Fact",
    "IssueGroupNotice",
    "MarkRead",
    "StopAddress",
    "Tell",
]
