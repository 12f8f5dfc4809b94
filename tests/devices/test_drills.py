"""演练: what rings in one is marked by the list and our clock; what is real is never lost in it; one act ends it all."""

from datetime import timedelta
from uuid import UUID

import pytest

from liren.cases import commands as c
from liren.cases import queries as cases
from liren.devices import commands as d
from liren.devices.queries import alarms, drills
from liren.kernel import Code, Missing, Refusal
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import accounts, sql
from tests.devices import speaking
from tests.devices.speaking import NORMAL
from tests.devices.test_alarm_chain import register, say, say_fire
from tests.scene import TOWN

HOUSE = the_house("test")
HOUR = timedelta(hours=1)
LISTED, OTHER = 889, 890


@pytest.fixture(autouse=True)
def quiet(town):
    """Every test begins with nothing said, nothing registered and no drill running, and ends with every flow answered."""
    speaking.forget()
    sql.run(
        "update devices_drill set ended_at = greatest(starts_at, %s) where ended_at is null and cancelled_at is null",
        (town.now,),
    )
    yield
    town.settle()


def plan(town, *devices: UUID, **more) -> UUID:
    """A drill of two hours that begins at once."""
    told = {
        "area": TOWN, "name": "里仁村消防演练", "purpose": Code("evacuation"), "ends_at": town.now + 2 * HOUR, "devices": devices
    }  # fmt: skip
    order = d.PlanDrill(drill=new_id(), **(told | more))
    town.order(order, organiser(town))
    return order.drill


def later(town, **time: float) -> None:
    town.now += timedelta(**time)


def card_of(town, case: UUID):
    return cases.case_card(town.actor("desk"), case, town.now)


def organiser(town):
    return town.actor("deputy")


def the_alarms(town, drill: UUID) -> list[alarms.AlarmCard]:
    return drills.alarms_of(HOUSE, drill)


def fire_in_a_drill(town) -> tuple[UUID, alarms.AlarmCard]:
    device = register(town, LISTED)
    drill = plan(town, device)
    say_fire(town, LISTED)
    town.settle()
    [alarm] = the_alarms(town, drill)
    return drill, alarm


def test_a_fire_of_a_listed_device_is_a_drill_and_so_is_its_case_with_the_word_before_its_title(town):
    drill, alarm = fire_in_a_drill(town)
    case = town.state(alarm.case)
    assert (alarm.drill, case.drill) == (drill, drill)
    assert case.state == "reported"
    assert card_of(town, alarm.case).title.startswith("【演练】火警")


def test_the_alarm_of_a_device_that_is_not_listed_is_real(town):
    listed, _ = register(town, LISTED), register(town, OTHER, n=1)
    drill = plan(town, listed)
    say_fire(town, OTHER)
    town.settle()
    [group] = alarms.open_groups(HOUSE)
    assert group.head.drill is None
    assert town.state(group.head.case).drill is None
    assert the_alarms(town, drill) == []


def test_the_test_bit_makes_no_drill(town):
    register(town)
    say(town, speaking.component(speaking.FIRE, town.now))
    town.settle()
    [group] = alarms.open_groups(HOUSE)
    assert group.head.test
    assert group.head.drill is None


def test_an_hour_before_and_after_the_same_device_is_real(town):
    device = register(town)
    plan(town, device, starts_at=town.now + HOUR, ends_at=town.now + 2 * HOUR)
    say_fire(town, point=2)
    later(town, minutes=90)
    say_fire(town, point=3)
    later(town, minutes=60)
    say_fire(town, point=4)
    found = alarms.of_device(HOUSE, device)
    assert [a.drill is not None for a in sorted(found, key=lambda a: a.raised_at)] == [False, True, False]


def test_what_was_open_as_real_stays_real_when_it_rings_in_a_drill(town):
    device = register(town)
    say_fire(town)
    plan(town, device)
    say_fire(town)
    [alarm] = alarms.of_device(HOUSE, device)
    assert (alarm.drill, alarm.signals) == (None, 2)


def test_a_fire_of_a_drill_that_rings_on_after_its_time_is_a_real_alarm_beside_it(town):
    _, alarm = fire_in_a_drill(town)
    later(town, hours=3)
    say_fire(town, LISTED)
    town.settle()
    real = [a for a in alarms.of_device(HOUSE, alarm.device) if a.drill is None]
    assert len(real) == 1
    assert real[0].head == real[0].id
    assert real[0].case not in (None, alarm.case)
    assert town.state(real[0].case).drill is None


