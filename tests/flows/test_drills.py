"""How rooms answer one another in a drill: when_drill_case_is_called_report_it, when_drill_ends_end_its_cases,
when_alarm_is_found_real_lift_drill, when_drill_case_is_found_real_say_so; and whom a drill never reaches."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings

from liren.cases import commands as c
from liren.cases import queries as cases
from liren.devices import commands as d
from liren.devices.queries import alarms, drills
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.notices import wording
from liren.notices.rules import hooks as rules
from liren.trust import sql
from tests.devices.test_alarm_chain import register, say_fire
from tests.fakes.hook import receiving
from tests.flows.test_webhooks import subscribed
from tests.scene import TOWN

HOUSE = the_house("test")
NUMBERS = iter(range(2001, 2100))


def drill_of(town, *devices: UUID) -> UUID:
    order = d.PlanDrill(
        drill=new_id(),
        area=TOWN,
        name="消防演练",
        purpose=Code("duty"),
        ends_at=town.now + timedelta(hours=1),
        devices=devices,
    )
    town.order(order, town.actor("deputy"))
    return order.drill


@pytest.fixture
def rang(town):
    """A drill, and the alarm of its device with its case, confirmed and sent."""
    number = next(NUMBERS)
    drill = drill_of(town, register(town, number))
    say_fire(town, number)
    town.settle()
    [alarm] = drills.alarms_of(HOUSE, drill)
    town.order(d.ConfirmAlarm(alarm=alarm.id), town.actor("desk"))
    town.settle()
    town.do("desk", c.DispatchCase, alarm.case)
    town.settle()
    return drill, alarm


def test_a_called_case_is_reported_once_by_nobody(town):
    device = register(town, next(NUMBERS))
    order = d.CallDrillCase(drill=drill_of(town, device), case=new_id(), words="三楼冒烟", device=device)
    town.order(order, town.actor("deputy"))
    town.settle()
    assert town.state(order.case).reporter is None
    assert [e.name for e in town.entries(order.case)].count("CaseReported") == 1


def test_the_end_of_a_drill_ends_its_cases_parts_first(town, rang):
    drill, alarm = rang
    part = new_id()
    town.do("desk", c.AddChild, alarm.case, child=part, kind=Code("device_fault"), words="查喷淋", unit=None)
    town.order(d.EndDrill(drill=drill, reset=True), town.actor("deputy"))
    town.settle()
    assert {town.state(one).state for one in (alarm.case, part)} == {"drill_over"}


def test_a_real_alarm_lifts_its_case_and_the_parts_of_it(town, rang):
    _, alarm = rang
    part = new_id()
    town.do("desk", c.AddChild, alarm.case, child=part, kind=Code("device_fault"), words="查喷淋", unit=None)
    town.order(d.SayReal(alarm=alarm.id, words="有明火"), town.actor("desk"))
    town.settle()
    assert {town.state(one).drill for one in (alarm.case, part)} == {None}
    assert town.state(alarm.case).state == "dispatched"


def test_a_case_found_to_be_real_says_so_of_its_alarms(town, rang):
    _, alarm = rang
    town.do("handler", c.LiftDrill, alarm.case, words="到场看到明火")
    town.settle()
    card, _group = alarms.group_of(HOUSE, alarm.id)
    assert (card.drill, card.words) == (None, "到场看到明火")


def test_a_drill_opens_no_camera_until_it_is_real(town, rang):
    _, alarm = rang
    asked = "select count(*) from trust_entry where name = 'ViewsOffered' and subject = %s"
    offered = 'select count(*) from devices_viewoffer where "case" = %s'
    assert (sql.value(asked, (alarm.case,)), sql.value(offered, (alarm.case,))) == (0, 0)


def test_a_drill_is_told_to_staff_by_its_title_and_to_nobody_else(town, rang):
    _, alarm = rang
    told = town.notices(alarm.case)
    assert town.told(alarm.case, "case_dispatched")
    assert not [one for one in told if one["link"]]


def test_what_goes_out_in_short_says_that_it_is_a_drill(town, rang):
    _, alarm = rang
    [told] = town.notices(alarm.case, "case_dispatched")[:1]
    assert wording.shortly(HOUSE, [told], town.now)[0][0].startswith("【演练】")


def test_nobody_can_make_what_is_real_look_like_a_drill(town):
    case = town.report(words="【演练】着火了，快来")
    assert cases.case_card(town.actor("desk"), case, town.now).title == "“演练”着火了，快来"


def test_a_webhook_hears_of_what_is_real_and_not_of_a_drill(town, rang, monkeypatch):
    monkeypatch.setattr(settings, "HOOKS_PRIVATE", True)
    with receiving(now=town.now.timestamp()) as made:
        made.secret = rules.secret_of(b"s" * 32)
        subscribed(town, made)
        _, alarm = rang
        town.do("handler", c.TakeUpCase, alarm.case)
        town.settle()
        assert sql.value("select count(*) from notices_hook_delivery") == 0
        town.do("desk", c.LiftDrill, alarm.case, words="有明火")
        town.do("handler", c.ReturnCase, alarm.case)
        town.settle()
        assert sql.value("select count(*) from notices_hook_delivery") == 1
