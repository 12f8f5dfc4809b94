"""Tables of the devices room."""

from liren.devices.models.frames import Contact, Frame, Waiting

__all__ = ["Contact", "Frame", "Waiting"]