def test_a_real_fire_never_joins_the_group_of_a_drill_in_the_same_building(town):
    building = new_id()
    listed, other = register(town, LISTED), register(town, OTHER)
    sql.run("update devices_device set building = %s", (building,))
    plan(town, listed)
    say_fire(town, LISTED)
    say_fire(town, OTHER)
    heads = {a.drill is not None: a.head for one in (listed, other) for a in alarms.of_device(HOUSE, one)}
    assert heads[True] != heads[False]


def test_a_signal_that_clears_in_a_drill_clears_whatever_it_raised(town):
    _, alarm = fire_in_a_drill(town)
    later(town, hours=3)
    say_fire(town, LISTED)
    say(town, speaking.component(NORMAL, town.now), LISTED)
    assert {a.active for a in alarms.of_device(HOUSE, alarm.device)} == {False}


def test_saying_that_it_is_real_lifts_the_group_and_its_case_and_confirms_them(town):
    drill, alarm = fire_in_a_drill(town)
    town.order(d.SayReal(alarm=alarm.id, words="五楼有明火，正在疏散"), town.actor("desk"))
    town.settle()
    card, _ = alarms.group_of(HOUSE, alarm.id)
    case = town.state(alarm.case)
    assert (card.drill, card.judged, card.words) == (None, "confirmed", "五楼有明火，正在疏散")
    assert card.real_at is not None
    assert (case.drill, case.state) == (None, "filed")
    assert card_of(town, alarm.case).title.startswith("火警")
    assert drills.drill(HOUSE, drill).real == 1


def test_after_that_word_nothing_in_the_building_is_a_drill_any_more(town):
    building = new_id()
    first, second, apart = register(town, LISTED), register(town, OTHER), register(town, 891, n=1)
    sql.run("update devices_device set building = %s where id <> %s", (building, apart))
    drill = plan(town, first, second, apart)
    say_fire(town, LISTED)
    [alarm] = the_alarms(town, drill)
    town.order(d.SayReal(alarm=alarm.id, words="有明火"), town.actor("desk"))
    later(town, minutes=1)
    say_fire(town, OTHER)
    say_fire(town, 891)
    [spread], [still] = alarms.of_device(HOUSE, second), alarms.of_device(HOUSE, apart)
    assert (spread.drill, spread.head) == (None, alarm.id)
    assert still.drill == drill


def test_the_word_can_be_said_on_the_case_and_reaches_the_alarms(town):
    _, alarm = fire_in_a_drill(town)
    town.do("desk", c.LiftDrill, alarm.case, words="是真的，有明火")
    town.settle()
    assert alarms.group_of(HOUSE, alarm.id)[0].drill is None
    assert town.state(alarm.case).drill is None


def test_it_needs_words_and_a_drill(town):
    _, alarm = fire_in_a_drill(town)
    with pytest.raises(Refusal, match="看到了什么"):
        town.order(d.SayReal(alarm=alarm.id, words=" "), town.actor("desk"))
    town.order(d.SayReal(alarm=alarm.id, words="有明火"), town.actor("desk"))
    with pytest.raises(Refusal, match="不是演练"):
        town.order(d.SayReal(alarm=alarm.id, words="有明火"), town.actor("desk"))


def test_ending_a_drill_ends_its_alarms_and_cases_and_nothing_rings_on(town):
    drill, alarm = fire_in_a_drill(town)
    town.order(d.ConfirmAlarm(alarm=alarm.id), town.actor("desk"))
    town.settle()
    town.do("desk", c.DispatchCase, alarm.case)
    say(town, speaking.component(NORMAL, town.now), LISTED)
    town.order(d.EndDrill(drill=drill, words="疏散用了四分钟"), organiser(town))
    town.settle()
    case = town.state(alarm.case)
    assert (case.state, case.next_due_at, case.drill) == ("drill_over", None, drill)
    assert "疏散用了四分钟" in "".join(n.text for n in card_of(town, alarm.case).notes.values())
    assert alarms.group_of(HOUSE, alarm.id)[0].closed_at is not None
    assert sql.value("select count(*) from trust_timer where subject = %s", (alarm.case,)) == 0


def test_what_still_rings_needs_a_person_who_answers_for_it(town):
    drill, alarm = fire_in_a_drill(town)
    with pytest.raises(Refusal, match="还有 1 条告警的信号没有消失"):
        town.order(d.EndDrill(drill=drill), organiser(town))
    town.order(d.EndDrill(drill=drill, reset=True), organiser(town))
    card, _ = alarms.group_of(HOUSE, alarm.id)
    assert (card.judged, card.judged_by) == ("drill", organiser(town).account)


