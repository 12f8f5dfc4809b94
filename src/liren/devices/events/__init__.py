"""What the devices room remembers: ids, codes, numbers and times. Names, positions and what a device wrote stay in the rows."""

from liren.devices.events.alarms import (
    AlarmAcknowledged,
    AlarmCleared,
    AlarmClosed,
    AlarmConfirmed,
    AlarmJudgedFalse,
    AlarmRaised,
    AlarmRaisedAgain,
    GroupGrew,
)
from liren.devices.events.orders import (
    DownCalledOff,
    DownEnded,
    DownOrdered,
    PostCheckAnswered,
    PostCheckUnanswered,
)
from liren.devices.events.registering import (
    ComponentNamed,
    DeviceCorrected,
    DeviceRegistered,
    DeviceRetired,
    DevicesImportUndone,
    DeviceTaskFinished,
    MaintenanceEnded,
    MaintenanceSet,
)
from liren.devices.events.saying import ClockDrifted, DeviceCameBack, DeviceWentSilent

__all__ = [
    "AlarmAcknowledged",
    "AlarmCleared",
    "AlarmClosed",
    "AlarmConfirmed",
    "AlarmJudgedFalse",
    "AlarmRaised",
    "AlarmRaisedAgain",
    "ClockDrifted",
    "ComponentNamed",
    "DeviceCameBack",
    "DeviceCorrected",
    "DeviceRegistered",
    "DeviceRetired",
    "DeviceTaskFinished",
    "DeviceWentSilent",
    "DevicesImportUndone",
    "DownCalledOff",
    "DownEnded",
    "DownOrdered",
    "GroupGrew",
    "MaintenanceEnded",
    "MaintenanceSet",
    "PostCheckAnswered",
    "PostCheckUnanswered",
]
