"""A drill is in no figure. Every query of cases and devices is found, asked before and after a drill, and must answer alike.

A query that asks for one thing in hand (a case, a device, a token) can't count; one of devices whose file reads no
alarms can't either. What is left is asked, or stands in WORK with the reason why a drill belongs there: a new one fails here first.
"""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, is_dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.db import transaction

from liren.cases import commands as c
from liren.cases import queries as cases
from liren.cases.commands import whistle as w
from liren.cases.commands.base import ReportCase
from liren.cases.models.filters import Filter
from liren.cases.models.replaying import CASES, COUNT
from liren.cases.queries.exchange import Wanted
from liren.cases.queries.rates import Slice
from liren.cases.queries.street import StreetFilter
from liren.cases.rules import board, rates
from liren.cases.rules.queues import QUEUES
from liren.catalogue.worktime import Limit
from liren.devices import commands as d
from liren.devices.rules import board as alarm_board
from liren.kernel import Actor, AreaCode, Code, Missing, Refusal
from liren.kernel.actor import ANONYMOUS, the_house
from liren.kernel.area import Level
from liren.kernel.ids import new_id
from liren.trust import sql
from tests.devices import speaking
from tests.devices.speaking import NORMAL
from tests.devices.test_alarm_chain import register, say, say_fire
from tests.scene import OFFICE, TOWN, Scene, id_of

HOUSE = the_house("test")
SRC = Path(cases.__file__).parents[2]
COUNTED = re.compile(r"devices_alarm|devices_task|alarms import")
ONE_THING = {
    "ids", "id", "case", "cases", "number", "numbers", "token", "code", "card", "cards", "call", "calls", "draft", "device", "orders",
    "children", "parent", "draw", "order", "facts", "phone", "camera", "gateway", "frames", "spots", "account", "day", "entry", "request",
    "wire", "path", "secret", "no",
}  # fmt: skip
WORK = {
    "cases.lists.keepers_list": "what one person has in hand, tagged",
    "cases.whistles.calling_me": "what one's unit is called to, tagged",
    "cases.whistles.open_in": "open work, tagged",
    "cases.commanded.open_points": "open work on the command map, drills last and tagged",
    "cases.outdated.outdated": "open clocks to be counted anew, a drill's too",
    "cases.drilled.open_of": "the record of a drill itself",
    "cases.drilled.drilled_cases": "the record of a drill itself",
    "devices.drills.drills": "the record of drills themselves",
    "devices.drills.running": "the record of drills themselves",
    "devices.alarms.open_groups": "open work, drills last and tagged",
    "devices.board.open_groups": "open work, drills last and tagged",
}
GIVEN: dict[str, Callable[[Scene], Any]] = {
    "area": lambda t: TOWN, "within": lambda t: TOWN, "town": lambda t: TOWN, "now": lambda t: t.now, "until": lambda t: t.now,
    "since": lambda t: t.now - timedelta(days=30), "level": lambda t: Level.COMMUNITY, "asked": lambda t: Filter(drill="0"),
    "weeks": lambda t: 4, "part": lambda t: Slice(area=TOWN, since=t.now - timedelta(days=30), until=t.now + timedelta(days=30)),
    "kind": lambda t: "fire_alarm", "limit": lambda t: Limit(1, "urgent_hour"), "wanted": lambda t: Wanted(), "system": lambda t: "12345",
    "names": lambda t: [n for n, q in QUEUES.items() if not q.counted], "purpose": lambda t: "核对演练", "states": lambda t: ("marked",),
    "lon": lambda t: t.point(0)[0], "lat": lambda t: t.point(0)[1], "length": lambda t: 12, "most": lambda t: 100, "slots": lambda t: [],
    "radius": lambda t: 500.0, "words": lambda t: "", "at": lambda t: t.now, "what": lambda t: "cases.reporter",
}  # fmt: skip
"""What is given for a parameter of this name."""
EACH: dict[str, list[dict[str, Any]]] = {
    "cases.board.listed": [{"name": name} for name in board.SETS],
    "cases.rates.listed": [{"name": name} for name in rates.SETS],
    "cases.rates.taken": [{"name": name} for name in rates.SETS],
    "cases.rates.counted": [{"by": by, "names": tuple(rates.SETS)} for by in ("", "community", "unit")],
    "cases.rates.spent": [{"by": by} for by in ("", "unit")],
    "cases.lists.page": [{"asked": Filter(queue=queue, drill="0")} for queue in QUEUES]
    + [{"asked": Filter(queue=name)} for name, queue in QUEUES.items() if queue.latest],
    "cases.lists.gathered": [{"asked": Filter(queue=name)} for name, queue in QUEUES.items() if queue.latest],
    "cases.exports.taken": [{"asked": Filter(queue="ended")}, {"asked": Filter(queue="open", drill="0")}],
    "cases.endless.tallies": [{"asked": Filter(queue="ended")}],
    "cases.commanded.confirmed_cases": [{"name": "due"}, {"name": "in_time"}],
    "cases.hotline.orders": [{"part": "all"}],
    "devices.board.listed": [{"name": name} for name in alarm_board.SETS],
    "devices.register.tasks": [{"done": False}],
    "cases.street.street_reports": [{"asked": "street"}],
}
DRILLED = [speaking.source(700 + n) for n in range(8)]
WHO = ("desk", "supervisor", "deputy", "handler", "verifier", "head")


