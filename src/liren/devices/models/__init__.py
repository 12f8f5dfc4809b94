"""Tables of the devices room."""

from liren.devices.models.alarms import Alarm, Unread
from liren.devices.models.cameras import Camera
from liren.devices.models.credentials import Credential
from liren.devices.models.drills import Drill, DrillCase, Drilled
from liren.devices.models.frames import Contact, Frame, Waiting
from liren.devices.models.law import ViewMonth
from liren.devices.models.orders import Down, Exchange, Order, PostCheck, Unnoted
from liren.devices.models.register import Component, Device, Health, Spell, Task
from liren.devices.models.sip import Channel, Dropped, SipLine
from liren.devices.models.views import FootageRequest, View, ViewEnd, ViewOffer, ViewRequest, ViewTicket

__all__ = [
    "Alarm",
    "Camera",
    "Channel",
    "Component",
    "Contact",
    "Credential",
    "Device",
    "Down",
    "Drill",
    "DrillCase",
    "Drilled",
    "Dropped",
    "Exchange",
    "FootageRequest",
    "Frame",
    "Health",
    "Order",
    "PostCheck",
    "SipLine",
    "Spell",
    "Task",
    "Unnoted",
    "Unread",
    "View",
    "ViewEnd",
    "ViewMonth",
    "ViewOffer",
    "ViewRequest",
    "ViewTicket",
    "Waiting",
]
