"""Who is told of devices, cameras and views.

when_alarm_is_raised_tell_duty_post, when_alarm_is_judged_false_tell_owner, when_device_falls_silent_tell_owner,
when_camera_fares_ill_tell_owner, when_view_is_requested_tell_approver, when_view_is_decided_tell_asker; the days of the law,
when_camera_is_due_tell_owner and when_footage_is_asked_tell_approver, are in tests/devices/test_law.py.
"""

from datetime import UTC, date, timedelta

import pytest

from liren.cases import commands as c
from liren.devices import commands as d
from liren.devices import watching
from liren.devices.commands.cameras import NoteProbe, RegisterCamera
from liren.devices.commands.views import DecideView, RequestView
from liren.devices.queries import alarms
from liren.gateway import reading
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.notices import queries as notices
from liren.people.commands import TakeLeave
from liren.trust import gate, sql
from tests import scene
from tests.devices import speaking
from tests.scene import STATION, TOWN, id_of

HOUSE = the_house("test")


@pytest.fixture(scope="module", autouse=True)
def people(town):
    """An administrator who keeps the register of cameras, and one who enters leave."""
    for name in ("system_admin", "security_admin"):
        for order in scene._one(name, name, TOWN, None):
            gate.execute(order, actor=scene.HOUSE, now=scene.FOUNDED, key=new_id())


def device(town, number, *, n=0, **more):
    lon, lat = town.point(n)
    told = {
        "kind": Code("transmission_unit"),
        "name": f"{number} 号传输装置",
        "lon": lon,
        "lat": lat,
        "contact": id_of(STATION),
    }
    order = d.RegisterDevice(device=new_id(), wire=speaking.WIRE, source=speaking.source(number).hex(), **(told | more))
    town.order(order)
    return order.device


def fire(town, number, point=2, bits=speaking.FIRE):
    """A detector of a unit fires; the alarm as it stands."""
    unit = speaking.component(bits, town.now, point=point)
    speaking.keep(speaking.frame(unit, number=number, at=town.now), town.now, number=number)
    reading.read(town.now)
    town.settle()


def told(code, subject=None):
    return sql.rows(
        """select n.account, n.subject, n.times, n.level from notices_notice n
           where n.code = %s and (%s::uuid is null or n.subject = %s) order by n.told_at""",
        (code, subject, subject),
    )


def test_a_storm_is_one_message_to_the_desk_that_is_on_duty_and_nobody_else_hears_of_it(town):
    alarm = device(town, 4001)
    for point in range(2, 12):
        fire(town, 4001, point)
    [card] = {a.case for a in alarms.of_device(HOUSE, alarm)}
    assert [(n["account"], n["times"], n["level"]) for n in told("alarm_waiting", card)] == [
        (town.account("desk"), 1, "alert")
    ]
    everybody = sql.values("select distinct account from notices_notice where subject = %s", (card,))
    assert everybody == [town.account("desk")], "nothing beyond the duty post before a person confirms"
    assert sql.rows('select * from devices_viewoffer where "case" = %s', (card,)) == []
    assert (town.state(card).unit, town.state(card).handler, town.state(card).keeper) == (None, None, None)


def test_nobody_confirms_in_time_so_the_chain_above_hears_of_it_level_by_level(town):
    alarm = device(town, 4002, n=1)
    fire(town, 4002)
    case = alarms.of_device(HOUSE, alarm)[0].case
    limit = town.state(case).next_due_at
    town.wait_for(case, "case_late")
    assert limit <= town.now <= limit + timedelta(seconds=1)
    assert town.told(case, "case_late") == [town.account("desk")]
    first = town.told(case, "case_escalated")
    assert first != []
    town.wait_for(case, "case_late")
    assert len(town.told(case, "case_escalated")) > len(first)
    assert town.now - limit <= timedelta(minutes=15), "a fire that nobody confirms is no matter of working days"
    assert town.state(case).state == "reported", "telling is no dispatch"


def test_a_person_s_word_carries_the_same_case_on_and_only_then_somebody_is_sent(town):
    alarm = device(town, 4003, n=2)
    fire(town, 4003)
    [card] = alarms.of_device(HOUSE, alarm)
    town.order(d.ConfirmAlarm(alarm=card.id), town.actor("desk"))
    town.settle()
    town.do("desk", c.DispatchCase, card.case)
    town.settle()
    assert town.told(card.case, "case_dispatched") != []


