"""Devices of the demonstration: forty in houses away from the demonstration's own keeper, one gateway silent with five behind it,
one under maintenance; a fire that was real and is closed with its proof, a month of false ones with their causes, a detector that is
shielded, six in one house that are supervised together.

What they said are real frames of GB/T 26875.3, kept and read as the gateway's are.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from liren.cases import commands as c
from liren.config.demo.cast import COMMUNITY, UNIT, id_of
from liren.config.demo.looked import LOOKED, Looked
from liren.config.demo.stage import Spot, Stage
from liren.devices import commands as d
from liren.devices import intake, watching
from liren.devices.kinds import CAUSES
from liren.devices.queries import alarms, register
from liren.flows import when_alarm_is_judged_false_end_case as ending
from liren.flows import when_alarm_is_raised_report_case as reporting
from liren.flows import when_case_of_alarm_is_closed_close_alarms as closing
from liren.gateway import reading
from liren.gateway.gb26875.frame import SEND, build, label
from liren.kernel import Actor, Code, Command
from liren.kernel.actor import the_house
from liren.trust import gate, sql

WIRE = "gb26875:2011"
GATEWAYS, BEHIND, ALONE = 8, 5, 27
SILENT, WORKED_AT, WATCHED = 3, 6, 5
DAY_S = 86400
HOUSE = the_house("demo")
CENTRE = (88888).to_bytes(6, "little")
KINDS = (
    ("smoke_detector", "感烟探测器", "{n} 层楼道"),
    ("gas_detector", "可燃气体探测器", "厨房"),
    ("water_monitor", "消防水压监测", "消防泵房"),
)
FIRE, SHIELDED, SUPERVISED = 0b11, 0b1001, 0b10001  # bit 0: it runs as usual, under no test
SUPERVISED_PARTS = 6
PART = "0101000200"
"""System 1, zone 1, point 2."""


def write(stage: Stage, until: datetime, order: Callable[[str, Iterable[Command]], None]) -> int:
    """Play it up to `until`; how many devices. Keys come from names, so a second run adds nothing."""
    away = _away(stage)
    if any(card.id == id_of("device:0") for card in register.mine(HOUSE)):
        return 0
    entries = [_gateway(n, _house(n, away)) for n in range(GATEWAYS)]
    entries += [_other(n, away, entries[SILENT]) for n in range(BEHIND + ALONE)]
    order("devices", entries)
    starts = until - timedelta(hours=2)
    worked = d.SetMaintenance(
        device=entries[WORKED_AT].device, starts=starts, ends=until + timedelta(days=7), reason="年度检测"
    )
    order("device work", [worked])
    _real(stage, entries[0], until - timedelta(days=3))
    for entry, told in zip([entries[1], *entries[GATEWAYS + BEHIND :]], LOOKED, strict=False):
        _false(stage, entry, told, until)
    _say(entries[2], _unit(SHIELDED, until - timedelta(hours=5)), until - timedelta(hours=5))
    for point in range(2, 2 + SUPERVISED_PARTS):
        at = until - timedelta(minutes=40, seconds=-point)
        _say(entries[4], _unit(SUPERVISED, at, point=point), at)
    named = [
        d.NameComponent(device=entry.device, component=PART, type=40, name="感烟探测器 1-2", position=f"{n + 2} 层楼道")
        for n, entry in enumerate(entries[:3])
    ]
    order("device parts", named)
    _heard(entries, until)
    watching.step(until)
    watching.step(until + timedelta(seconds=1))
    return len(entries)


def watched(stage: Stage) -> Spot:
    """The house of a transmission unit that gets a camera before its door, so that an alarm there has one to offer."""
    return _house(WATCHED, _away(stage))


def _away(stage: Stage) -> list[Spot]:
    return [spot for spot in stage.spots if not spot.micro_grid.startswith(COMMUNITY)]


def _house(n: int, away: list[Spot]) -> Spot:
    return away[(53 * n + 7) % len(away)]


def _gateway(n: int, spot: Spot) -> d.RegisterDevice:
    return d.RegisterDevice(
        device=id_of(f"device:{n}"), kind=Code("transmission_unit"), wire=WIRE, source=_source(880 + n).hex(), profile="zone_point",
        name=f"{spot.name}传输装置", position="一层消防控制室", lon=spot.lon, lat=spot.lat, owner=UNIT["home"].id if n % 2 else None,
        contact=UNIT["fire"].id, interval=30 if n == SILENT else 2 * DAY_S, signed=True,
    )  # fmt: skip


def _other(n: int, away: list[Spot], silent: d.RegisterDevice) -> d.RegisterDevice:
    kind, name, position = KINDS[n % len(KINDS)]
    behind = n < BEHIND
    spot = away[(31 * n + 19) % len(away)]
    lon, lat = (silent.lon, silent.lat) if behind else (spot.lon, spot.lat)
    place = silent.name.removesuffix("传输装置") if behind else spot.name
    return d.RegisterDevice(
        device=id_of(f"device:other:{n}"), kind=Code(kind), wire=WIRE, source=_source(8600 + n).hex(), name=f"{place}{name}",
        position=position.replace("{n}", str(n % 5 + 1)), lon=lon, lat=lat, gateway=silent.device if behind else None,
        contact=UNIT["fire"].id, interval=30 if behind else 2 * DAY_S,
    )  # fmt: skip


def _source(number: int) -> bytes:
    return number.to_bytes(6, "little")


def _unit(bits: int, at: datetime, *, point: int = 2) -> bytes:
    """One smoke detector's status in zone 1."""
    return bytes((2, 1, 1, 1, 40, 1, 0, point, 0)) + bits.to_bytes(2, "little") + bytes(31) + label(at)


