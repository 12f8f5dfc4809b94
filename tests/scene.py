"""A small town with its people, made by orders through the gate: what the tests of flows and of the house play on.

Everybody signs in with an account and gets their rights from duties, as in life. Time stands still unless it is
moved; it begins on the Monday after today, because deliveries and the journal carry the server's own clock.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from liren.cases import commands as c
from liren.cases.models import rows
from liren.cases.rules.fold import CaseState
from liren.config.demo import town
from liren.kernel import Actor, AreaCode, Code, Command
from liren.kernel.actor import ANONYMOUS, the_house
from liren.kernel.ids import new_id
from liren.people.commands import AppointDuty, LinkAccount, RegisterPerson, RegisterUnit
from liren.places import rules as maps
from liren.trust import accounts, deliveries, gate, journal, sql
from liren.trust.commands import OpenAccount
from tests.cases.scenes import FILLED_IN
from tests.cluster import Cluster

TOWN = AreaCode("321181108")
FOUNDED = datetime(2026, 1, 1, tzinfo=UTC)
HOUSE = the_house("demo")
STATION, OFFICE, CENTRE = "镇建设管理站", "镇综合执法局", "镇集成指挥管理中心"
STAFF = {
    "desk": ("dispatcher", CENTRE), "handler": ("handler", STATION), "mate": ("handler", STATION),
    "officer": ("handler", OFFICE), "officer2": ("handler", OFFICE),
    "verifier": ("verifier", None), "verifier2": ("verifier", None),
    "supervisor": ("supervisor", None), "arbiter": ("arbiter", None), "deputy": ("town_deputy", OFFICE),
    "head": ("town_head", None), "double": ("verifier", None),
}  # fmt: skip


def id_of(name: str) -> UUID:
    """The same id for the same name."""
    return uuid5(NAMESPACE_URL, "liren-scene:" + name)


def a_monday(after: datetime) -> datetime:
    """Half past two in the afternoon (Shanghai) of the first Monday behind a moment."""
    day = after + timedelta(days=7 - after.weekday())
    return day.replace(hour=6, minute=30, second=0, microsecond=0)


@dataclass
class Scene:
    """Orders one after the other, by people who hold duties."""

    made: town.Town
    cluster: Cluster
    now: datetime = field(default_factory=lambda: a_monday(datetime.now(UTC)))
    cases: list[UUID] = field(default_factory=list)

    # ---- who and where ------------------------------------------------------------------------------------------

    def actor(self, name: str) -> Actor:
        """Somebody with the rights that their duties give them at this moment."""
        return accounts.actor_of(id_of("account:" + name))

    def account(self, name: str) -> UUID:
        return id_of("account:" + name)

    def keeper(self, code: str) -> UUID:
        """The account of the keeper of an area."""
        return id_of("account:" + code)

    def point(self, n: int = 0) -> tuple[float, float]:
        """A point inside the n-th micro-grid."""
        inside = self.made.at(17)[n].shape.representative_point()
        return inside.x, inside.y

    # ---- what people do -----------------------------------------------------------------------------------------

    def order(self, command: Command, actor: Actor = HOUSE, **more: Any) -> dict[str, Any]:
        return gate.execute(command, actor=actor, now=self.now, key=more.pop("key", None) or new_id(), **more)

    def report(self, actor: Actor = ANONYMOUS, *, n: int = 0, key: UUID | None = None, **told: Any) -> UUID:
        """A report of a dark street lamp in the n-th micro-grid; the id of its case."""
        lon, lat = self.point(n)
        filled: dict[str, Any] = {
            "case_id": new_id(), "note": new_id(), "kind": Code("street_light_out"), "words": "路灯不亮，已经三天了",
            "lon": lon, "lat": lat, "phone": "13800000147", "name": "王小明",
        }  # fmt: skip
        command = c.ReportCase(**(filled | told))
        self.order(command, actor, key=key)
        self.cases.append(command.case_id)
        return command.case_id

    def do(self, who: str | Actor, order: type[c.CaseCommand], case: UUID, **told: Any) -> dict[str, Any]:
        """One order about a case by somebody; what the test leaves open is filled in."""
        actor = self.actor(who) if isinstance(who, str) else who
        names = order.__dataclass_fields__
        usual = {"note": new_id(), "child": new_id(), "photos": (), "unit": id_of(STATION), "result": Code("explained")}
        filled = {k: v for k, v in (FILLED_IN | usual | told).items() if k in names}
        return self.order(order(case=case, **filled), actor)

    def dispatched(self, **told: Any) -> UUID:
        case = self.report(**told)
        self.do("desk", c.DispatchCase, case)
        return case

    def in_progress(self, **told: Any) -> UUID:
        case = self.dispatched(**told)
        self.do("handler", c.TakeUpCase, case)
        return case

    def fed_back(self, **told: Any) -> UUID:
        case = self.in_progress(**told)
        self.do("handler", c.ReportResult, case)
        return case

    def closed(self, **told: Any) -> UUID:
        case = self.fed_back(**told)
        self.do("verifier", c.VerifyCase, case)
        return case

    # ---- what the house does ------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Let every flow answer. Fails when one is in trouble."""
        while deliveries.drain(lambda: self.now):
            pass
        assert sql.rows("select flow, tries, trouble from trust_delivery") == []

    def wait_for(self, case: UUID, timer: str) -> None:
        """Move to the moment at which a timer of a case rings, let all that is due ring, and let the flows answer."""
        self.ring_for(case, timer)
        self.settle()

    def ring_for(self, case: UUID, timer: str) -> None:
        """Move to the moment at which a timer of a case rings and let all that is due ring."""
        fire_at = sql.value("select fire_at from trust_timer where subject = %s and kind = %s", (case, timer))
        assert fire_at is not None, f"no {timer} is set"
        self.now = max(self.now, fire_at + timedelta(seconds=1))
        self.ring()

    def ring(self) -> None:
        """Let every timer that is due ring. Fails when one is in trouble."""
        while deliveries.ring(lambda: self.now):
            pass
        assert sql.values("select trouble from trust_timer where tries > 0") == []

    # ---- what came of it ----------------------------------------------------------------------------------------

    def state(self, case: UUID) -> CaseState:
        found = rows.load(case)
        assert found is not None
        return found.state

    def entries(self, case: UUID) -> list[journal.Entry]:
        return journal.timeline(HOUSE, case, FOUNDED)

    def notices(self, case: UUID, code: str = "") -> list[dict[str, Any]]:
        """Everything that was told about a case (by one wording), oldest first."""
        return sql.rows(
            "select * from notices_notice where subject = %s and (%s = '' or code = %s) order by told_at, id",
            (case, code, code),
        )

    def told(self, case: UUID, code: str) -> list[UUID]:
        """The accounts that were told something about a case, each time."""
        return [row["account"] for row in self.notices(case, code) if row["account"]]

    def told_by_link(self, case: UUID, code: str) -> int:
        """How often whoever holds the secret link was told something."""
        return sum(row["link"] == case for row in self.notices(case, code))


