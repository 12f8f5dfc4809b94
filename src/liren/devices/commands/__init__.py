"""Orders of the devices room: what stands where, what it said, how it fares, what came of its alarms."""

from liren.devices.commands.alarms import AcknowledgeAlarm, CloseAlarms, ConfirmAlarm, JudgeFalse
from liren.devices.commands.orders import CallOffDown, EndPostCheck, NoteDown, OrderDown
from liren.devices.commands.registering import (
    CorrectDevice,
    DeviceRow,
    EndMaintenance,
    FinishDeviceTask,
    ImportDevices,
    NameComponent,
    RegisterDevice,
    RetireDevice,
    SetMaintenance,
    UndoDevicesImport,
)
from liren.devices.commands.saying import NoteHealth, NoteSignals, Signal

__all__ = [
    "AcknowledgeAlarm",
    "CallOffDown",
    "CloseAlarms",
    "ConfirmAlarm",
    "CorrectDevice",
    "DeviceRow",
    "EndMaintenance",
    "EndPostCheck",
    "FinishDeviceTask",
    "ImportDevices",
    "JudgeFalse",
    "NameComponent",
    "NoteDown",
    "NoteHealth",
    "NoteSignals",
    "OrderDown",
    "RegisterDevice",
    "RetireDevice",
    "SetMaintenance",
    "Signal",
    "UndoDevicesImport",
]
