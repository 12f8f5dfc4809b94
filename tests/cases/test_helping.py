"""Helping units: who they are at a dispatch, that none of them leads, and what becomes of them afterwards."""

from dataclasses import replace

import pytest

from liren.cases import commands as c
from liren.cases.rules.fold import fold
from liren.cases.rules.helping import MOST
from liren.cases.rules.parties import changes
from liren.cases.rules.scene import Found, Who
from liren.kernel import Refusal
from tests.cases.scenes import ARBITER, DESK, HANDLER, VERIFIER, a_case, an_id, dispatched
from tests.cases.test_routing import CENTRE, LAW, POLICE, STATION, UNITS, routed

HELPER = Who(account=an_id("helper"), roles=frozenset({"helper"}), units=frozenset({LAW.id}))


def with_helpers(*helpers) -> Found:
    """The rules name the station for a lamp, these beside it."""
    found = routed("street_light_out")
    return Found(route=replace(found.route, decision=replace(found.route.decision, helpers=helpers)))


def sent(*helpers, **told):
    return a_case().do(DESK, c.DispatchCase, found=with_helpers(*helpers), unit=STATION.id, **told)


def test_those_whom_the_rules_name_help_unless_others_are_chosen():
    assert sent(LAW, CENTRE).case.helpers == (LAW.id, CENTRE.id)
    assert sent(LAW, helpers=(POLICE.id,)).case.helpers == (POLICE.id,)
    assert sent(LAW, helpers=()).case.helpers == ()


def test_who_leads_after_all_does_not_help_as_well():
    case = a_case().do(DESK, c.DispatchCase, found=with_helpers(LAW, CENTRE), unit=LAW.id, reason="那里正在施工").case
    assert case.helpers == (CENTRE.id,)


def test_other_helpers_than_the_rules_name_need_a_reason_of_one_s_own():
    reason = with_helpers().route.decision.reason
    assert sent(LAW, helpers=(LAW.id,), reason=reason).case.helpers == (LAW.id,)
    with pytest.raises(Refusal) as no:
        sent(LAW, helpers=(), reason=reason)
    assert (no.value.code, no.value.field) == ("helpers_reason", "reason")


@pytest.mark.parametrize(
    ("helpers", "code"),
    [
        ((STATION.id,), "helper_leads"),
        ((LAW.id, LAW.id), "helper_twice"),
        ((an_id("closed"),), "helper"),
        ((*(u.id for u in UNITS if u != STATION), an_id("one more")), "many_helpers"),
    ],
)
def test_a_list_of_helpers_that_cannot_be_is_refused_at_its_field(helpers, code):
    assert len(UNITS) == MOST + 1
    with pytest.raises(Refusal) as no:
        sent(helpers=helpers)
    assert (no.value.code, no.value.field) == (code, "helpers")


def test_whoever_is_complained_of_is_not_asked_to_help():
    life = a_case()
    life.case = replace(life.case, about_unit=LAW.id)
    with pytest.raises(Refusal) as no:
        life.do(DESK, c.DispatchCase, found=with_helpers(), unit=STATION.id, helpers=(LAW.id,))
    assert no.value.code == "about_unit"


def test_a_helper_says_what_it_did_and_does_nothing_else():
    life = sent(LAW).do(HANDLER, c.TakeUpCase)
    before = life.case
    life.do(HELPER, c.ReportHelp, words="已经断电")
    assert (life.case.state, life.case.next_due_at, life.case.result) == (before.state, before.next_due_at, None)
    assert life.events[-1].by_unit == LAW.id
    life.do(HELPER, c.NoteCase)
    for order in (c.ReportResult, c.TakeUpCase, c.ReturnCase, c.VerifyCase):
        with pytest.raises(Refusal):
            life.do(HELPER, order)


def test_nobody_verifies_what_their_own_unit_helped_with():
    life = sent(LAW).do(HANDLER, c.TakeUpCase).do(HANDLER, c.ReportResult)
    with pytest.raises(Refusal) as no:
        life.do(replace(VERIFIER, units=frozenset({LAW.id})), c.VerifyCase)
    assert no.value.code == "helper_verifies"


def test_who_helps_is_decided_anew_after_a_return_and_after_it_is_asked_for_again():
    assert sent(LAW).do(HANDLER, c.ReturnCase).case.helpers == ()
    life = sent(LAW).do(HANDLER, c.TakeUpCase).do(HANDLER, c.ReportResult).do(VERIFIER, c.VerifyCase)
    assert life.case.helpers == (LAW.id,)
    life.do(replace(VERIFIER, roles=frozenset({"callback"})), c.ReopenCase)
    assert life.case.helpers == ()
    assert fold(life.events) == life.case


def test_a_helper_whom_the_arbiter_names_leads_and_helps_no_more():
    life = sent(LAW, CENTRE).do(HANDLER, c.ReturnCase)
    life.do(DESK, c.DispatchCase, found=with_helpers(LAW, CENTRE), unit=STATION.id).do(HANDLER, c.AskArbitration)
    before = life.case
    life.do(ARBITER, c.DecideArbitration, unit=LAW.id)
    assert (life.case.unit, life.case.helpers) == (LAW.id, (CENTRE.id,))
    moved = [(p.role, p.who, p.joins) for p in changes(before, life.events[-1], life.case)]
    assert moved.index(("helper", LAW.id, False)) < moved.index(("unit", LAW.id, True)), "it leaves before it joins"


def test_a_case_sent_under_no_rules_has_no_helpers():
    assert dispatched().case.helpers == ()
