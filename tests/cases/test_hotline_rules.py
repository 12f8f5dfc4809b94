"""The hotline's words read, its limit beside ours, where an order stands, two ledgers beside each other."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from liren.cases import commands as c
from liren.cases.events import LimitGiven
from liren.cases.hotlines import Hotline, check
from liren.cases.rules import hotline as rules
from liren.cases.rules.clocks import reckoned
from liren.cases.rules.explain import explain
from liren.cases.rules.hotline import Line, Reading, compare, limit_at, moment, read_row
from liren.cases.rules.steps import follow
from liren.cases.workflows import shipped, workflow
from liren.catalogue import families
from liren.catalogue.worktime import SHANGHAI
from liren.kernel import Code
from tests.cases.scenes import APPROVER, DESK, HANDLER, MONDAY, Life, a_case, terms

CALENDAR = terms().calendar
AGREED: Hotline = families.read(families.FAMILIES["hotline"], families.shipped(families.FAMILIES["hotline"])[0][1])


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23 09:12",
        "2026/11/23 9:12",
        "2026年11月23日 09:12",
        "2026-11-23T09:12:00+08:00",
        "2026-11-23T01:12:00Z",
    ],
)
def test_a_moment_is_read_as_people_and_spreadsheets_write_it(text):
    assert moment(text) == at("2026-11-23T09:12")


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2026-11-30 17:00", "2026-11-30T17:00"), ("2026-11-30", "2026-11-30T17:30"), ("5 个工作日", "2026-11-30T17:30"),
        ("5", "2026-11-30T17:30"), ("24小时", "2026-11-24T14:32"), ("3日", "2026-11-26T17:30"),
    ],
)  # fmt: skip
def test_their_limit_comes_to_a_moment(text, end):
    assert limit_at(text, MONDAY, CALENDAR) == at(end)


@pytest.mark.parametrize("text", ["尽快", "0 个工作日", "-3", "99999999 工作日", "下周"])
def test_what_is_no_limit_is_refused(text):
    with pytest.raises(ValueError):
        limit_at(text, MONDAY, CALENDAR)


def test_every_wrong_cell_of_a_row_is_named_under_the_hotlines_own_heading():
    how = Reading(hotline=AGREED, calendar=CALENDAR, now=MONDAY, new_id=uuid4)
    order, errors = read_row(7, {"number": "?", "received": "昨天", "words": "", "phone": "一三八"}, how)
    assert order is None
    assert {e.column for e in errors} == {"工单编号", "诉求内容", "受理时间", "联系电话"}
    assert all(e.row == 7 and e.remedy for e in errors)


def capped(limit: datetime, case: Life | None = None) -> Life:
    """A case whose hotline wants it done by `limit`."""
    life = case or a_case()
    made = follow(
        life.case,
        life.clocks,
        LimitGiven(case=life.case.id, state=life.case.state, limit_at=limit),
        life.terms,
        life.now,
    )
    life.case, life.clocks = made.case, made.clocks
    life.events.append(made.event)
    return life


def test_the_earlier_of_the_two_limits_presses_and_the_count_from_the_start_agrees():
    own = a_case().clock("solve").due_at
    sooner, later = (capped(own + stretch).clock("solve") for stretch in (timedelta(hours=-3), timedelta(days=3)))
    assert sooner.due_at == sooner.cap_at == own - timedelta(hours=3)
    assert later.due_at == own
    for clock in (sooner, later):
        assert clock.warn_at < clock.due_at
        found = reckoned(clock, (clock,), CALENDAR)
        assert (found.due_at, found.warn_at) == (clock.due_at, clock.warn_at)


def test_neither_waiting_nor_more_time_nor_another_kind_moves_the_hotlines_limit():
    limit = MONDAY + timedelta(days=2)
    life = capped(limit).do(DESK, c.DispatchCase).do(HANDLER, c.TakeUpCase)
    life.do(HANDLER, c.AskRelief, kind=Code("extend"), days=5).do(APPROVER, c.DecideRelief, granted=True)
    assert life.clock("solve").due_at == limit
    assert life.clock("solve").extended_days == 5
    life.do(HANDLER, c.AskRelief, kind=Code("suspend"), days=3).do(
        APPROVER, c.DecideRelief, granted=True, kind=Code("suspend")
    )
    assert life.clock("solve").due_at is None
    life.later(days=1).do(HANDLER, c.ResumeCase)
    assert life.clock("solve").due_at == limit


def test_the_explanation_has_the_hotlines_limit_as_a_step():
    life = capped(MONDAY + timedelta(days=1))
    told = explain(life.clock("solve"), life.clocks, CALENDAR, [], life.now)
    assert [(line.what, line.due_at) for line in told.lines if line.what == "capped"] == [
        ("capped", MONDAY + timedelta(days=1))
    ]
    assert told.found.due_at == MONDAY + timedelta(days=1)


def test_every_state_of_every_workflow_stands_somewhere_between_the_two_houses():
    states = {state.code for flow in map(workflow, shipped()) for state in flow.states}
    assert states <= set(rules.STANDS)
    assert rules.standing("not_accepted", returned=True) == "returned"
    assert rules.standing("not_accepted", returned=False) == "refused"


def test_two_ledgers_differ_in_what_one_lacks_in_states_and_in_times_beyond_the_tolerance():
    ours = [Line(number=n, standing="open", received_at=MONDAY) for n in ("A1", "A2", "A3", "A4")]
    theirs = [
        Line(number="A1", standing="open", received_at=MONDAY + timedelta(minutes=10)),
        Line(number="A2", standing="answered", received_at=MONDAY + timedelta(minutes=11)),
        Line(number="A3", standing="open"), Line(number="B9", standing="open"),
    ]  # fmt: skip
    found = [(gap.sort, gap.number, gap.minutes) for gap in compare(ours, theirs, 10)]
    assert found == [("theirs", "B9", 0), ("ours", "A4", 0), ("standing", "A2", 0), ("received", "A2", 11)]


def test_the_agreement_that_ships_has_no_fault_and_a_slip_is_named():
    assert check(AGREED) == []
    bad = replace(
        AGREED,
        kinds=("没有等号",),
        standings=("done = 已办",),
        default_kind="nothing",
        tolerance_minutes=-1,
        verified_by="",
    )
    assert {p.key for p in check(bad)} == {"kinds", "standings", "default_kind", "tolerance_minutes", "verified_by"}
