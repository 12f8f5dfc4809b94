"""Bells of the days that Decree 799 sets: for cameras, and for residents who wait."""

from datetime import datetime
from typing import Any
from uuid import UUID

from liren.devices.rules import law as rules
from liren.devices.rules.cameras import retention_due
from liren.trust.registry import Act
from liren.trust.timers import Ring

CAMERA_BELL, FOOTAGE_BELL = "camera_due", "footage_waits"


def rings(row: dict[str, Any], act: Act) -> None:
    """Set the bells of a camera's days, and drop those that nothing is due for."""
    over = row["retired_on"] is not None
    days = (
        rules.filing_due(row["installed_on"], row["filed_on"], row["changed_on"], row["retired_on"]),
        None if over else retention_due(row["retention_on"], row["installed_on"]),
    )
    act.ring(
        Ring(subject=row["id"], kind=CAMERA_BELL, no=no, area=str(row["area"]), fire_at=rules.next_bell(day, act.now))
        for no, day in enumerate(days)
    )


def footage_rings(request: UUID, area: str, due_at: datetime | None, act: Act) -> None:
    """Set the bells of a resident's request, or drop them all (`due_at` None)."""
    asked = dict(rules.footage_bells(due_at, act.now)) if due_at else {}
    act.ring(
        Ring(subject=request, kind=FOOTAGE_BELL, no=no, area=area, fire_at=asked.get(no))
        for no in range(len(rules.STEPS))
    )
