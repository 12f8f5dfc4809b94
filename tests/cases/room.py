"""A town on a real database: its map, its people with their grants, and orders through the gate."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from liren.cases import commands as c
from liren.config.demo import town
from liren.kernel import Actor, AreaCode, Code
from liren.kernel.actor import ANONYMOUS, Grant, by_link, the_house
from liren.kernel.ids import new_id
from liren.places import rules
from liren.trust import deliveries, gate
from tests.cases.scenes import FILLED_IN, an_id

TOWN = AreaCode("321181108")
HOUSE = the_house("import")
MONDAY = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)


def staff(name: str, *rights: str, area: str = TOWN, unit: UUID | None = None, secrecy: int = 1) -> Actor:
    """Somebody with duties that give these rights over an area."""
    grants = tuple(
        Grant(right=f"cases.{right}", area=AreaCode(area), unit=unit, secrecy=secrecy) for right in ("see", *rights)
    )
    return Actor(kind="staff", account=an_id(name), grants=grants)


DESK = staff("desk", "dispatch")
VERIFIER = staff("verifier", "verify")
APPROVER = staff("approver", "approve")
ARBITER = staff("arbiter", "arbitrate")
HANDLER = staff("handler", "handle", unit=an_id("station"))
KEEPER = staff("keeper", "keep")
RESIDENT = Actor(kind="resident", account=an_id("resident"))


def import_town(folder: Any) -> town.Town:
    """The demonstration town's map and buildings through the real importers."""
    made = town.generate()
    files = town.write(made, folder)
    for order in (
        rules.order_divisions(files.divisions.read_bytes(), files.divisions.name),
        rules.order_areas(files.areas.read_bytes()),
        rules.order_buildings(files.buildings.read_bytes(), files.buildings.name, AreaCode("321181")),
    ):
        gate.execute(order, actor=HOUSE, now=MONDAY - timedelta(days=1), key=new_id())
    return made


@dataclass
class Desk:
    """Orders through the gate, one after the other; time stands still unless it is moved."""

    made: town.Town
    now: datetime = MONDAY
    cases: list[UUID] = field(default_factory=list)

    def point(self, n: int = 0) -> tuple[float, float]:
        """A point inside the n-th micro-grid."""
        inside = self.made.at(17)[n].shape.representative_point()
        return inside.x, inside.y

    def report(self, actor: Actor = ANONYMOUS, *, n: int = 0, key: UUID | None = None, **told: Any) -> UUID:
        """A report from the n-th micro-grid; the id of its case."""
        lon, lat = self.point(n)
        filled: dict[str, Any] = {
            "case_id": new_id(), "note": new_id(), "kind": Code("street_light_out"), "words": "路灯不亮，已经三天了",
            "lon": lon, "lat": lat, "phone": "13800000147", "name": "王小明",
        }  # fmt: skip
        command = c.ReportCase(**(filled | told))
        gate.execute(command, actor=actor, now=self.now, key=key or new_id())
        self.cases.append(command.case_id)
        return command.case_id

    def do(self, actor: Actor, order: type[c.CaseCommand], case: UUID, **told: Any) -> dict[str, Any]:
        """One order about a case, with what the test leaves open filled in."""
        names = order.__dataclass_fields__
        filled = {k: v for k, v in FILLED_IN.items() if k in names} | {
            "note": new_id(),
            "child": new_id(),
            "photos": (),
        }
        fields = {k: v for k, v in (filled | told).items() if k in names}
        return gate.execute(order(case=case, **fields), actor=actor, now=self.now, key=new_id())

    def dispatched(self, **told: Any) -> UUID:
        case = self.report(**told)
        self.do(DESK, c.DispatchCase, case)
        return case

    def fed_back(self, **told: Any) -> UUID:
        case = self.dispatched(**told)
        self.do(HANDLER, c.TakeUpCase, case)
        self.do(HANDLER, c.ReportResult, case, result=Code("explained"))
        return case

    def closed(self, **told: Any) -> UUID:
        case = self.fed_back(**told)
        self.do(VERIFIER, c.VerifyCase, case)
        return case

    def as_reporter(self, case: UUID) -> Actor:
        """Whoever holds the secret link of a case."""
        return by_link(case)

    def ring(self) -> None:
        """Let every timer that is due ring."""
        while deliveries.ring(lambda: self.now):
            pass
