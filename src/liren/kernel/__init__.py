"""The words all rooms speak. Plain Python: no Django, no clock, no database."""

from liren.kernel.actor import Actor, Grant
from liren.kernel.area import AreaCode
from liren.kernel.codes import Code
from liren.kernel.messages import Command, Event
from liren.kernel.refusal import Conflict, Denied, Missing, Refusal

__all__ = [
    "Actor",
    "AreaCode",
    "Code",
    "Command",
    "Conflict",
    "Denied",
    "Event",
    "Grant",
    "Missing",
    "Refusal",
]