def test_when_only_the_time_is_up_a_fire_goes_on_needing_a_person(town):
    drill, alarm = fire_in_a_drill(town)
    later(town, hours=9)
    town.settle()
    assert drills.drill(HOUSE, drill).state(town.now) == "overdue"
    assert alarms.group_of(HOUSE, alarm.id)[0].waits
    assert town.state(alarm.case).state == "reported"


def test_a_case_that_turned_out_to_be_real_goes_on_when_the_drill_ends(town):
    drill, alarm = fire_in_a_drill(town)
    town.order(d.SayReal(alarm=alarm.id, words="有明火"), town.actor("desk"))
    town.settle()
    town.order(d.EndDrill(drill=drill), organiser(town))
    town.settle()
    assert town.state(alarm.case).state == "filed"
    assert alarms.group_of(HOUSE, alarm.id)[0].closed_at is None


def test_a_device_signal_after_an_early_end_is_real(town):
    drill, alarm = fire_in_a_drill(town)
    town.order(d.EndDrill(drill=drill, reset=True), organiser(town))
    later(town, minutes=1)
    say_fire(town, LISTED)
    assert [a.drill for a in alarms.of_device(HOUSE, alarm.device)] == [None, drill]


def test_a_case_called_by_hand_runs_like_a_device_s_and_nobody_reported_it(town):
    device = register(town)
    drill = plan(town, device)
    order = d.CallDrillCase(drill=drill, case=new_id(), words="二单元 301 室冒烟", device=device)
    town.order(order, organiser(town))
    town.settle()
    case = town.state(order.case)
    assert (case.drill, case.reporter, case.state, case.kind) == (drill, None, "reported", "fire_alarm")
    assert card_of(town, order.case).title == "【演练】二单元 301 室冒烟"


def test_a_drill_is_told_before_it_begins_lasts_eight_hours_at_most_and_shares_no_device(town):
    device = register(town)
    for more, sentence in (
        ({"starts_at": town.now - HOUR}, "先说后做"),
        ({"ends_at": town.now + 9 * HOUR}, "最长 8 小时"),
        ({"ends_at": town.now - HOUR}, "晚于开始"),
        ({"purpose": Code("fun")}, "目的"),
        ({"name": " "}, "叫什么"),
        ({"devices": (new_id(),)}, "没有登记过的设备"),
        ({"devices": (device, new_id())}, "不在这个范围里"),
    ):
        with pytest.raises(Refusal, match=sentence):
            plan(town, device, **more)
    plan(town, device)
    with pytest.raises(Refusal, match="已经有别的演练"):
        plan(town, device, starts_at=town.now + HOUR, ends_at=town.now + 3 * HOUR)
    plan(town, device, starts_at=town.now + 2 * HOUR, ends_at=town.now + 3 * HOUR)


def test_a_drill_that_was_called_off_marks_nothing_and_gives_its_devices_back(town):
    device = register(town)
    drill = plan(town, device, starts_at=town.now + HOUR)
    town.order(d.CancelDrill(drill=drill), organiser(town))
    plan(town, device, starts_at=town.now + HOUR)
    with pytest.raises(Refusal, match="没有开始过"):
        town.order(d.EndDrill(drill=drill), organiser(town))
    running = plan(town, register(town, OTHER, n=1))
    with pytest.raises(Refusal, match="进行中"):
        town.order(d.CancelDrill(drill=running), organiser(town))


def test_the_mark_of_an_alarm_never_changes(town):
    from django.db import IntegrityError, transaction

    _, alarm = fire_in_a_drill(town)
    for wrong in ("drill = null", "real_at = now()", "judged = 'drill', drill = null"):
        with pytest.raises((IntegrityError, Refusal)), transaction.atomic():
            sql.run(f"update devices_alarm set {wrong} where id = %s", (alarm.id,))


def test_who_works_there_is_told_that_a_drill_runs_and_strangers_are_not(town):
    drill = plan(town, register(town))
    for who in (town.actor("desk"), accounts.actor_of(town.keeper(town.made.at(17)[0].code))):
        assert [one.id for one in drills.running(who, town.now)] == [drill]
    assert drills.running(town.actor("resident"), town.now) == []
    with pytest.raises(Missing):
        drills.drill(town.actor("handler"), drill)


def test_the_chain_is_not_pressed_by_a_drill_only_its_organiser_hears(town):
    _, alarm = fire_in_a_drill(town)
    town.wait_for(alarm.case, "case_late")
    town.wait_for(alarm.case, "case_late")
    assert set(town.told(alarm.case, "case_late")) == {organiser(town).account}
    assert town.told(alarm.case, "case_escalated") == []
