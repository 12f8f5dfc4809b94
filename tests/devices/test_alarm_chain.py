"""From a frame to a case on the duty desk and on: who is asked, what goes on by itself, and what never does."""

from datetime import timedelta
from uuid import UUID

import pytest

from liren.cases import commands as c
from liren.devices import commands as d
from liren.devices.queries import alarms
from liren.gateway import reading
from liren.kernel import Code, Conflict, Refusal
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import sql
from tests.devices import speaking
from tests.devices.speaking import FAULT, FIRE, NORMAL, WIRE
from tests.scene import OFFICE, id_of

HOUSE = the_house("test")


@pytest.fixture(autouse=True)
def quiet(town):
    """Every test begins with nothing said and nothing registered, and ends with every flow answered."""
    speaking.forget()
    yield
    town.settle()


def register(town, number: int = 889, *, n: int = 0, **more) -> UUID:
    """A transmission unit in the n-th micro-grid."""
    lon, lat = town.point(n)
    told = {
        "kind": Code("transmission_unit"),
        "name": f"{number} 号传输装置",
        "position": "消防控制室",
        "lon": lon,
        "lat": lat,
    }
    order = d.RegisterDevice(device=new_id(), wire=WIRE, source=speaking.source(number).hex(), **(told | more))
    town.order(order)
    return order.device


def say(town, unit: bytes, number: int = 889) -> None:
    """A frame of a device is kept and read."""
    speaking.keep(speaking.frame(unit, number=number, at=town.now), town.now, number=number)
    reading.read(town.now)


def say_fire(town, number: int = 889, point: int = 2) -> None:
    say(town, speaking.component(FIRE, town.now, point=point), number)


def the_alarm(town) -> alarms.AlarmCard:
    [group] = alarms.open_groups(HOUSE)
    return group.head


def test_a_fire_is_a_case_on_the_desk_with_its_place_and_nobody_is_sent(town):
    register(town)
    say_fire(town)
    town.settle()
    alarm = the_alarm(town)
    case = town.state(alarm.case)
    assert (case.state, case.kind, case.channel, case.workflow) == ("reported", "fire_alarm", "device", "alarm")
    assert case.severity == "urgent"
    assert case.area == alarm.area
    assert case.keeper is None
    assert case.unit is None
    assert case.next_due_at - case.reported_at == timedelta(minutes=6)


def test_nothing_can_be_sent_before_a_person_confirms(town):
    register(town)
    say_fire(town)
    town.settle()
    with pytest.raises(Conflict, match="待核实"):
        town.do("desk", c.DispatchCase, the_alarm(town).case)


def test_a_confirmed_alarm_lets_the_same_case_go_on_to_its_proof_and_is_over_then(town):
    register(town)
    say_fire(town)
    town.settle()
    alarm = the_alarm(town)
    town.order(d.ConfirmAlarm(alarm=alarm.id), town.actor("desk"))
    town.settle()
    assert town.state(alarm.case).state == "filed"
    town.do("desk", c.DispatchCase, alarm.case)
    town.do("handler", c.TakeUpCase, alarm.case)
    with pytest.raises(Refusal, match="照片"):
        town.do("handler", c.ReportResult, alarm.case, photos=())


def test_the_desk_filing_the_case_is_its_word_that_the_alarm_is_real(town):
    register(town)
    say_fire(town)
    town.settle()
    alarm = the_alarm(town)
    town.do("desk", c.FileCase, alarm.case)
    town.settle()
    assert alarms.group_of(HOUSE, alarm.id)[0].judged == "confirmed"
    assert town.state(alarm.case).state == "filed"


@pytest.mark.parametrize(("sent", "stands"), [(True, "dispatched"), (False, "filed")])
def test_a_part_of_a_confirmed_alarm_waits_for_nobody_s_word_again(town, sent, stands):
    register(town)
    say_fire(town)
    town.settle()
    case = the_alarm(town).case
    town.do("desk", c.FileCase, case)
    town.do("desk", c.DispatchCase, case)
    child = new_id()
    words = "楼道里堆的电动车请一起清走"
    unit = id_of(OFFICE) if sent else None
    town.do(
        "desk",
        c.AddChild,
        case,
        child=child,
        kind=Code("device_fault"),
        severity=Code("normal"),
        words=words,
        unit=unit,
    )
    assert town.state(child).state == stands


def test_a_false_alarm_ends_the_case_with_its_cause_and_leaves_a_task_at_the_device(town):
    device = register(town)
    say_fire(town)
    town.settle()
    alarm = the_alarm(town)
    town.order(d.JudgeFalse(alarm=alarm.id, cause=Code("dust"), words="到现场看过，探头积灰"), town.actor("desk"))
    town.settle()
    assert town.state(alarm.case).state == "false_alarm"
    assert alarms.open_groups(HOUSE) == []
    assert sql.rows("select device, cause, done_at from devices_task") == [
        {"device": device, "cause": "dust", "done_at": None}
    ]
    say_fire(town)
    assert the_alarm(town).id != alarm.id


