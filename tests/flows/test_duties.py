"""Duties that change hands, and doors without a name: when_duty_is_taken_over_pass_open_work_on."""

from datetime import timedelta

from liren.cases import commands as c
from liren.kernel import Actor, AreaCode, Grant
from liren.kernel.ids import new_id
from liren.people.commands import HandOverAll, HandOverDuty, Succession
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
