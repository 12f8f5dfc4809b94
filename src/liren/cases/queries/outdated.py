"""Whether open cases wait to be counted anew: the worker asks before it orders that."""

from datetime import datetime
from uuid import UUID

from liren.cases.models.outdated import outdated_ids
from liren.kernel import Actor


def outdated(viewer: Actor, area: str, now: datetime, most: int) -> list[UUID]:
    """Up to `most` open cases counted under a calendar that no longer holds where they lie; only the house is told."""
    return outdated_ids(area, now, most) if viewer.kind == "house" else []