def queries() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public query of the two rooms that could count cases or alarms."""
    for room in ("cases", "devices"):
        package = importlib.import_module(f"liren.{room}.queries")
        for found in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{found.name}")
            if room == "devices" and not COUNTED.search(Path(module.__file__ or "").read_text()):
                continue
            for name, query in inspect.getmembers(module, inspect.isfunction):
                if query.__module__ == module.__name__ and not name.startswith("_"):
                    yield f"{room}.{found.name}.{name}", query


def asks_of_one(query: Callable[..., Any]) -> bool:
    """It is told which thing it is about."""
    told = list(inspect.signature(query).parameters.values())[1:]
    return any(p.name in ONE_THING and p.default is inspect.Parameter.empty for p in told)


FIGURES = {name: query for name, query in queries() if name not in WORK and not asks_of_one(query)}


def answers(town: Scene) -> dict[str, Any]:
    """What every figure says now, to each of those who may ask."""
    found = {}
    for name, query in FIGURES.items():
        for n, more in enumerate(EACH.get(name, [{}])):
            for who in (*(town.actor(one) for one in WHO), HOUSE, ANONYMOUS):
                found[name, n, str(who.account or who.kind)] = plain(ask(town, name, query, who, more))
    return found


def ask(town: Scene, name: str, query: Callable[..., Any], who: Actor, more: dict[str, Any]) -> Any:
    told = list(inspect.signature(query).parameters.values())[1:]
    given = {
        p.name: GIVEN[p.name](town) for p in told if p.name in GIVEN and (p.default is p.empty or p.name == "asked")
    }
    given |= more
    if given.get("asked") == "street":
        given["asked"] = StreetFilter(since=town.now - timedelta(days=30), until=town.now, size=200)
    missing = [p.name for p in told if p.default is p.empty and p.name not in given]
    assert not missing, f"{name}: say in GIVEN what {missing} is, or in WORK why a drill belongs there"
    try:
        with transaction.atomic():
            answer = query(who, **given)
            return list(answer) if inspect.isgenerator(answer) else answer
    except (Missing, Refusal) as no:
        return type(no).__name__


def plain(answer: Any) -> Any:
    """An answer as data that can be compared."""
    if isinstance(answer, msgspec.Struct):
        return msgspec.structs.asdict(answer)
    if is_dataclass(answer) and not isinstance(answer, type):
        return asdict(answer)
    if isinstance(answer, (list, tuple)):
        return [plain(one) for one in answer]
    return {key: plain(value) for key, value in answer.items()} if isinstance(answer, dict) else answer


def a_county(town: Scene) -> None:
    """What is real: reports in every state, and alarms of every fate; and the devices that the drill will be about."""
    for n in range(8):
        register(town, 700 + n, n=n)
    for n in range(3):
        town.report(n=n)
        town.closed(n=n)
    town.in_progress(n=1)
    for number in (601, 602, 603):
        register(town, number, n=number % 3)
        say_fire(town, number)
        town.settle()
    for verdict, number in ((d.ConfirmAlarm, 601), (d.JudgeFalse, 602)):
        alarm = sql.value(
            "select a.id from devices_alarm a join devices_device v on v.id = a.device where v.source = %s",
            (speaking.source(number),),
        )
        more = {"cause": Code("dust"), "words": "有灰尘"} if verdict is d.JudgeFalse else {}
        town.order(verdict(alarm=alarm, **more), town.actor("desk"))
    town.settle()


def a_drill(town: Scene) -> list[Any]:
    """Eight fires in a drill, one a device, that run as far as drill cases can: late, urged, whistled, split, false, closed, ended."""
    devices = sql.values("select id from devices_device where source = any(%s) order by source", (DRILLED,))
    order = d.PlanDrill(
        drill=new_id(), area=TOWN, name="全镇消防演练", purpose=Code("joint"), ends_at=town.now + timedelta(hours=8), devices=tuple(devices)
    )  # fmt: skip
    town.order(order, town.actor("deputy"))
    found = []
    for n, device in enumerate(devices):
        say_fire(town, 700 + n)
        found.append(sql.one('select id, "case" from devices_alarm where device = %s', (device,)))
    town.order(
        d.CallDrillCase(drill=order.drill, case=new_id(), words="三楼冒烟", device=devices[0]), town.actor("deputy")
    )
    town.settle()
    alarms, of = [one["id"] for one in found], [one["case"] for one in found]
    town.order(d.JudgeFalse(alarm=alarms[1], cause=Code("dust"), words="演练里判为误报"), town.actor("desk"))
    for alarm in alarms[2:]:
        town.order(d.ConfirmAlarm(alarm=alarm), town.actor("desk"))
    town.settle()
    for case in of[3:]:
        town.do("desk", c.DispatchCase, case)
    for case in of[4:]:
        town.do("handler", c.TakeUpCase, case)
    town.do("desk", c.AddChild, of[4], kind=Code("device_fault"), words="顺便看看喷淋", unit=None)
    town.order(
        w.BlowWhistle(case=of[5], whistle=new_id(), kind=Code("emergency"), units=(id_of(OFFICE),), calls=(new_id(),), words="请来演练"),
        town.actor("desk"),
    )  # fmt: skip
    town.do("supervisor", c.UrgeCase, of[3])
    for case in of[6:]:
        sql.run("update cases_case set photos_after = 1 where id = %s", (case,))
        town.do("handler", c.ReportResult, case)
    town.do("verifier", c.VerifyCase, of[7])
    town.settle()
    return [order.drill, *of]


@pytest.fixture(scope="module")
def played(town: Scene) -> dict[str, Any]:
    """The answers before and after a drill at the same moment, and what they would be if the drill were real."""
    town.now += timedelta(minutes=1)
    a_county(town)
    begun = town.now
    town.now += timedelta(hours=1)
    at = town.now
    before = answers(town)
    town.now = begun
    drill, *of = a_drill(town)
    town.now = at
    after = answers(town)
    with transaction.atomic():
        sql.run("update cases_case set drill = null where state <> 'drill_over'")
        sql.run(
            "update devices_alarm set judged = 'confirmed', real_at = raised_at where drill is not null and judged <> 'false'"
        )
        real = answers(town)
        transaction.set_rollback(True)
    return {"town": town, "drill": drill, "of": of, "before": before, "after": after, "real": real}


def test_every_query_that_could_count_is_asked_or_has_its_reason():
    known = {name for name, _ in queries()}
    assert known >= set(WORK), "a reason for a query that is gone"
    assert known >= set(EACH)
    assert len(FIGURES) > 40


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_a_drill_changes_no_figure(played, name):
    before = {key: value for key, value in played["before"].items() if key[0] == name}
    after = {key: value for key, value in played["after"].items() if key[0] == name}
    assert after == before


TELLING = {
    "cases.board.figures", "cases.board.listed", "cases.board.open_places", "cases.board.places", "cases.rates.counted", "cases.rates.listed",
    "cases.lists.page", "cases.lists.counts", "cases.lists.gathered", "cases.exports.taken", "cases.endless.tallies", "cases.loads.unit_loads",
    "cases.watch.pressed", "cases.whistles.figure_rows", "cases.whistles.blown_in", "cases.whistles.reported_in", "cases.exchange.shared",
    "cases.touched.open_under", "cases.commanded.confirmed", "devices.board.figures", "devices.register.mine",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(TELLING))
def test_the_same_cases_would_change_it_if_they_were_real(played, name):
    keys = [key for key in played["after"] if key[0] == name]
    assert keys
    assert any(played["after"][key] != played["real"][key] for key in keys)


def test_rules_are_played_and_models_learn_without_drills(played):
    whole = ("0", "9", played["town"].now - timedelta(days=30))
    count = sql.value(COUNT, whole)
    rows = sql.rows(CASES, (*whole, "00000000-0000-0000-0000-000000000000", 4000))
    assert count == len(rows)
    assert not {row["id"] for row in rows} & set(played["of"])


def test_open_drills_stand_in_the_queues_with_their_tag_and_ended_ones_only_when_asked_for(played):
    town, of = played["town"], played["of"]
    desk = town.actor("desk")

    def listed(**asked: str) -> dict[Any, Any]:
        return {line.id: line for line in cases.page(desk, Filter(**asked), town.now, size=200).lines}

    still_open = listed(queue="open")
    assert of[0] in still_open
    assert all(line.title.startswith("【演练】") for line in still_open.values() if line.drill)
    assert of[7] not in listed(queue="ended")
    assert of[7] in listed(queue="ended", drill="1")
    assert set(listed(queue="open", drill="1")) | set(listed(queue="open", drill="0")) == set(still_open)
    assert cases.counts(desk, town.now)["open"] == len(still_open)


def test_a_part_of_a_drill_is_a_drill(played):
    assert sql.values("select distinct drill from cases_case where parent = %s", (played["of"][4],)) == [
        played["drill"]
    ]


def test_nobody_fills_a_drill_in_and_nothing_real_is_folded_into_one(played):
    town, drill, of = played["town"], played["drill"], played["of"]
    with pytest.raises(Refusal, match="不能自己填"):
        town.report(drill=drill)
    with pytest.raises(Refusal, match="没有反映人"):
        town.order(
            ReportCase(
                case_id=new_id(),
                note=new_id(),
                kind=Code("fire_alarm"),
                words="有人",
                phone="13800000147",
                area=AreaCode(TOWN),
                channel=Code("device"),
                drill=drill,
            ),
            the_house("when_drill_case_is_called_report_it"),
        )
    with pytest.raises(Refusal, match="不能用来演练"):
        town.report(the_house("when_drill_case_is_called_report_it"), phone="", name="", drill=drill)
    with pytest.raises(Refusal, match="不能并在一起"):
        town.do("desk", c.MergeCase, town.report(), into=of[2])


def test_a_real_case_is_neither_lifted_nor_ended_with_a_drill(played):
    town = played["town"]
    register(town, 604, n=3)
    say_fire(town, 604)
    town.settle()
    case = sql.value(
        'select "case" from devices_alarm a join devices_device v on v.id = a.device where v.source = %s',
        (speaking.source(604),),
    )
    for who, order in ((town.actor("desk"), c.LiftDrill), (the_house("when_drill_ends_end_its_cases"), c.EndDrillCase)):
        with pytest.raises(Refusal, match="不是演练"):
            town.do(who, order, case)


def test_ending_it_ends_every_open_case_its_parts_and_its_whistle_first(played):
    town = played["town"]
    for n in range(8):
        say(town, speaking.component(NORMAL, town.now), 700 + n)
    town.order(d.EndDrill(drill=played["drill"], words="复盘会后结束"), town.actor("deputy"))
    town.settle()
    states = sql.values("select distinct state from cases_case where drill = %s", (played["drill"],))
    assert set(states) == {"drill_over", "false_alarm", "closed"}
    assert answers(town).keys() == played["before"].keys()
