"""Orders of the notices room. Words, addresses and phones may travel here; events never carry them."""

from liren.notices.commands.addresses import BindAddress, ChooseChannels, StopAddress
from liren.notices.commands.groups import AskAboutGroup, ChangeGroup, RegisterGroup, RetireGroup
from liren.notices.commands.hooks import (
    ChangeHook,
    DisableHook,
    EndHook,
    HookCommand,
    PingHook,
    ReplayHook,
    SubscribeHook,
    TellHooks,
)
from liren.notices.commands.letters import CorrectAddress, DropLetter, RerouteLetter, RetryLetters
from liren.notices.commands.telling import AcknowledgeAlert, Fact, IssueGroupNotice, MarkRead, Tell

__all__ = [
    "AcknowledgeAlert",
    "AskAboutGroup",
    "BindAddress",
    "ChangeGroup",
    "ChangeHook",
    "ChooseChannels",
    "CorrectAddress",
    "DisableHook",
    "DropLetter",
    "EndHook",
    "Fact",
    "HookCommand",
    "IssueGroupNotice",
    "MarkRead",
    "PingHook",
    "RegisterGroup",
    "ReplayHook",
    "RerouteLetter",
    "RetireGroup",
    "RetryLetters",
    "StopAddress",
    "SubscribeHook",
    "Tell",
    "TellHooks",
]
