"""The ground of an open case was divided anew."""

from dataclasses import dataclass

from liren.cases.events.base import CaseEvent
from liren.kernel import AreaCode


@dataclass(frozen=True, kw_only=True)
class CaseRescoped(CaseEvent, label="网格重划"):
    """Its place is the same, another micro-grid answers for it."""

    area: AreaCode | None
    area_version: int
    scope: AreaCode
