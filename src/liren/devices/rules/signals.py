"""Signals in nobody's protocol: what the readers of wires make of frames, and what the rules of alarms look at."""

from liren.devices.commands import Signal
from liren.devices.kinds import SIGNALS

__all__ = ["SIGNALS", "Signal"]
