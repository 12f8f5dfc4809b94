"""Tables of the notices room."""

from liren.notices.models.addresses import Address, Choice, Stop
from liren.notices.models.callbacks import Callback
from liren.notices.models.groups import Group, Post
from liren.notices.models.hooks import Hook, HookDelivery
from liren.notices.models.sending import Channel, Letter, Message
from liren.notices.models.telling import GroupNotice, Notice

__all__ = [
    "Address",
    "Callback",
    "Channel",
    "Choice",
    "Group",
    "GroupNotice",
    "Hook",
    "HookDelivery",
    "Letter",
    "Message",
    "Notice",
    "Post",
    "Stop",
]