def test_a_fault_waits_for_the_morning_and_calls_nobody(town):
    alarm = device(town, 4004, n=3)
    fire(town, 4004, bits=speaking.FAULT)
    case = alarms.of_device(HOUSE, alarm)[0].case
    assert [n["level"] for n in told("fault_waiting", case)] == ["hint"]
    assert told("alarm_waiting", case) == []


def test_whoever_is_on_leave_is_not_called(town):
    here = town.now.astimezone(UTC)
    leave = TakeLeave(leave=new_id(), person=id_of("person:desk"), starts=here, ends=here + timedelta(days=1))
    town.order(leave, town.actor("security_admin"))
    alarm = device(town, 4005, n=4)
    fire(town, 4005)
    case = alarms.of_device(HOUSE, alarm)[0].case
    assert town.account("desk") not in [n["account"] for n in told("alarm_waiting", case)]


def test_what_falls_silent_behind_one_gateway_is_told_once_a_day(town):
    gateway = device(town, 4010, n=5, interval=30)
    behind = [device(town, 4011 + n, n=5, gateway=gateway, interval=30) for n in range(3)]
    for number in (4010, 4011, 4012, 4013):
        speaking.heard(number, town.now)
    watching.step(town.now + timedelta(seconds=15))
    for _ in range(12):
        town.now += timedelta(seconds=20)
        speaking.heard(4010, town.now)
        watching.step(town.now)
    town.settle()
    found = [n for n in told("device_silent") if n["subject"] == gateway]
    assert {n["account"] for n in found} == {town.account("handler"), town.account("mate")}
    assert {n["times"] for n in found} == {len(behind)}
    assert [n for n in told("device_silent") if n["subject"] in behind] == []
    [line] = [a for a in notices.open_alerts(town.actor("handler"), town.now) if a.subject == gateway]
    assert "4010 号传输装置" in line.body, "whoever keeps it reads its name without the right to see all devices"


def test_a_false_alarm_of_a_dirty_detector_is_told_to_whoever_looks_after_it(town):
    alarm = device(town, 4020, n=6)
    fire(town, 4020)
    [card] = alarms.of_device(HOUSE, alarm)
    town.order(d.JudgeFalse(alarm=card.id, cause=Code("dust"), words="到现场看过，探头积灰"), town.actor("desk"))
    town.settle()
    assert {n["account"] for n in told("device_to_service", alarm)} == {town.account("handler"), town.account("mate")}


@pytest.fixture(scope="module")
def camera(town):
    lon, lat = town.point(0)
    order = RegisterCamera(
        camera=id_of("camera:told"), name="东门", place="同心路东门朝外", lon=lon, lat=lat, position="gate", type="fixed", owner=id_of(STATION),
        engine_path="jiepai/told", sign_posted=True, installed_on=date(2026, 1, 5), stream="rtsp://10.8.0.21/ch1",
    )  # fmt: skip
    town.order(order, town.actor("system_admin"))
    return order.camera


def test_a_camera_that_answers_no_more_is_told_to_its_unit_once_a_day(town, camera):
    for health in ("online", "unreachable", "online", "unreachable"):
        town.order(NoteProbe(camera=camera, health=Code(health), drift_s=None), the_house("probing"))
        town.settle()
    assert {n["account"]: n["times"] for n in told("camera_down", camera)} == {
        town.account("handler"): 2,
        town.account("mate"): 2,
    }


def test_a_request_to_look_is_told_to_whoever_may_answer_and_the_answer_to_whoever_asked(town, camera):
    wish = RequestView(request=new_id(), camera=camera, purpose="upkeep", mode="live", words="夜里发白，看镜头脏不脏")
    town.order(wish, town.actor("system_admin"))
    town.settle()
    assert [n["account"] for n in told("view_to_decide", wish.request)] == [town.account("supervisor")]
    town.order(DecideView(request=wish.request, approved=True, reason="可以，十分钟"), town.actor("supervisor"))
    town.settle()
    assert [n["account"] for n in told("view_decided", camera)] == [town.account("system_admin")]
