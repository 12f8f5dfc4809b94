"""Orders of the devices room: what stands where, what it said, how it fares, what came of its alarms."""

from liren.devices.commands.alarms import AcknowledgeAlarm, CloseAlarms, ConfirmAlarm, JudgeFalse
from liren.devices.commands.drills import CallDrillCase, CancelDrill, EndDrill, PlanDrill, SayReal
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
    "CallDrillCase",
    "CallOffDown",
    "CancelDrill",
    "CloseAlarms",
    "ConfirmAlarm",
    "CorrectDevice",
    "DeviceRow",
    "EndDrill",
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
    "PlanDrill",
    "RegisterDevice",
    "RetireDevice",
    "SayReal",
    "SetMaintenance",
    "Signal",
    "UndoDevicesImport",
]
