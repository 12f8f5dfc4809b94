"""Duties that change hands, and doors without a name: when_duty_is_taken_over_pass_open_work_on,
when_doors_are_without_keeper_tell_office."""

from datetime import timedelta

from liren.cases import commands as c
from liren.config import nightly
from liren.kernel import Actor, AreaCode, Grant
from liren.kernel.ids import new_id
from liren.people.commands import AppointDuty, EndDuty, HandOverAll, HandOverDuty, Succession
from liren.trust import accounts, deliveries, sql
from tests.scene import TOWN, id_of

DAY = timedelta(days=1)


def security() -> Actor:
    rights = ("people.see", "people.appoint", "trust.grant")
    return Actor(kind="staff", account=new_id(), grants=tuple(Grant(right=r, area=AreaCode(TOWN)) for r in rights))


def ring(town) -> None:
    while deliveries.ring(lambda: town.now):
        pass
    town.settle()


def test_what_a_keeper_had_in_hand_is_the_successors_when_the_duty_begins_and_not_before(town):
    code = town.made.at(17)[0].code
    waiting, handling, elsewhere = town.report(n=0), town.report(n=0), town.report(n=1)
    town.settle()
    town.do(accounts.actor_of(town.keeper(code)), c.TakeUpCase, handling)
    assert town.state(waiting).keeper == town.state(handling).handler == town.keeper(code)
    duty = sql.value(
        "select id from people_duty where person = %s and upper(during) is null", (id_of("person:" + code),)
    )
    at, new = town.now + DAY, id_of("person:verifier2")
    named = (Succession(duty=duty, successor=new_id(), person=new),)
    town.order(HandOverAll(person=id_of("person:" + code), at=at, successions=named), security())
    ring(town)
    assert town.state(waiting).keeper == town.keeper(code), "until the day has come it is the old keeper's"
    town.now = at
    ring(town)
    assert town.state(waiting).keeper == town.account("verifier2")
    passed = town.state(handling)
    assert (passed.handler, passed.state) == (town.account("verifier2"), "in_progress")
    assert town.account("verifier2") in passed.hands, "whoever takes a case over does not verify it"
    assert town.state(elsewhere).keeper == town.keeper(town.made.at(17)[1].code)
    assert town.told(waiting, "case_handed")[-1] == town.account("verifier2")


def test_a_handler_of_a_unit_passes_on_what_he_signed_for(town):
    case = town.in_progress(n=4)
    told = HandOverDuty(
        duty=id_of("duty:handler:handler"), successor=new_id(), person=id_of("person:verifier"), at=town.now
    )
    town.order(told, security())
    ring(town)
    assert town.state(case).handler == town.account("verifier")


def test_the_office_is_told_of_doors_without_a_name_once_a_night(town):
    town.order(
        AppointDuty(
            duty=id_of("duty:clerk"), person=id_of("person:deputy"), post="security_admin", area=TOWN, starts=town.now
        )
    )
    code = town.made.at(17)[5].code
    duty = sql.value(
        "select id from people_duty where person = %s and upper(during) is null", (id_of("person:" + code),)
    )
    doors = sql.value("select count(*) from places_building where area = %s", (code,))
    town.order(EndDuty(duty=duty, at=town.now + DAY), security())
    town.now += 2 * DAY
    assert nightly.look(town.now)
    assert not nightly.look(town.now), "a day is looked at once"
    town.settle()
    found = sql.rows("select account, facts, area from notices_notice where code = 'doors_without' order by area")
    assert [(n["account"], n["facts"]["without"], n["area"]) for n in found] == [(town.account("deputy"), doors, TOWN)]