def _say(entry: d.RegisterDevice, unit: bytes, at: datetime) -> None:
    """A frame of a device comes in, is kept and read."""
    source = bytes.fromhex(entry.source)
    raw = build(SEND, unit, serial=1, source=source, destination=CENTRE, at=at)
    frame = intake.Came(id=uuid5(entry.device, f"frame:{at}"), received_at=at, wire=WIRE, listener="tcp", peer="10.8.0.12", source=source, key=raw, raw=raw)  # fmt: skip
    sql.run(*intake.keeping([frame]))
    reading.read(at, mode="replay")


def _heard(entries: list[d.RegisterDevice], until: datetime) -> None:
    """When each was last heard: the silent gateway and those behind it three days ago."""
    silent = {e.device for e in entries if e.interval == 30}
    heard = [
        intake.Heard(
            wire=WIRE, source=bytes.fromhex(e.source), listener="tcp", peer="10.8.0.12", frames=400 + 7 * n, denied=0,
            at=until - (timedelta(days=3) if e.device in silent else timedelta(minutes=3 + n)),
        )
        for n, e in enumerate(entries)
    ]  # fmt: skip
    sql.run(*intake.hearing(heard))


def _alarm(stage: Stage, entry: d.RegisterDevice, at: datetime) -> alarms.AlarmCard:
    """A fire of a device and the case that it becomes, as the flow makes it."""
    _say(entry, _unit(FIRE, at), at)
    [alarm] = alarms.of_device(HOUSE, entry.device)
    assert alarm.case is not None, "a fire becomes a case"
    report = c.ReportCase(
        case_id=alarm.case, note=uuid5(alarm.id, "report"), kind=Code("fire_alarm"), severity=Code("urgent"),
        words=alarms.told(HOUSE, alarm), lon=alarm.lon, lat=alarm.lat, place_words=f"{alarm.device_name} {alarm.position}",
        channel=Code("device"), occurred_at=at,
    )  # fmt: skip
    _order(stage, report, at + timedelta(seconds=1), the_house(reporting.NAME))
    return alarm


def _order(stage: Stage, command: Command, at: datetime, actor: Actor) -> None:
    subject: UUID = next(found for name in ("case", "alarm", "case_id") if (found := getattr(command, name, None)))
    key = uuid5(subject, f"devices:{type(command).__name__}")
    gate.execute(command, actor=actor, now=at, key=key, mode=stage.mode)


def _real(stage: Stage, entry: d.RegisterDevice, at: datetime) -> None:
    """Confirmed after a call to the control room, sent to the fire station, put out, checked, closed."""
    alarm = _alarm(stage, entry, at)
    case, crew = alarm.case, stage.crew
    assert case is not None, "a fire becomes a case"
    desk, hand = stage.actor(crew.dispatcher), stage.actor(crew.handlers["fire"])

    def minutes(n: int) -> datetime:
        return at + timedelta(minutes=n)

    _order(stage, d.ConfirmAlarm(alarm=alarm.id), minutes(2), desk)
    _order(
        stage,
        c.FileCase(case=case, note=uuid5(case, "filed"), words="打电话问过控制室，楼道里的纸箱冒烟，是真的。"),
        minutes(2),
        desk,
    )
    _order(
        stage,
        c.DispatchCase(case=case, unit=UNIT["fire"].id, note=uuid5(case, "sent"), reason="楼道纸箱冒烟，请马上到场。"),
        minutes(3),
        desk,
    )
    _order(stage, c.TakeUpCase(case=case), minutes(4), hand)
    photo = stage._photo("fire_alarm", "after", case, uuid5(case, "done"), hand, minutes(31))
    done = c.ReportResult(case=case, result=Code("solved"), note=uuid5(case, "done"), words="楼道纸箱被烟头引燃，已用灭火器扑灭，纸箱清走，没有人受伤。", photos=(photo,))  # fmt: skip
    _order(stage, done, minutes(31), hand)
    seen = c.VerifyCase(
        case=case, passed=True, note=uuid5(case, "seen"), words="到楼道看过，已经清理干净，探测器复位正常。"
    )
    _order(stage, seen, minutes(150), stage.actor(crew.verifiers[0]))
    _order(stage, d.CloseAlarms(case=case), minutes(151), the_house(closing.NAME))


def _false(stage: Stage, entry: d.RegisterDevice, told: Looked, until: datetime) -> None:
    """Somebody looked: judged false, what is to be done at the detector noted, the case ended."""
    at = until - told.ago
    alarm = _alarm(stage, entry, at)
    case, judged_at = alarm.case, at + told.took
    assert case is not None, "a fire becomes a case"
    judged = d.JudgeFalse(alarm=alarm.id, cause=Code(told.cause), words=told.words)
    _order(stage, judged, judged_at, stage.actor(stage.crew.dispatcher))
    ended = c.EndFalseAlarm(
        case=case,
        cause=Code(told.cause),
        note=uuid5(case, "false"),
        words=f"误报：{CAUSES[told.cause][0]}。{told.words}",
    )
    _order(stage, ended, judged_at, the_house(ending.NAME))
