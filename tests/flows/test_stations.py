"""Who hears at the stations of a case: when_case_is_dispatched_tell_handler, when_case_is_returned_tell_desk,
when_arbitration_is_asked_tell_arbiter, when_relief_is_asked_tell_approver, when_result_is_reported_tell_verifier,
when_case_is_sent_back_tell_handler, when_case_is_urged_tell_holder, when_reporter_adds_tell_holder.
"""

from liren.cases import commands as c
from liren.cases.kinds import shipped_kinds
from liren.cases.rules.draw import drawn
from liren.kernel import Code
from liren.kernel.actor import by_link
from liren.kernel.ids import new_id
from tests.scene import CENTRE, OFFICE, STATION, id_of


def test_everybody_of_the_unit_hears_of_a_case_sent_to_it(town):
    case = town.dispatched()
    town.settle()
    assert sorted(town.told(case, "case_dispatched")) == sorted([town.account("handler"), town.account("mate")])
    facts = town.notices(case, "case_dispatched")[0]["facts"]
    assert facts["unit"] == str(id_of(STATION))
    assert facts["due"] == town.state(case).next_due_at.isoformat()


def test_only_the_one_named_hears_when_a_case_is_sent_to_one_person(town):
    case = town.report(n=1)
    town.do("desk", c.DispatchCase, case, handler=town.account("mate"))
    town.settle()
    assert town.told(case, "case_dispatched") == [town.account("mate")]


def test_nobody_is_told_of_a_dispatch_that_was_taken_up_before_the_flow_answered(town):
    case = town.in_progress(n=2)
    town.settle()
    assert town.notices(case, "case_dispatched") == []


def test_the_unit_that_the_arbiter_names_hears_of_it(town):
    case = town.dispatched(n=1)
    town.do("handler", c.ReturnCase, case)
    town.do("desk", c.DispatchCase, case)
    town.do("handler", c.AskArbitration, case)
    town.settle()
    assert town.told(case, "case_to_arbitrate") == [town.account("arbiter")]
    town.do("arbiter", c.DecideArbitration, case, unit=id_of(OFFICE))
    town.settle()
    assert set(town.told(case, "case_dispatched")) >= {town.account("officer")}


def test_the_desk_hears_which_unit_gave_a_case_back(town):
    case = town.dispatched(n=2)
    town.do("handler", c.ReturnCase, case)
    town.settle()
    assert town.told(case, "case_returned") == [town.account("desk")]
    assert town.notices(case, "case_returned")[0]["facts"] == {"unit": str(id_of(STATION))}


def test_a_keeper_who_gives_a_case_back_does_it_for_no_unit(town):
    case = town.report(n=3)
    town.settle()
    keeper = town.actor(town.made.at(17)[3].code)
    town.do(keeper, c.TakeUpCase, case)
    town.do(keeper, c.ReturnCase, case)
    town.settle()
    assert town.told(case, "case_returned") == []
    assert town.told(case, "case_handed")[-1] == town.account("desk")


def test_the_supervisor_hears_of_a_wish_for_more_time(town):
    case = town.in_progress(n=4)
    town.do("handler", c.AskRelief, case, kind=Code("extend"), days=3)
    town.settle()
    assert town.told(case, "case_to_approve") == [town.account("supervisor")]


def test_verifiers_hear_of_a_result(town):
    case = town.fed_back(n=5)
    town.settle()
    assert set(town.told(case, "case_to_verify")) == {town.account(x) for x in ("verifier", "verifier2", "double")}


def test_a_verifier_who_handled_the_case_is_not_asked_to_verify_it(town):
    case = town.report(n=6)
    town.do("desk", c.DispatchCase, case, unit=None, handler=town.account("double"))
    both = town.actor("double")
    town.do(both, c.TakeUpCase, case)
    town.do(both, c.ReportResult, case)
    other = town.fed_back(n=6)
    town.settle()
    assert town.account("double") not in town.told(case, "case_to_verify")
    assert len(town.told(case, "case_to_verify")) == 2
    assert town.account("double") in town.told(other, "case_to_verify"), "he verifies what others did"


def test_a_drawn_self_solved_case_goes_to_verifiers_and_any_other_to_its_reporter(town):
    keeper = town.actor(town.made.at(17)[7].code)
    ids = [new_id() for _ in range(1000)]
    lucky = {}
    for is_drawn in (True, False):
        id = next(i for i in ids if drawn(i, town.now, shipped_kinds()["stray_dog"].drawn_share) == is_drawn)
        lucky[is_drawn] = town.report(n=7, case_id=id, kind="stray_dog")
        town.settle()
        town.do(keeper, c.SolveOnSpot, id)
    town.settle()
    assert len(town.told(lucky[True], "case_to_verify")) == 3
    assert town.told_by_link(lucky[True], "case_answered") == 0
    assert town.told(lucky[False], "case_to_verify") == []
    assert town.told_by_link(lucky[False], "case_answered") == 1


def test_the_handler_hears_that_a_result_was_found_wanting(town):
    case = town.fed_back(n=8)
    town.do("verifier", c.VerifyCase, case, passed=False)
    town.settle()
    assert town.told(case, "case_redo") == [town.account("handler")]
    assert town.notices(case, "case_redo")[0]["facts"]["due"] == town.state(case).next_due_at.isoformat()


def test_the_supervisor_s_word_reaches_whoever_is_waited_for(town):
    with_handler, with_keeper, with_desk = town.in_progress(n=9), town.report(n=9), town.report(kind="policy_question")
    town.settle()
    for case in (with_handler, with_keeper, with_desk):
        town.do("supervisor", c.UrgeCase, case)
    town.settle()
    assert town.told(with_handler, "case_urged") == [town.account("handler")]
    assert town.told(with_keeper, "case_urged") == [town.keeper(town.made.at(17)[9].code)]
    assert town.told(with_desk, "case_urged") == [town.account("desk")]


def test_what_the_reporter_adds_reaches_the_handler_and_what_staff_add_does_not(town):
    case = town.in_progress(n=10)
    town.do(by_link(case), c.AddWords, case)
    town.settle()
    assert town.told(case, "case_note_added") == [town.account("handler")]
    town.do("handler", c.NoteCase, case)
    town.settle()
    assert len(town.told(case, "case_note_added")) == 1


def test_the_people_complained_about_are_never_told(town):
    about_desk = town.report(kind="policy_question", about_unit=id_of(CENTRE))
    town.do("supervisor", c.UrgeCase, about_desk)
    about_office = town.dispatched(n=11, about_unit=id_of(OFFICE))
    town.settle()
    for _ in range(4):
        town.wait_for(about_office, "case_late")
    told = {row["account"] for case in (about_desk, about_office) for row in town.notices(case)}
    assert told.isdisjoint({town.account("desk"), town.account("officer"), town.account("deputy")})
    assert town.account("head") in told
