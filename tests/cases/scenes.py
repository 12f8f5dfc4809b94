"""Builders for the case room's tests: a town, its people, a case at any point of its life. No database."""

import tomllib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

import msgspec

from liren.cases import commands as c
from liren.cases.events import CaseEvent
from liren.cases.kinds import Kind, shipped_kinds
from liren.cases.returns import Ground
from liren.cases.rules.clocks import Clock
from liren.cases.rules.fold import CaseState
from liren.cases.rules.reporting import reported
from liren.cases.rules.scene import Found, Place, Scene, Terms, Who
from liren.cases.rules.steps import follow, step
from liren.catalogue import worktime
from liren.catalogue.worktime import SHANGHAI, Calendar
from liren.kernel import AreaCode, Code

FILE = Path(worktime.__file__).parent / "calendars" / "china.toml"
CHINA = msgspec.convert(tomllib.loads(FILE.read_text("utf-8")), Calendar)
GRID = AreaCode("321181108001001")
HERE = Place(scope=AreaCode(GRID + "01"), area=AreaCode(GRID + "01"), area_version=1, placed=Code("point"))
OUTSIDE = Place(scope=AreaCode("321181"), area=None, area_version=0, placed=Code("outside"))
MONDAY = datetime(2026, 11, 23, 14, 32, tzinfo=SHANGHAI)


def an_id(name: str) -> UUID:
    """The same id for the same name."""
    return uuid5(UUID(int=0), name)


DESK = Who(account=an_id("desk"), roles=frozenset({"desk"}))
KEEPER = Who(account=an_id("keeper"), roles=frozenset({"keeper"}))
HANDLER = Who(account=an_id("handler"), roles=frozenset({"handler"}), units=frozenset({an_id("station")}))
VERIFIER = Who(account=an_id("verifier"), roles=frozenset({"verifier"}))
ARBITER = Who(account=an_id("arbiter"), roles=frozenset({"arbiter"}))
APPROVER = Who(account=an_id("approver"), roles=frozenset({"approver"}))
SUPERVISOR = Who(account=an_id("supervisor"), roles=frozenset({"supervisor"}))
CALLBACK = Who(account=an_id("callback"), roles=frozenset({"callback"}))
REPORTER = Who(account=an_id("reporter"), roles=frozenset({"reporter"}))
HOUSE = Who(roles=frozenset({"house"}))
EVERYBODY = (DESK, KEEPER, HANDLER, VERIFIER, ARBITER, APPROVER, SUPERVISOR, CALLBACK, REPORTER, HOUSE)


def terms(kind: str | Kind = "street_light_out", **changed: object) -> Terms:
    """The terms of a shipped kind, with some of its keys changed."""
    code = kind if isinstance(kind, str) else "made_up"
    spec = shipped_kinds()[kind] if isinstance(kind, str) else kind
    return Terms(
        entry=an_id(code), code=Code(code), kind=replace(spec, **changed),  # type: ignore[arg-type]
        calendar_entry=an_id("china"), calendar=CHINA,
    )  # fmt: skip


def a_report(**changed: object) -> c.ReportCase:
    """A report of a dark street lamp with a point and a phone."""
    told: dict[str, object] = {
        "case_id": an_id("case"), "note": an_id("words"), "kind": Code("street_light_out"),
        "words": "永胜路 23 号门口的路灯不亮，已经三天了", "lon": 119.87, "lat": 31.98, "phone": "13800000147",
    }  # fmt: skip
    return c.ReportCase(**(told | changed))  # type: ignore[arg-type]


OUT_OF_LIST = Ground(code="out_of_list", label="不在我单位职责清单内", ask="清单的哪一条")


@dataclass
class Life:
    """One case on its way: `do` carries an order out, `events` is everything that happened."""

    case: CaseState
    clocks: tuple[Clock, ...]
    events: list[CaseEvent]
    terms: Terms
    now: datetime

    def scene(self, who: Who, found: Found | None = None) -> Scene:
        return Scene(case=self.case, who=who, terms=self.terms, now=self.now, found=found or Found())

    def do(self, who: Who, order: type[c.CaseCommand], *, found: Found | None = None, **told: object) -> "Life":
        """Carry out an order; words that an order needs and the test does not care about are filled in."""
        found = found or (Found(ground=OUT_OF_LIST) if order is c.ReturnCase else None)
        made = step(self.scene(who, found), self.clocks, an_order(order, self.case.id, **told))
        self.case, self.clocks = made.case, made.clocks
        self.events.append(made.event)
        if found and found.terms:
            self.terms = found.terms
        return self

    def later(self, **stretch: float) -> "Life":
        self.now += timedelta(**stretch)
        return self

    def clock(self, kind: str) -> Clock:
        """The newest clock of a kind."""
        return max((k for k in self.clocks if k.kind == kind), key=lambda k: k.no)


STATION = an_id("station")
FILLED_IN: dict[str, object] = {
    "note": an_id("note"), "words": "已经去看过", "reason": "派单目录第 12 项", "unit": STATION,
    "keeper": KEEPER.account, "successor": an_id("successor"), "exit": Code("legal"), "channel": Code("12348"), "result": Code("solved"),
    "photos": (an_id("photo"),), "passed": True, "granted": True, "solved": True, "into": an_id("other"),
    "kind": Code("extend"), "days": 2, "level": 1, "ground": Code("out_of_list"), "item": "收回事项第 12 项",
    "child": an_id("child"), "cause": Code("cooking"), "order": an_id("order"), "service": Code("haircut"),
}  # fmt: skip


def an_order(order: type[c.CaseCommand], case: UUID, **told: object) -> c.CaseCommand:
    """An order with everything filled in that the test leaves open."""
    names = order.__dataclass_fields__
    filled = {k: v for k, v in FILLED_IN.items() if k in names}
    return order(case=case, **(filled | told))  # type: ignore[arg-type]


def a_case(kind: str = "street_light_out", *, at: datetime = MONDAY, place: Place = HERE, **changed: object) -> Life:
    """A case just reported."""
    under = terms(kind)
    report = a_report(kind=Code(kind), **changed)
    event = reported(report, under, place, reporter=REPORTER.account, serial=1, now=at)
    made = follow(None, (), event, under, at)
    return Life(made.case, made.clocks, [made.event], under, at)


def dispatched(**changed: object) -> Life:
    made = a_case(**changed)  # type: ignore[arg-type]
    if made.case.workflow == "alarm":
        made.do(DESK, c.FileCase)
    return made.do(DESK, c.DispatchCase)


def in_progress(**changed: object) -> Life:
    return dispatched(**changed).do(HANDLER, c.TakeUpCase)


def fed_back(**changed: object) -> Life:
    return in_progress(**changed).do(HANDLER, c.ReportResult)


def closed(**changed: object) -> Life:
    return fed_back(**changed).do(VERIFIER, c.VerifyCase)
