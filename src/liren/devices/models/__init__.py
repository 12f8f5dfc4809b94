"""Tables of the devices room."""

from liren.devices.models.alarms import Alarm, Unread
from liren.devices.models.frames import Contact, Frame, Waiting
from liren.devices.models.register import Component, Device, Health, Spell, Task

__all__ = ["Alarm", "Component", "Contact", "Device", "Frame", "Health", "Spell", "Task", "Unread", "Waiting"]
