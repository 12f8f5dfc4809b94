"""Clocks: what runs while who is waited for, and that nothing makes a late clock young again."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from liren.cases import commands as c
from liren.cases.rules.clocks import pause, resume, run, start
from liren.cases.rules.explain import explain
from liren.cases.rules.scene import Found
from liren.catalogue.worktime import SHANGHAI, Limit, Year
from liren.kernel import Code
from tests.cases.scenes import (
    APPROVER,
    CHINA,
    DESK,
    HANDLER,
    HOUSE,
    MONDAY,
    REPORTER,
    VERIFIER,
    a_case,
    closed,
    dispatched,
    in_progress,
    terms,
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def test_a_report_starts_the_promise_and_the_first_signature():
    life = a_case()
    assert life.clock("solve").due_at == at("2026-11-30 17:30")
    assert life.clock("accept").due_at == at("2026-11-24 09:32")
    assert (life.case.next_clock, life.case.next_due_at) == ("accept", at("2026-11-24 09:32"))


def test_the_warning_comes_a_working_day_before_or_when_a_quarter_is_left():
    life = a_case()
    assert life.clock("solve").warn_at == at("2026-11-27 17:30")
    assert life.clock("accept").warn_at == at("2026-11-24 08:32")


def test_an_urgent_report_runs_round_the_clock():
    assert a_case(severity=Code("urgent"), at=at("2026-11-22 03:00")).case.next_due_at == at("2026-11-22 03:15")


def test_a_return_does_not_start_the_promise_anew():
    life = in_progress().later(days=1).do(HANDLER, c.ReturnCase)
    assert life.clock("solve").started_at == MONDAY
    assert life.clock("accept").no == 3


def test_dispatch_starts_the_first_word_with_the_reporter_and_contact_ends_it():
    life = in_progress()
    assert life.clock("contact").ended_at is None
    assert life.do(HANDLER, c.ContactReporter).clock("contact").ended_at == life.now


def test_nobody_has_to_contact_a_reporter_who_left_nothing():
    life = a_case(phone="", channel=Code("patrol")).do(DESK, c.DispatchCase)
    assert [k.kind for k in life.clocks if k.kind == "contact"] == []


def test_an_extension_is_counted_from_the_old_due_time():
    life = in_progress().do(HANDLER, c.AskRelief, days=2).do(APPROVER, c.DecideRelief)
    assert life.clock("solve").due_at == at("2026-12-02 17:30")


def test_waiting_stops_the_clocks_and_gives_back_what_was_left():
    life = in_progress().do(HANDLER, c.AskRelief, kind=Code("suspend"), days=3)
    life.now = at("2026-11-24 17:30")
    life.do(APPROVER, c.DecideRelief, kind=Code("suspend"))
    assert (life.clock("solve").due_at, life.case.next_due_at) == (None, at("2026-11-27 17:30"))
    life.now = at("2026-11-27 17:30")
    life.do(HOUSE, c.ResumeCase)
    assert life.clock("solve").due_at == at("2026-12-03 17:30")


def test_lateness_once_true_is_kept_by_an_extension_and_at_the_end():
    life = in_progress()
    life.now = at("2026-12-01 09:00")
    life.do(HANDLER, c.AskRelief, days=7).do(APPROVER, c.DecideRelief)
    assert life.clock("solve").late_at == at("2026-11-30 17:30")
    assert life.clock("solve").due_at == at("2026-12-09 17:30")
    life.do(HANDLER, c.ReportResult).do(VERIFIER, c.VerifyCase)
    assert life.clock("solve").late_at == at("2026-11-30 17:30")


def test_a_corrected_kind_is_counted_from_the_same_start():
    life = (
        a_case()
        .later(hours=1)
        .do(DESK, c.CorrectKind, kind=Code("manhole_cover"), found=Found(terms=terms("manhole_cover")))
    )
    assert life.clock("solve").due_at == at("2026-11-24 14:32")
    assert life.clock("solve").started_at == MONDAY


def test_a_shorter_kind_found_late_says_when_it_should_have_ended():
    life = (
        a_case()
        .later(days=3)
        .do(DESK, c.CorrectKind, kind=Code("manhole_cover"), found=Found(terms=terms("manhole_cover")))
    )
    assert life.clock("solve").due_at == at("2026-11-24 14:32")


def test_the_end_of_the_work_ends_every_clock_but_the_callback():
    life = closed()
    assert {k.kind for k in life.clocks if k.ended_at is None} == {"callback"}
    assert life.case.next_due_at is None
    assert {k.kind for k in life.do(REPORTER, c.ConfirmCase).clocks if k.ended_at is None} == set()


def test_a_reopened_case_gets_a_second_promise():
    life = closed().later(days=1).do(REPORTER, c.ReopenCase)
    assert (life.clock("solve").no, life.clock("solve").started_at) == (2, life.now)


def test_a_new_calendar_moves_the_clocks_and_says_from_where():
    life = a_case(at=at("2026-12-30 10:00"))
    assert life.clock("solve").provisional
    newer = replace(CHINA, years=(*CHINA.years, Year(year=2027, notice="", holidays=(date(2027, 1, 1),), workdays=())))
    before, life.terms = life.case.next_due_at, replace(life.terms, calendar=newer)
    old = life.clock("solve").due_at
    life.do(HOUSE, c.RecalculateClocks)
    assert life.events[-1].before == before  # type: ignore[attr-defined]
    assert (old, life.clock("solve").due_at) == (at("2027-01-06 17:30"), at("2027-01-07 17:30"))
    assert not life.clock("solve").provisional


def test_dispatching_anew_gives_the_new_unit_its_own_time_to_sign():
    life = dispatched().later(hours=1).do(DESK, c.DispatchCase)
    assert (life.clock("accept").no, life.clock("accept").started_at) == (3, life.now)


@given(st.lists(st.tuples(st.integers(0, 400_000), st.integers(0, 400_000)), max_size=6))
def test_no_pattern_of_pauses_gives_or_takes_a_second(pauses: list[tuple[int, int]]):
    from datetime import timedelta

    now, clock = MONDAY, start("solve", 1, Limit(5, "work_day"), terms(), MONDAY)
    for runs, stands in pauses:
        now += timedelta(seconds=runs)
        clock = pause(clock, CHINA, now)
        now += timedelta(seconds=stands)
        clock = resume(clock, CHINA, now)
    assert clock.due_at is not None
    left = pause(clock, CHINA, max(clock.due_at, now)).used_s
    total = pause(start("solve", 1, Limit(5, "work_day"), terms(), MONDAY), CHINA, at("2026-11-30 17:30")).used_s
    assert left == total or (left > total and clock.late_at is not None)


def test_a_clock_explains_itself_step_by_step():
    life = in_progress().do(HANDLER, c.AskRelief, kind=Code("suspend"), days=3)
    life.now = at("2026-11-24 17:00")
    life.do(APPROVER, c.DecideRelief, kind=Code("suspend"))
    life.now = at("2026-11-27 17:30")
    life.do(HOUSE, c.ResumeCase)
    told = explain(life.clock("solve"), life.clocks, CHINA, [], life.now)
    assert [(line.what, line.used_s, line.total_s) for line in told.lines] == [
        ("start", 0, 0),
        ("pause", (2 * 60 + 58 + 6 * 60 + 30) * 60, 34080),
        ("resume", 0, 34080),
        ("due", 102_600, 136_680),
    ]
    assert told.lines[-1].at == life.clock("solve").due_at
    assert [(d.day.day, d.sort, d.used_s) for d in told.days][:4] == [
        (23, "work", 10_680), (24, "work", 23_400), (25, "paused", 0), (28, "weekend", 0),
    ]  # fmt: skip


def test_events_carry_the_clock_that_presses_next():
    life = in_progress()
    again = run(life.clocks, life.case, life.events[-1], life.case, life.terms, life.now)
    assert again == life.clocks
    assert (life.events[-1].next_clock, life.events[-1].next_due_at) == (life.case.next_clock, life.case.next_due_at)