def test_a_replayed_entry_opens_no_second_case_and_a_frame_says_nothing_twice(town):
    register(town)
    came = speaking.keep(speaking.frame(speaking.component(FIRE, town.now), at=town.now), town.now)
    reading.read(town.now)
    sql.run("insert into devices_waiting (frame, received_at) values (%s, %s)", (came.id, town.now))
    reading.read(town.now)
    town.settle()
    alarm = the_alarm(town)
    assert alarm.signals == 2, "put in line again by hand it is a repeat of the same alarm"
    assert len([e for e in town.entries(alarm.case) if e.name == "CaseReported"]) == 1


def test_a_second_detector_of_the_building_joins_the_open_case(town):
    register(town)
    say_fire(town, point=2)
    say_fire(town, point=3)
    town.settle()
    [group] = alarms.open_groups(HOUSE)
    assert len(group.others) == 1
    assert group.others[0].case == group.head.case
    notes = [entry for entry in town.entries(group.head.case) if entry.name == "CaseNoted"]
    assert len(notes) == 1


def test_a_reset_clears_the_signal_and_closes_nothing(town):
    register(town)
    say_fire(town)
    town.now += timedelta(seconds=30)
    say(town, speaking.pressed(0b1, town.now))
    town.settle()
    alarm = the_alarm(town)
    assert not alarm.active
    assert alarm.cleared_at == town.now
    assert alarm.waits
    assert town.state(alarm.case).state == "reported"


def test_a_fault_without_a_case_is_over_when_it_cleared_and_was_seen(town):
    register(town)
    say(town, speaking.component(0b1000, town.now))
    alarm = the_alarm(town)
    assert alarm.kind == "shielded"
    assert alarm.case is None
    town.order(d.AcknowledgeAlarm(alarm=alarm.id), town.actor("desk"))
    say(town, speaking.component(NORMAL, town.now))
    assert alarms.open_groups(HOUSE) == []


def test_what_a_device_said_before_it_was_registered_is_read_when_it_is(town):
    say_fire(town, number=4711)
    assert sql.rows("select trouble, fire from devices_unread") == [{"trouble": "unregistered", "fire": True}]
    register(town, number=4711)
    reading.read(town.now)
    town.settle()
    assert town.state(the_alarm(town).case).kind == "fire_alarm"


def test_a_device_under_maintenance_is_marked_its_fault_makes_no_case_its_fire_does(town):
    device = register(town)
    town.order(d.SetMaintenance(device=device, starts=town.now, ends=town.now + timedelta(hours=2), reason="年度测试"))
    say(town, speaking.component(FAULT, town.now))
    say_fire(town)
    town.settle()
    found = {g.head.kind: g.head for g in alarms.open_groups(HOUSE)}
    assert found["fault"].case is None
    assert found["fault"].maintenance
    assert town.state(found["fire"].case).state == "reported"
    assert found["fire"].maintenance


def test_a_wrong_clock_is_kept_flagged_and_told_once(town):
    register(town)
    wrong = town.now.replace(year=2099)
    say(town, speaking.component(FIRE, wrong))
    say(town, speaking.component(FIRE, wrong, point=3))
    alarm = the_alarm(town)
    assert alarm.drifted
    assert alarm.first_said_at.year == 2099
    assert alarm.raised_at == town.now
    assert sql.value("select clock_off > 0 from devices_device") is True


@pytest.mark.parametrize(
    "raw", [b"", b"@@", b"\xff" * 2000, b"@@" + b"\0" * 40 + b"##"], ids=["none", "start", "noise", "zeros"]
)
def test_whatever_bytes_come_the_frame_stays_with_the_reason(town, raw):
    register(town)
    speaking.keep(raw, town.now)
    assert reading.read(town.now) == 1
    assert sql.value("select trouble from devices_unread") == "frame"
    assert reading.read(town.now) == 0


def test_a_verdict_on_a_group_that_has_grown_is_refused_until_it_was_seen(town):
    register(town)
    say_fire(town)
    alarm = the_alarm(town)
    say_fire(town, point=9)
    with pytest.raises(Conflict):
        town.order(
            d.JudgeFalse(alarm=alarm.id, cause=Code("cooking"), words="做饭"), town.actor("desk"), expected_version=1
        )


def test_a_keeper_of_another_community_does_not_see_the_alarm(town):
    register(town)
    say_fire(town)
    keeper = town.made.at(17)[0].code
    assert alarms.open_groups(town.actor(keeper)) == []
    assert len(alarms.open_groups(town.actor("desk"))) == 1
