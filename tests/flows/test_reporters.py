"""What whoever reported hears: when_case_moves_tell_reporter, when_case_is_refused_tell_reporter,
when_case_is_closed_ask_reporter. Silence is never taken for satisfaction.
"""

from datetime import timedelta

import pytest

from liren.cases import commands as c
from liren.flows.when_case_moves_tell_reporter import STEPS, step_of
from liren.kernel.actor import by_link


def steps(town, case):
    return [row["facts"]["step"] for row in town.notices(case, "case_moved") if row["link"]]


def test_the_reporter_hears_each_step_by_the_link_and_in_the_inbox(town):
    case = town.fed_back(actor=town.actor("resident"))
    town.settle()
    assert steps(town, case) == ["casedispatched", "casetakenup", "resultreported"]
    assert town.told(case, "case_moved") == [town.account("resident")] * 3


def test_every_step_that_is_told_has_words(town):
    assert len({step_of(event) for event in STEPS}) == len(STEPS)
    case = town.in_progress(n=1)
    town.do("handler", c.AskRelief, case, kind="extend", days=2)
    town.do("supervisor", c.DecideRelief, case, kind="extend")
    town.do("handler", c.AskRelief, case, kind="suspend", days=2)
    town.do("supervisor", c.DecideRelief, case, kind="suspend")
    town.do("handler", c.ResumeCase, case)
    town.do("desk", c.MessageReporter, case)
    town.do("handler", c.ReportResult, case)
    town.do("verifier", c.VerifyCase, case, passed=False)
    town.do("handler", c.ReportResult, case)
    town.do("verifier", c.VerifyCase, case)
    town.do(by_link(case), c.ReopenCase, case)
    town.settle()
    assert set(steps(town, case)) == {step_of(event) for event in STEPS}


def test_who_said_that_it_is_the_same_thing_hears_of_it_too_and_is_asked_at_its_end(town):
    first = town.report(n=6)
    mine = town.report(town.actor("resident"), n=6, same_as=first)
    town.do("desk", c.DispatchCase, first)
    town.do("handler", c.TakeUpCase, first)
    town.do("desk", c.MessageReporter, first)
    town.do("handler", c.ReportResult, first)
    town.settle()
    assert town.told_by_link(mine, "case_answered") == 0, "nobody is asked about what goes on"
    town.do("verifier", c.VerifyCase, first)
    town.settle()
    assert steps(town, mine) == ["casedispatched", "casetakenup", "resultreported"]
    assert town.told(mine, "case_moved") == [town.account("resident")] * 3
    assert town.told(mine, "case_answered") == [town.account("resident")]
    assert town.told_by_link(mine, "case_answered") == 1


def test_an_internal_note_is_no_message_to_the_reporter(town):
    case = town.report(n=2)
    town.do("desk", c.NoteCase, case)
    town.settle()
    assert town.told_by_link(case, "case_moved") == 0


def test_a_sealed_reporter_is_told_by_the_link_only(town):
    resident = town.actor("resident")
    case = town.closed(actor=resident, sealed=True, n=3)
    refused = town.report(resident, sealed=True, n=3)
    town.do("desk", c.RefuseCase, refused)
    town.settle()
    assert town.told_by_link(case, "case_moved") == 3
    assert town.told_by_link(case, "case_answered") == town.told_by_link(refused, "case_refused") == 1
    for one, code in ((case, "case_moved"), (case, "case_answered"), (refused, "case_refused")):
        assert town.told(one, code) == [], "no inbox, not even a pseudonym's"


def test_a_refusal_tells_its_exit(town):
    case = town.report(town.actor("resident"), n=4)
    town.do("desk", c.RefuseCase, case, exit="legal", channel="12348")
    town.settle()
    assert town.told(case, "case_refused") == [town.account("resident")]
    assert town.notices(case, "case_refused")[0]["facts"] == {"exit": "legal"}


def test_a_closed_case_asks_its_reporter(town):
    case = town.closed(actor=town.actor("resident"), n=5)
    town.settle()
    assert town.told(case, "case_answered") == [town.account("resident")]
    assert town.told_by_link(case, "case_answered") == 1


def test_seven_days_of_silence_are_unconfirmed_and_never_satisfaction(town):
    case = town.closed(n=6)
    closed_at = town.state(case).closed_at
    town.wait_for(case, "case_lapse")
    after = town.state(case)
    assert town.now >= closed_at + timedelta(days=7)
    assert (after.state, after.confirm, after.solved, after.satisfied) == ("closed", "unconfirmed", None, None)
    assert after.confirmed_at is None


def test_six_days_and_a_bit_are_not_seven(town):
    case = town.closed(n=7)
    town.now += timedelta(days=6, hours=23)
    town.ring()
    assert town.state(case).confirm == "pending"
    town.now += timedelta(hours=2)
    town.ring()
    assert town.state(case).confirm == "unconfirmed"


@pytest.mark.parametrize(("solved", "satisfied"), [(True, 1), (False, 3)])
def test_who_rates_in_time_is_not_recorded_as_silent(town, solved, satisfied):
    case = town.closed(n=9)
    town.do(by_link(case), c.ConfirmCase, case, solved=solved, satisfied=satisfied)
    other = town.closed(n=9)
    town.wait_for(other, "case_lapse")
    assert town.state(case).confirm == ("confirmed" if solved else "disputed")
    assert town.state(case).satisfied == satisfied
