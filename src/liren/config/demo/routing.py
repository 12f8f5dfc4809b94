"""Routing in the demonstration: the town's duty list and eight rules, county departments to which things go that were
taken back, and four cases that show the ways: by the list, by a rule, overruled, objected to with an item.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid5

from liren.cases import commands as c
from liren.cases import duties, routes
from liren.config.demo.cast import COUNTY_PARTS, COUNTY_UNITS, TOWN, TOWN_CREW, UNIT, id_of
from liren.config.demo.stage import Stage
from liren.config.demo.town_names import phone
from liren.kernel import AreaCode, Code, Command
from liren.kernel.actor import ANONYMOUS
from liren.trust import gate

SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def _rule(code: str, reason: str, to: str, *, helpers: tuple[str, ...] = (), **when: str | list[str]) -> dict[str, Any]:
    asked = {name: [values] if isinstance(values, str) else values for name, values in when.items()}
    rule: dict[str, Any] = {"code": code, "reason": reason, "to": to, "when": asked}
    return rule | ({"helpers": list(helpers)} if helpers else {})


def _unit(code: str) -> str:
    return f"unit:{UNIT[code].id}"


RULES = {
    "code": routes.CODE,
    "label": "界牌镇派单规则",
    "legal_basis": "界牌镇履职事项清单；界牌镇派单目录（演示）",
    "verified_by": "沈佳禾核对（演示）",
    "rules": [
        _rule("flood_urgent", "防汛的紧急件由指挥中心统一调度。", _unit("desk"), group="flood", severity="urgent"),
        _rule("by_list", "清单写明由它主办。", "lead", duty=["basic", "cooperative"]),
        _rule("illegal_parking", "乱停车先劝离，由综合执法局办。", _unit("law"), kind="illegal_parking"),
        _rule("noise", "社会生活噪声由派出所处理。", "kind:police", kind="noise"),
        _rule("supply", "水电气的事找供水单位，电和气由它转办。", _unit("water"), kind="water_power_gas"),
        _rule("property", "有物业的小区，先由物业答复。", "kind:property", helpers=(_unit("build"),), kind="property_complaint"),
        _rule("no_property", "没有物业的小区，由建设管理站上门。", _unit("build"), kind="property_complaint"),
        _rule("fire", "消防隐患先由消防工作站到场。", _unit("fire"), kind=["flying_wire_charging", "blocked_fire_lane"]),
    ],
}  # fmt: skip


def publish(order: Any, staff: Any) -> None:
    """Units of the county, the town's own list and rules; before the history, whose cases are sent under them."""
    from liren.catalogue import queries as catalogue
    from liren.catalogue.commands import PublishEntry
    from liren.people.commands import RegisterUnit

    order(
        "county-units",
        [RegisterUnit(unit=u.id, parent=None, kind=u.kind, name=u.name, area=AreaCode(u.area)) for u in COUNTY_UNITS],
    )
    for n, part in enumerate(COUNTY_PARTS):
        staff(part.username, part.name, part.posts, phone(9300 + n))
    listed = catalogue.spec_of(catalogue.entry(duties.FAMILY, duties.CODE, at=datetime.now(UTC)).id)
    own = listed | {
        "label": "界牌镇履职事项清单（演示）", "sample": False, "legal_basis": "界牌镇公布的三张清单（条目虚构）",
    }  # fmt: skip
    order("routing", [
        PublishEntry(
            entry=id_of(f"entry:{family}"), family=family, code=code, area=TOWN, spec=spec, effective_from=SINCE,
            legal_basis=str(spec["legal_basis"]), verified_by=str(spec["verified_by"]),
        )
        for family, code, spec in ((duties.FAMILY, duties.CODE, own), (routes.FAMILY, routes.CODE, RULES))
    ])  # fmt: skip


def write(stage: Stage, until: datetime) -> None:
    """Four cases of this morning or of yesterday afternoon."""
    for n, (kind, words, steps) in enumerate(STORIES):
        spot = stage.spots[(n * 97) % len(stage.spots)]
        case, at = id_of(f"case:routing:{n}"), until - timedelta(hours=3, minutes=11 * n)
        report = c.ReportCase(
            case_id=case, note=id_of(f"words:routing:{n}"), kind=Code(kind), words=words.replace("{p}", spot.name),
            lon=spot.lon, lat=spot.lat, place_words=spot.address, channel=Code("phone"),
        )  # fmt: skip
        orders: list[tuple[Command, Any]] = [(report, ANONYMOUS)]
        orders += [(order, stage.actor(who)) for order, who in _orders(case, steps)]
        for m, (order, actor) in enumerate(orders):
            moment = at + timedelta(minutes=9 * m)
            gate.execute(order, actor=actor, now=moment, key=uuid5(case, f"routing:{m}"), mode=stage.mode)


def _orders(case: Any, steps: tuple[tuple[str, str, str], ...]) -> Iterator[tuple[c.CaseCommand, Any]]:
    units = {u.code: u.id for u in (*UNIT.values(), *COUNTY_UNITS)}
    for n, (act, who, words) in enumerate(steps):
        note = uuid5(case, f"note:{n}")
        if act == "send":
            yield c.DispatchCase(case=case, unit=units[who], note=note, reason=words), TOWN_CREW.dispatcher
        elif act == "take":
            yield c.TakeUpCase(case=case), id_of(f"account:{who}")
        else:
            item, _, reason = words.partition("|")
            ground = Code("out_of_list")
            yield c.ReturnCase(case=case, ground=ground, item=item, note=note, reason=reason), id_of(f"account:{who}")


STORIES: tuple[tuple[str, str, tuple[tuple[str, str, str], ...]], ...] = (
    ("stray_dog", "{p}门口有两条流浪狗追着孩子跑，大人抱着走的",
     (("send", "c-city", "上级收回事项，由市城市管理局主办。"), ("take", "h-city", ""))),
    ("street_light_out", "{p}旁边的路灯从昨晚起一闪一闪的", (("send", "build", "清单写明由它主办。"),)),
    ("illegal_parking", "{p}的消防通道口又停了三辆车",
     (("send", "police", "车主是同一伙人，派出所上周处理过，接着办快。"),)),
    ("stray_dog", "{p}后面的空房子里养了一窝野狗，半夜叫",
     (("send", "police", "先请派出所到场看看有没有伤人的危险。"),
      ("object", "h-police", "sh-01|捕捉和收容已经收回，派出所只管伤人的事，现场没有人受伤。"))),
)  # fmt: skip
