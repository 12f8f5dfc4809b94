"""Limits: when_case_nears_its_limit_urge_holder and when_case_is_late_tell_up_the_chain, level by level."""

from datetime import timedelta

from liren.cases import commands as c
from liren.trust import sql


def chain_of(town, n):
    """Who is told at the levels 1 to 4 for the n-th micro-grid: 网格长, 社区书记, 镇分管, 镇主要 (domain.md §7)."""
    code = town.made.at(17)[n].code
    return [
        [town.account(f"leader:{code[:15]}")], [town.keeper(code[:12])], [town.account("deputy")], [town.account("head")],
    ]  # fmt: skip


def test_whoever_is_waited_for_is_reminded_once_before_the_limit(town):
    case = town.in_progress()
    town.wait_for(case, "case_warn")
    state = town.state(case)
    assert town.now < state.next_due_at
    (notice,) = town.notices(case, "case_near_limit")
    assert notice["account"] == town.account("handler")
    assert notice["facts"]["clock"] == state.next_clock
    assert abs(notice["facts"]["left"] - (state.next_due_at - town.now).total_seconds() / 60) <= 1


def test_a_reminder_that_comes_too_late_is_not_sent(town):
    case = town.in_progress(n=1)
    town.do("handler", c.ContactReporter, case)
    town.settle()
    town.ring_for(case, "case_warn")
    town.do("handler", c.ReportResult, case)
    town.do("verifier", c.VerifyCase, case)
    town.settle()
    assert "CaseWarned" in [e.name for e in town.entries(case)]
    assert town.notices(case, "case_near_limit") == []


def test_the_first_contact_is_the_handler_s_even_while_the_result_is_verified(town):
    case = town.fed_back(n=1)
    town.settle()
    town.wait_for(case, "case_warn")
    (notice,) = town.notices(case, "case_near_limit")
    assert (notice["account"], notice["facts"]["clock"]) == (town.account("handler"), "contact")


def test_late_climbs_the_chain_one_level_each_working_day(town):
    n = 2
    case = town.in_progress(n=n)
    town.settle()
    for level, told in enumerate(chain_of(town, n), start=1):
        before = town.now
        town.wait_for(case, "case_late")
        assert town.state(case).escalation == level
        assert town.told(case, "case_escalated") == [a for step in chain_of(town, n)[:level] for a in step], told
        if level > 1:
            assert town.now - before >= timedelta(hours=8)
    assert town.told(case, "case_late") == [town.account("handler")], "the handler hears it once, not daily"
    rounds = [row["round"] for row in town.notices(case, "case_escalated")]
    assert [number % 10 for number in rounds] == [1, 2, 3, 4]
    assert {row["facts"]["holder"] for row in town.notices(case, "case_escalated")} == {str(town.account("handler"))}


def test_nothing_climbs_above_the_last_level(town):
    case = town.in_progress(n=3)
    for _ in range(4):
        town.wait_for(case, "case_late")
    assert sql.value("select count(*) from trust_timer where subject = %s and kind = 'case_late'", (case,)) == 0


def test_an_escalation_straight_to_the_top_leaves_nothing_to_ring(town):
    case = town.in_progress(n=3)
    town.wait_for(case, "case_late")
    town.do("supervisor", c.EscalateCase, case, level=4)
    assert sql.value("select count(*) from trust_timer where subject = %s and kind = 'case_late'", (case,)) == 0


def test_another_limit_missed_begins_at_the_bottom_again_and_its_holder_hears_of_it(town):
    n = 9
    case = town.report(n=n)
    town.settle()
    for _ in range(4):
        town.wait_for(case, "case_late")
    town.do("desk", c.DispatchCase, case)
    town.do("handler", c.TakeUpCase, case)
    town.settle()
    town.wait_for(case, "case_late")
    assert town.state(case).told_up == 1
    assert town.told(case, "case_late") == [town.keeper(town.made.at(17)[n].code), town.account("handler")]
    assert town.told(case, "case_escalated")[-1:] == chain_of(town, n)[0]


def test_nobody_is_called_at_night_unless_the_clock_runs_at_night(town):
    from liren.catalogue.worktime import SHANGHAI

    usual, urgent = town.in_progress(n=10), town.report(n=11, severity="urgent", kind="falling_object")
    town.settle()
    town.wait_for(urgent, "case_late")
    assert town.now < town.state(usual).next_due_at
    town.wait_for(usual, "case_late")
    rung = town.now.astimezone(SHANGHAI)
    assert town.state(usual).escalated_for.astimezone(SHANGHAI).strftime("%H:%M") == "17:30"
    assert rung.strftime("%H:%M:%S") == "08:30:01"


def test_what_is_done_in_time_is_never_late(town):
    case, other = town.fed_back(n=4), town.in_progress(n=5)
    town.do("verifier", c.VerifyCase, case)
    town.wait_for(other, "case_late")
    assert town.notices(case, "case_late") == town.notices(case, "case_escalated") == []


def test_a_late_keeper_is_told_and_her_leader_above_her(town):
    n = 6
    case = town.report(n=n)
    town.settle()
    town.wait_for(case, "case_late")
    assert town.told(case, "case_late") == [town.keeper(town.made.at(17)[n].code)]
    assert town.told(case, "case_escalated") == chain_of(town, n)[0]


def test_a_case_outside_every_grid_skips_the_posts_that_nobody_holds_there(town):
    case = town.report(lon=None, lat=None, place_words="桥头小店门口")
    town.settle()
    town.wait_for(case, "case_late")
    assert town.told(case, "case_late") == [town.account("desk")]
    assert town.told(case, "case_escalated") == [town.account("deputy")]


def test_a_suspended_case_is_not_late_and_comes_back_by_itself(town):
    case = town.in_progress(n=7)
    town.do("handler", c.AskRelief, case, kind="suspend", days=5)
    town.do("supervisor", c.DecideRelief, case, kind="suspend")
    town.settle()
    town.wait_for(case, "case_resume")
    assert town.state(case).state == "in_progress"
    assert town.notices(case, "case_late") == []


def test_a_case_that_was_put_in_another_place_is_late_there(town):
    case = town.in_progress(n=8)
    lon, lat = town.point(20)
    town.do("desk", c.CorrectPlace, case, lon=lon, lat=lat)
    town.settle()
    town.wait_for(case, "case_late")
    assert town.told(case, "case_escalated") == chain_of(town, 20)[0]
