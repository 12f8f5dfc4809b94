"""The second lock behind the rules, and what a duty that has ended means: no, in a sentence, with nothing lost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from liren.cases import commands as c
from liren.cases import queries
from liren.cases.rules import guards
from liren.kernel import Actor, AreaCode, Denied, Grant, Missing, Refusal
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.people.commands import AppointDuty, EndDuty
from liren.trust import gate, sql
from liren.trust.registry import CONSTRAINTS
from tests.scene import CENTRE, OFFICE, STATION, TOWN, id_of

SECURITY = Actor(
    kind="staff", account=new_id(),
    grants=tuple(Grant(right=r, area=TOWN) for r in ("people.see", "people.appoint", "trust.grant")),
)  # fmt: skip


def fed_back_by_double(town):
    """A case whose handler is a verifier too."""
    case = town.report()
    town.do("desk", c.DispatchCase, case, unit=id_of(CENTRE))
    town.do("double", c.TakeUpCase, case)
    town.do("double", c.ReportResult, case)
    return case


def test_a_handler_cannot_verify_his_own_case(town):
    case = fed_back_by_double(town)
    with pytest.raises(Refusal) as caught:
        town.do("double", c.VerifyCase, case)
    assert caught.value.code == "handler_verifies"


def test_with_the_rule_gone_the_database_still_says_no_in_a_sentence(town, monkeypatch):
    case = fed_back_by_double(town)
    monkeypatch.setitem(guards.GUARDS, "verify", ())
    with pytest.raises(Refusal) as caught:
        town.do("double", c.VerifyCase, case)
    locks = {CONSTRAINTS[name] for name in ("cases_case_handler_verifies", "cases_party_one_side")}
    assert (caught.value.code, caught.value.sentence) in locks
    assert town.state(case).state == "feedback"
    monkeypatch.undo()
    town.do("verifier", c.VerifyCase, case)
    assert town.state(case).state == "closed"


@pytest.mark.parametrize(
    ("constraint", "statement"),
    [
        ("cases_case_handler_verifies", "update cases_case set verifier = %(who)s where id = %(case)s"),
        (
            "cases_party_one_side",
            "insert into cases_party (case_id, role, who, since) values (%(case)s, 'verifier', %(who)s, now())",
        ),
        ("cases_case_closed_is_verified", "update cases_case set state = 'closed' where id = %(case)s"),
    ],
)
def test_the_application_s_own_role_cannot_write_it_past_the_rules(town, constraint, statement):
    case = fed_back_by_double(town)
    assert sql.value("select current_user") == "liren_app"
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        sql.run(statement, {"case": case, "who": town.account("double")})


def test_a_duty_that_ended_yesterday_gives_no_right_and_nothing_is_lost(town):
    case, key, note, real_now = town.dispatched(n=3), new_id(), new_id(), datetime.now(UTC)
    ends = EndDuty(duty=id_of("duty:mate:handler"), at=real_now - timedelta(days=1))
    gate.execute(ends, actor=SECURITY, now=real_now, key=new_id())
    before = (town.state(case), len(town.entries(case)))
    contact = c.ContactReporter(case=case, note=note, words="打通了电话，约好明早上门")
    with pytest.raises((Missing, Denied)) as caught:
        gate.execute(contact, actor=town.actor("mate"), now=town.now, key=key)
    assert caught.value.status in (403, 404)
    assert len(caught.value.sentence) > 8
    assert (town.state(case), len(town.entries(case))) == before
    again = AppointDuty(
        duty=new_id(), person=id_of("person:mate"), post="handler", area=TOWN, starts=real_now, unit=id_of(STATION)
    )
    gate.execute(again, actor=SECURITY, now=real_now, key=new_id())
    gate.execute(contact, actor=town.actor("mate"), now=town.now, key=key)
    assert town.state(case).contacted_at == town.now, "the very same form goes through once the duty runs again"


def test_what_was_saved_before_the_duty_ended_is_answered_alike_afterwards(town):
    case, key = town.report(n=4), new_id()
    town.do("desk", c.DispatchCase, case, unit=id_of(OFFICE))
    take = c.TakeUpCase(case=case)
    real_now = datetime.now(UTC)
    first = gate.execute(take, actor=town.actor("officer2"), now=town.now, key=key)
    ends = EndDuty(duty=id_of("duty:officer2:handler"), at=real_now)
    gate.execute(ends, actor=SECURITY, now=real_now, key=new_id())
    assert town.actor("officer2").kind == "resident"
    assert gate.execute(take, actor=town.actor("officer2"), now=town.now, key=key) == first


def test_what_one_may_not_see_is_not_there_and_what_one_may_not_do_is_denied_by_name(town):
    case = town.report(n=5)
    stranger = Actor(
        kind="staff", account=new_id(), grants=(Grant(right="cases.dispatch", area=AreaCode("321181109")),)
    )
    with pytest.raises(Missing) as missing:
        town.do(stranger, c.FileCase, case)
    with pytest.raises(Missing) as nothing:
        town.do(town.actor("desk"), c.FileCase, new_id())
    assert missing.value.sentence == nothing.value.sentence, "not to be seen looks like not there"
    with pytest.raises(Denied) as denied:
        town.do("verifier", c.FileCase, case)
    assert "立案" in denied.value.sentence
    with pytest.raises(Missing):
        queries.case_card(stranger, case, town.now)


def test_a_flow_can_order_only_what_it_registered_and_only_in_its_area(town):
    case = town.report(n=6)
    for house in (the_house("when_case_is_handed_tell_keeper"), the_house("timer.case_late", "321181109")):
        with pytest.raises(Denied):
            town.do(house, c.EscalateCase, case)
