"""What an order comes to, and every no with its sentence."""

from datetime import timedelta

import pytest

from liren.cases import commands as c
from liren.cases.rules.allowed import allowed
from liren.cases.rules.draw import drawn
from liren.cases.rules.scene import Found, Place, Who
from liren.kernel import AreaCode, Code, Conflict, Denied, Refusal
from tests.cases.scenes import (
    APPROVER,
    ARBITER,
    CALLBACK,
    DESK,
    HANDLER,
    HOUSE,
    KEEPER,
    MONDAY,
    OUTSIDE,
    REPORTER,
    STATION,
    SUPERVISOR,
    VERIFIER,
    a_case,
    an_id,
    closed,
    dispatched,
    fed_back,
    in_progress,
    terms,
)


def no(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.RaisesExc(Refusal, check=lambda r: r.code == code and r.sentence.endswith("。"))


def test_the_seven_steps_end_confirmed_and_rated():
    case = closed().do(REPORTER, c.ConfirmCase, solved=True, satisfied=1).case
    assert (case.state, case.confirm, case.solved, case.satisfied) == ("closed", "confirmed", True, 1)


def test_a_handler_cannot_verify_his_own_case():
    both = Who(account=HANDLER.account, roles=frozenset({"handler", "verifier"}))
    with no("handler_verifies"):
        fed_back().do(both, c.VerifyCase)


def test_a_colleague_of_the_handling_unit_cannot_verify():
    colleague = Who(account=an_id("colleague"), roles=frozenset({"verifier"}), units=frozenset({STATION}))
    with no("unit_verifies"):
        fed_back().do(colleague, c.VerifyCase)


def test_who_handled_it_once_cannot_verify_it_later():
    life = in_progress().do(HANDLER, c.ReturnCase).do(DESK, c.DispatchCase, unit=None, handler=an_id("second"))
    second = Who(account=an_id("second"), roles=frozenset({"handler"}))
    life.do(second, c.TakeUpCase).do(second, c.ReportResult)
    with no("handler_verifies"):
        life.do(Who(account=HANDLER.account, roles=frozenset({"verifier"})), c.VerifyCase)


def test_a_handler_never_confirms_his_own_report():
    with no("handler_rates"):
        closed().do(Who(account=HANDLER.account, roles=frozenset({"reporter"})), c.ConfirmCase)


def test_verification_that_fails_sends_the_case_back_to_be_done():
    case = fed_back().do(VERIFIER, c.VerifyCase, passed=False).case
    assert (case.state, case.reworks, case.confirm) == ("in_progress", 1, "none")


def test_an_explained_result_is_not_a_solved_one():
    case = in_progress().do(HANDLER, c.ReportResult, result=Code("explained")).do(VERIFIER, c.VerifyCase).case
    assert (case.state, case.result, case.solved) == ("closed", "explained", None)


def test_a_result_needs_the_photo_that_the_kind_asks_for_and_says_why():
    with no("photo_after") as caught:
        in_progress().do(HANDLER, c.ReportResult, photos=())
    assert "亮灯后拍一张" in caught.value.sentence


def test_a_second_return_is_refused_and_arbitration_decides_for_good():
    life = dispatched().do(HANDLER, c.ReturnCase).do(DESK, c.DispatchCase)
    with no("second_return"):
        life.do(HANDLER, c.ReturnCase)
    life.do(HANDLER, c.AskArbitration).do(ARBITER, c.DecideArbitration, unit=an_id("another"))
    assert (life.case.state, life.case.unit) == ("dispatched", an_id("another"))
    with no("second_arbitration"):
        life.do(HANDLER, c.AskArbitration)


def test_arbitration_comes_only_after_a_return():
    with no("not_returned"):
        dispatched().do(HANDLER, c.AskArbitration)


def test_more_time_is_given_once_and_at_most_seven_working_days():
    life = in_progress()
    with no("days"):
        life.do(HANDLER, c.AskRelief, days=8)
    life.do(HANDLER, c.AskRelief, days=7).do(APPROVER, c.DecideRelief)
    with no("second_extension"):
        life.do(HANDLER, c.AskRelief, days=1)


def test_nobody_approves_what_he_asked_for():
    life = in_progress().do(HANDLER, c.AskRelief)
    with no("own_relief"):
        life.do(Who(account=HANDLER.account, roles=frozenset({"approver"})), c.DecideRelief)
    with no("relief_waits"):
        life.do(HANDLER, c.AskRelief)


def test_a_suspended_case_waits_until_its_date_and_comes_back():
    life = in_progress().do(HANDLER, c.AskRelief, kind=Code("suspend"), days=10)
    life.do(APPROVER, c.DecideRelief, kind=Code("suspend"))
    assert (life.case.state, life.case.next_clock) == ("suspended", "resume")
    assert life.do(HOUSE, c.ResumeCase).case.state == "in_progress"


def test_reopening_is_possible_once_and_for_fifteen_days():
    with no("reopen_late"):
        closed().later(days=15, seconds=1).do(REPORTER, c.ReopenCase)
    life = closed().later(days=14).do(REPORTER, c.ReopenCase)
    assert (life.case.state, life.case.confirm, life.case.handler) == ("filed", "none", None)
    life.do(DESK, c.DispatchCase).do(HANDLER, c.TakeUpCase).do(HANDLER, c.ReportResult).do(VERIFIER, c.VerifyCase)
    with no("second_reopen"):
        life.do(REPORTER, c.ReopenCase)


def test_seven_days_of_silence_are_unconfirmed_and_never_satisfaction():
    life = closed()
    with no("lapses_early"):
        life.later(days=6, hours=23).do(HOUSE, c.LapseConfirmation)
    case = life.later(hours=1).do(HOUSE, c.LapseConfirmation).case
    assert (case.confirm, case.solved, case.satisfied) == ("unconfirmed", None, None)
    assert life.do(REPORTER, c.ConfirmCase, solved=False, satisfied=3).case.confirm == "disputed"


def test_what_was_rated_is_not_rated_again():
    with no("rated"):
        closed().do(CALLBACK, c.ConfirmCase).do(REPORTER, c.ConfirmCase)


def test_a_self_solved_case_ends_as_replied_or_is_drawn_to_be_verified():
    ends = set()
    for n in range(60):
        life = a_case(case_id=an_id(f"case {n}")).do(KEEPER, c.SolveOnSpot)
        ends.add((life.case.state, life.case.drawn, life.case.confirm))
    assert ends == {("replied", False, "pending"), ("feedback", True, "none")}


def test_a_tenth_of_self_solved_cases_is_drawn():
    share = sum(drawn(an_id(f"case {n}"), MONDAY, 0.1) for n in range(5000)) / 5000
    assert 0.085 < share < 0.115


def test_not_accepting_needs_one_of_the_kinds_exits_and_the_right_channel():
    with no("exit"):
        a_case("suggestion").do(DESK, c.RefuseCase, exit=Code("emergency"))
    with no("channel"):
        a_case().do(DESK, c.RefuseCase, channel=Code("nowhere"))
    case = a_case().do(DESK, c.RefuseCase).case
    assert (case.state, case.exit, case.told) == ("not_accepted", "legal", "12348")


def test_a_complaint_about_a_unit_is_not_sent_to_it():
    with no("about_unit"):
        a_case(about_unit=STATION).do(DESK, c.DispatchCase)


def test_a_case_outside_every_grid_is_placed_before_it_is_dispatched():
    life = a_case(place=OUTSIDE)
    with no("no_place"):
        life.do(DESK, c.DispatchCase)
    there = Place(scope=AreaCode("321181108002"), area=AreaCode("321181108002"), area_version=1, placed=Code("area"))
    life.do(DESK, c.CorrectPlace, found=Found(place=there)).do(DESK, c.DispatchCase)
    assert (life.case.state, life.case.scope) == ("dispatched", "321181108002")


def test_a_case_moves_under_its_right_kind():
    life = a_case().do(DESK, c.CorrectKind, kind=Code("manhole_cover"), found=Found(terms=terms("manhole_cover")))
    assert (life.case.kind, life.case.entry) == ("manhole_cover", an_id("manhole_cover"))
    with no("same_kind"):
        life.do(DESK, c.CorrectKind, kind=Code("manhole_cover"), found=Found(terms=terms("manhole_cover")))


def test_cases_of_different_secrecy_are_not_merged():
    with no("merge_secrecy"):
        a_case().do(DESK, c.MergeCase, found=Found(other=a_case(sealed=True).case))
    with no("merge_ended"):
        a_case().do(DESK, c.MergeCase, found=Found(other=closed().case))
    with no("merge_itself"):
        a_case().do(DESK, c.MergeCase)
    case = a_case().do(DESK, c.MergeCase, found=Found(other=in_progress().case)).do(DESK, c.UnmergeCase).case
    assert (case.state, case.into, case.closed_at) == ("filed", None, None)


def test_the_reporter_calls_his_report_back_before_a_result_and_not_after():
    assert in_progress().do(REPORTER, c.WithdrawCase).case.state == "withdrawn"
    with no("wrong_state"):
        fed_back().do(REPORTER, c.WithdrawCase)


def test_the_wrong_state_is_a_conflict_that_says_what_it_is_now_and_what_can_be_done():
    with pytest.raises(Conflict) as caught:
        in_progress().do(HANDLER, c.TakeUpCase)
    assert "现在是“办理中”" in caught.value.sentence
    assert "反馈结果" in caught.value.sentence
    assert caught.value.current == {"state": "in_progress", "label": "办理中", "version": 3}


def test_an_act_of_another_role_names_whose_it_is():
    with pytest.raises(Denied) as caught:
        a_case().do(KEEPER, c.DispatchCase)
    assert caught.value.sentence == "“派遣”由受理员来做，您在这件事上没有这个职责。"


def test_escalation_waits_for_lateness_and_only_goes_up():
    with no("not_late"):
        a_case().do(HOUSE, c.EscalateCase)
    life = a_case().later(days=30).do(HOUSE, c.EscalateCase, level=1)
    with no("level"):
        life.do(HOUSE, c.EscalateCase, level=1)
    assert life.do(SUPERVISOR, c.EscalateCase, level=3).case.escalation == 3


def test_the_moment_of_the_limit_itself_is_late_because_the_timer_rings_then():
    life = a_case()
    life.now = life.case.next_due_at
    assert life.do(HOUSE, c.EscalateCase).case.escalation == 1


def test_a_limit_is_warned_about_once():
    life = a_case().do(HOUSE, c.WarnCase)
    with no("warned"):
        life.do(HOUSE, c.WarnCase)


@pytest.mark.parametrize("words", ["", "   ", "👍👍🎉", "！！？", "字" * 5001])
def test_words_must_say_something_and_not_everything(words: str):
    with pytest.raises(Refusal) as caught:
        in_progress().do(HANDLER, c.ReportResult, words=words)
    assert caught.value.field == "words"


def test_a_page_offers_exactly_what_decide_lets_pass():
    offered = {a.code: a.why_not for a in allowed(dispatched().scene(HANDLER))}
    assert offered["take_up"] == offered["return"] == ""
    assert offered["ask_arbitration"].startswith("还没有退回过")
    assert "verify" not in offered


def test_rating_may_come_without_words_and_keeps_no_empty_note():
    event = closed().do(REPORTER, c.ConfirmCase, words=" ").events[-1]
    assert event.note is None  # type: ignore[attr-defined]


def test_a_closing_time_is_the_moment_of_verification():
    assert fed_back().later(hours=2).do(VERIFIER, c.VerifyCase).case.closed_at == MONDAY + timedelta(hours=2)
