"""What a decision looks at: the case, who acts, the terms it runs under, the moment, and what was looked up for it."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from liren.cases.duties import DutyList
from liren.cases.kinds import Kind
from liren.cases.returns import Ground
from liren.cases.rules.fold import CaseState
from liren.cases.rules.routing import Routed
from liren.cases.workflows import Workflow, workflow
from liren.catalogue.worktime import Calendar
from liren.kernel import AreaCode, Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Who acts: the account, the roles it plays towards this case, the units it works for."""

    account: UUID | None = None
    roles: frozenset[str] = frozenset()
    units: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The published entries a case runs under: its kind and its calendar."""

    entry: UUID
    code: Code
    kind: Kind
    calendar_entry: UUID
    calendar: Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a report lies. `area` is the smallest area found, `scope` the area that answers for it now, `point` (lon, lat
    in WGS 84 degrees) the building's where one was named.
    """

    scope: AreaCode
    area: AreaCode | None
    area_version: int
    placed: Code
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was looked up for one order: new kind, new place, another case (to merge into, the parent), the ground of a
    return with the duty list it may name an item of, where rules would send the case, how the open children are called; whether a
    service is on offer there, and whether the reporter left a number.
    """

    terms: Terms | None = None
    place: Place | None = None
    other: CaseState | None = None
    ground: Ground | None = None
    route: Routed | None = None
    duties: DutyList | None = None
    children: tuple[str, ...] = ()
    service_known: bool = False
    phone_left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One decision's circumstances."""

    case: CaseState
    who: Who
    terms: Terms
    now: datetime
    found: Found = field(default_factory=Found)

    @property
    def flow(self) -> Workflow:
        """The workflow the case runs in."""
        return workflow(self.case.workflow)

    @property
    def kind(self) -> Kind:
        """The kind the case runs under."""
        return self.terms.kind
