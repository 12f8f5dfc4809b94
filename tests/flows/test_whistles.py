"""when_whistle_is_blown_tell_units, when_unit_is_late_to_whistle_tell_up_the_chain, when_unit_objects_to_whistle_ask_raiser,
when_whistle_ends_ask_for_ratings, when_case_is_withdrawn_call_whistle_off, when_child_ends_tell_parent.
"""

from datetime import timedelta

from liren.cases import commands as c
from liren.cases.commands import whistle as w
from liren.cases.queries import whistles
from liren.kernel.actor import by_link
from liren.trust import sql
from tests.cases.test_whistles import blow, say, served, split
from tests.scene import CENTRE, OFFICE


def test_everybody_of_a_called_unit_hears_at_once_and_an_emergency_does_not_wait_for_the_morning(town):
    case = town.in_progress()
    blow(town, case, OFFICE)
    town.settle()
    assert set(town.told(case, "whistle_hurried")) == {town.account(n) for n in ("officer", "officer2", "deputy")}
    quiet = town.in_progress(n=1)
    blow(town, quiet, OFFICE, kind="masses")
    town.settle()
    assert town.account("officer") in town.told(quiet, "whistle_blown")
    assert town.told(quiet, "whistle_hurried") == []


def test_a_late_unit_and_the_raiser_hear_then_one_level_more_each_time(town):
    case = town.in_progress(n=2)
    call = blow(town, case, CENTRE, kind="masses")[CENTRE]
    town.wait_for(call, "whistle_late")
    assert set(town.told(case, "whistle_late")) >= {town.account("double"), town.account("desk")}
    assert town.told(case, "whistle_escalated") == []
    before = town.now
    town.wait_for(call, "whistle_late")
    assert town.told(case, "whistle_escalated") == [town.account("deputy")]
    assert town.now - before > timedelta(hours=8), "the next working day"
    town.wait_for(call, "whistle_late")
    assert set(town.told(case, "whistle_escalated")) == {town.account("deputy"), town.account("head")}
    assert sql.value("select count(*) from trust_timer where subject = %s", (call,)) == 0, "and no further"


def test_an_emergency_goes_up_at_once(town):
    case = town.in_progress(n=3)
    call = blow(town, case, CENTRE)[CENTRE]
    town.wait_for(call, "whistle_late")
    assert town.told(case, "whistle_escalated") == [town.account("deputy")]


def test_an_objection_asks_whoever_may_decide_and_tells_the_unit(town):
    case = town.in_progress(n=4)
    call = blow(town, case, OFFICE, kind="masses")[OFFICE]
    say(town, "officer", w.ObjectToCall, case, call=call)
    town.settle()
    assert set(town.told(case, "whistle_objected")) == {town.account("desk"), town.account("arbiter")}
    say(town, "arbiter", w.DecideObjection, case, call=call, upheld=False)
    town.settle()
    assert town.account("officer") in town.told(case, "whistle_decided")


def test_when_the_last_unit_has_left_both_sides_are_asked_and_the_lead_hears(town):
    case = town.in_progress(n=5)
    call = blow(town, case, OFFICE)[OFFICE]
    served(town, case, call, OFFICE)
    town.settle()
    assert set(town.told(case, "whistle_rate")) >= {town.account("desk"), town.account("officer")}
    assert town.told(case, "whistle_done") == [town.account("handler")]
    whistle = whistles.whistles_of(town.actor("desk"), case)[0].id
    town.wait_for(whistle, "whistle_rated")
    (card,) = whistles.whistles_of(town.actor("desk"), case)
    assert (card.state, card.calls[0].response) == ("closed", None), "silence is not praise"


def test_a_reporter_who_withdraws_sends_everybody_home(town):
    case = town.in_progress(n=6)
    blow(town, case, OFFICE)
    town.do(by_link(case), c.WithdrawCase, case)
    town.settle()
    assert (town.state(case).called, town.state(case).whistle) == ((), None)


def test_each_part_that_ends_is_told_to_the_lead_and_counted_to_the_reporter(town):
    case = town.in_progress(n=7)
    first, second = split(town, case), split(town, case)
    town.do("officer", c.TakeUpCase, first)
    town.do("officer", c.ReportResult, first)
    town.do("verifier", c.VerifyCase, first)
    town.settle()
    assert town.told(case, "child_ended") == [town.account("handler")]
    (told,) = (n["facts"] for n in town.notices(case, "parts_done") if n["link"])
    assert (told["parts"], told["done"]) == (2, 1)
    town.do("desk", c.TakeBackChild, second)
    town.settle()
    assert town.told(case, "children_done") == [town.account("handler")]
    assert town.told_by_link(case, "parts_done") == 1, "what was taken back is no news to the reporter"
    assert town.notices(first, "case_moved") == [], "nobody reported a part"