def found(folder: Path) -> town.Town:
    """Make a town of 22 micro-grids with a keeper each, grid leaders, secretaries, and the staff of the office."""
    made = town.generate(micro_grids=22, grids=11)
    files = town.write(made, folder)
    orders: list[Command] = [
        maps.order_divisions(files.divisions.read_bytes(), files.divisions.name),
        maps.order_areas(files.areas.read_bytes(), "wgs84"),
        maps.order_buildings(files.buildings.read_bytes(), files.buildings.name, TOWN, "wgs84"),
        *(
            RegisterUnit(unit=id_of(name), parent=None, kind="department", name=name, area=TOWN)
            for name in (STATION, OFFICE, CENTRE)
        ),
        *_people(made),
    ]
    for order in orders:
        gate.execute(order, actor=HOUSE, now=FOUNDED, key=new_id())
    return made


def _people(made: town.Town) -> Iterator[Command]:
    for resident in ("resident", "neighbour"):
        yield OpenAccount(
            account=id_of("account:" + resident), username=resident, name=resident, password=None, must_use_totp=False,
            area=TOWN,
        )  # fmt: skip
    for name, (post, unit) in STAFF.items():
        yield from _one(name, post, TOWN, unit)
    yield _duty("double", "handler", TOWN, CENTRE)
    for keeper in made.keepers:
        if len(keeper.area) in (12, 17):
            yield from _one(keeper.area, keeper.post, keeper.area, None)
    for area in made.at(15):
        yield from _one(f"leader:{area.code}", "grid_leader", area.code, None)


def _one(name: str, post: str, area: str, unit: str | None) -> Iterator[Command]:
    """One person with an account and a duty. "double" verifies for the town and handles for the centre."""
    account, person = id_of("account:" + name), id_of("person:" + name)
    yield OpenAccount(
        account=account, username=name, name=name, password=None, must_use_totp=False, area=AreaCode(area)
    )
    yield RegisterPerson(person=person, area=AreaCode(area), name=name)
    yield LinkAccount(person=person, account=account)
    yield _duty(name, post, area, unit)


def _duty(name: str, post: str, area: str, unit: str | None) -> AppointDuty:
    return AppointDuty(
        duty=id_of(f"duty:{name}:{post}"), person=id_of("person:" + name), post=post, area=AreaCode(area),
        starts=FOUNDED, unit=id_of(unit) if unit else None,
    )  # fmt: skip
