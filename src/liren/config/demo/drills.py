"""A drill of the demonstration: announced the day before, two fires on its list, one handled to its proof, one ended with the drill."""

from datetime import datetime, timedelta
from uuid import uuid5

from liren.cases import commands as c
from liren.config.demo import devices as said
from liren.config.demo.cast import PART, TOWN, UNIT, id_of
from liren.config.demo.stage import Stage
from liren.devices import commands as d
from liren.devices import intake
from liren.devices.queries import alarms, register
from liren.flows import when_alarm_is_confirmed_file_case as filing
from liren.flows import when_alarm_is_raised_report_case as reporting
from liren.flows import when_drill_ends_end_its_cases as ending
from liren.gateway import reading
from liren.gateway.gb26875.frame import SEND, build
from liren.kernel import Actor, AreaCode, Code, Command
from liren.kernel.actor import the_house
from liren.trust import gate, sql

HOUSE = the_house("demo")
NORMAL = 0b1
DRILL = id_of("drill:1")
LISTED = tuple(id_of(f"device:other:{n}") for n in (24, 27, 30))
NAME = "全镇消防疏散演练"
WORDS = "提前一天在群里和楼道里通知过居民。"
END_WORDS = "疏散用了四分钟；第二处的值班电话没有人接，已经要求补上。"


def write(stage: Stage, until: datetime) -> None:
    """Play it, two days before `until`. Keys come from names, so a second run adds nothing."""
    known = {card.id: card for card in register.mine(HOUSE)}
    if not known.keys() >= set(LISTED):
        return
    began = until - timedelta(days=2)
    deputy = stage.actor(PART["demo-deputy"].account)
    plan = d.PlanDrill(
        drill=DRILL, area=AreaCode(TOWN), name=NAME, purpose=Code("evacuation"), words=WORDS, starts_at=began,
        ends_at=began + timedelta(hours=2), devices=LISTED,
    )  # fmt: skip
    _order(stage, plan, "plan", began - timedelta(days=1), deputy)
    first, second = (_fire(stage, known[id], began + timedelta(minutes=5 + 7 * n)) for n, id in enumerate(LISTED[:2]))
    _to_its_proof(stage, first)
    _order(stage, d.ConfirmAlarm(alarm=second.id), "confirm", second.raised_at + timedelta(minutes=9), _desk(stage))
    ended = began + timedelta(minutes=95)
    for alarm in (first, second):
        _say(known[alarm.device], NORMAL, ended - timedelta(minutes=20))
    _order(stage, d.EndDrill(drill=DRILL, words=END_WORDS), "end", ended, deputy)
    assert second.case is not None, "a fire becomes a case"
    over = c.EndDrillCase(case=second.case, note=uuid5(second.case, "over"), words=f"演练“{NAME}”结束了。{END_WORDS}")
    _order(stage, over, "over", ended, the_house(ending.NAME))


def _fire(stage: Stage, device: register.DeviceCard, at: datetime) -> alarms.AlarmCard:
    """A fire in the drill and the case that the flow makes of it."""
    _say(device, said.FIRE, at)
    alarm = next(one for one in alarms.of_device(HOUSE, device.id) if one.drill == DRILL)
    assert alarm.case is not None, "a fire becomes a case"
    report = c.ReportCase(
        case_id=alarm.case, note=uuid5(alarm.id, "report"), kind=Code("fire_alarm"), severity=Code("urgent"),
        words=alarms.told(HOUSE, alarm), lon=alarm.lon, lat=alarm.lat, place_words=f"{alarm.device_name} {alarm.position}",
        channel=Code("device"), occurred_at=at, drill=DRILL,
    )  # fmt: skip
    _order(stage, report, "report", at + timedelta(seconds=1), the_house(reporting.NAME))
    return alarm


def _say(device: register.DeviceCard, bits: int, at: datetime) -> None:
    """A frame of a listed device, kept and read."""
    raw = build(SEND, said._unit(bits, at), serial=1, source=device.source, destination=said.CENTRE, at=at)
    frame = intake.Came(
        id=uuid5(device.id, f"drill frame:{at}"), received_at=at, wire=device.wire, listener="tcp", peer="10.8.0.12",
        source=device.source, key=raw, raw=raw,
    )  # fmt: skip
    sql.run(*intake.keeping([frame]))
    reading.read(at, mode="replay")


def _to_its_proof(stage: Stage, alarm: alarms.AlarmCard) -> None:
    """Confirmed, sent, taken up, answered with a photo, checked: the loop as it runs in earnest."""
    case, at = alarm.case, alarm.raised_at
    assert case is not None, "a fire becomes a case"
    hand = stage.actor(stage.crew.handlers["fire"])

    def minutes(n: int) -> datetime:
        return at + timedelta(minutes=n)

    _order(stage, d.ConfirmAlarm(alarm=alarm.id), "confirm", minutes(2), _desk(stage))
    filed = c.FileCase(case=case, note=uuid5(alarm.id, "confirmed"), words=filing.WORDS)
    _order(stage, filed, "file", minutes(2), the_house(filing.NAME))
    sent = c.DispatchCase(
        case=case, unit=UNIT["fire"].id, note=uuid5(case, "sent"), reason="演练：按火警预案派微型消防站。"
    )
    _order(stage, sent, "send", minutes(3), _desk(stage))
    _order(stage, c.TakeUpCase(case=case), "take", minutes(5), hand)
    photo = stage._photo("fire_alarm", "after", case, uuid5(case, "done"), hand, minutes(26))
    done = c.ReportResult(
        case=case, result=Code("solved"), note=uuid5(case, "done"), words="演练：到场疏散二十六户，用时四分钟。", photos=(photo,)
    )  # fmt: skip
    _order(stage, done, "done", minutes(26), hand)
    seen = c.VerifyCase(case=case, passed=True, note=uuid5(case, "seen"), words="演练：看过现场，通道都打开了。")
    _order(stage, seen, "seen", minutes(50), stage.actor(stage.crew.verifiers[0]))


def _desk(stage: Stage) -> Actor:
    return stage.actor(stage.crew.dispatcher)


def _order(stage: Stage, command: Command, name: str, at: datetime, actor: Actor) -> None:
    subject = next(found for field in ("case", "alarm", "case_id", "drill") if (found := getattr(command, field, None)))
    gate.execute(command, actor=actor, now=at, key=uuid5(subject, f"drill:{name}"), mode=stage.mode)
