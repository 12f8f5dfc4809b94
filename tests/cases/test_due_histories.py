"""Whatever happens to a case, in whatever order: its stored due times are those that counting from the start gives."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from liren.cases import commands as c
from liren.cases.rules.clocks import SILENT, reckoned
from liren.cases.rules.scene import Found
from liren.catalogue.worktime import Year
from liren.kernel import Code, Refusal
from tests.cases.scenes import (
    APPROVER,
    ARBITER,
    CHINA,
    DESK,
    HANDLER,
    HOUSE,
    MONDAY,
    REPORTER,
    VERIFIER,
    Life,
    a_case,
    terms,
)

KINDS = ("street_light_out", "manhole_cover", "water_power_gas", "policy_question")
NEXT_YEAR = Year(year=2027, notice="", holidays=(date(2027, 1, 1), date(2027, 1, 4)), workdays=(date(2027, 1, 9),))


class Histories(RuleBasedStateMachine):
    """A case lives through reports, dispatches, waits, extensions, returns, reopenings and new calendars."""

    def __init__(self) -> None:
        super().__init__()
        self.life: Life = a_case(at=MONDAY)
        self.calendar = CHINA

    @rule(minutes=st.sampled_from([1, 7, 29, 60, 180, 420, 601, 1440, 2881, 7200, 20161]))
    def time_passes(self, minutes):
        self.life.now += timedelta(minutes=minutes)

    @rule(
        who=st.sampled_from([DESK, HANDLER]),
        order=st.sampled_from([c.FileCase, c.DispatchCase, c.TakeUpCase, c.ReturnCase]),
    )
    def moves_on(self, who, order):
        self._try(who, order)

    @rule(order=st.sampled_from([c.ContactReporter, c.ReportResult, c.AskArbitration]))
    def is_worked_on(self, order):
        self._try(HANDLER, order)

    @rule(days=st.integers(1, 30))
    def waits(self, days):
        self._try(HANDLER, c.AskRelief, kind=Code("suspend"), days=days)
        self._try(APPROVER, c.DecideRelief, kind=Code("suspend"))

    @rule()
    def goes_on(self):
        self._try(HOUSE, c.ResumeCase)

    @rule(days=st.integers(1, 7))
    def is_extended(self, days):
        self._try(HANDLER, c.AskRelief, days=days)
        self._try(APPROVER, c.DecideRelief)

    @rule(days=st.integers(1, 7), before=st.integers(0, 2))
    def is_extended_on_the_last_minute(self, days, before):
        self._try(HANDLER, c.AskRelief, days=days)
        solve = self.life.clock("solve")
        if solve.due_at and self.life.case.relief:
            self.life.now = max(self.life.now, solve.due_at - timedelta(minutes=before))
        self._try(APPROVER, c.DecideRelief)

    @rule(kind=st.sampled_from(KINDS), severity=st.sampled_from(["normal", "urgent"]))
    def is_of_another_kind(self, kind, severity):
        found = Found(terms=replace(terms(kind), calendar=self.calendar, calendar_entry=self.life.terms.calendar_entry))
        self._try(DESK, c.CorrectKind, kind=Code(kind), severity=Code(severity), found=found)

    @rule(passed=st.booleans())
    def is_verified(self, passed):
        self._try(VERIFIER, c.VerifyCase, passed=passed)

    @rule()
    def is_arbitrated(self):
        self._try(ARBITER, c.DecideArbitration)

    @rule()
    def is_reopened(self):
        self._try(REPORTER, c.ReopenCase)

    @rule()
    def a_calendar_is_published(self):
        self.calendar = replace(CHINA, years=(*CHINA.years, NEXT_YEAR))
        self.life.terms = replace(self.life.terms, calendar=self.calendar)
        self._try(HOUSE, c.RecalculateClocks)

    @invariant()
    def every_clock_agrees_with_its_history(self):
        for clock in self.life.clocks:
            if clock.ended_at is None and not (clock.kind in SILENT and self.calendar is not CHINA):
                found = reckoned(clock, self.life.clocks, self.calendar)
                assert clock.due_at == found.due_at, clock
                assert clock.provisional == found.provisional or clock.due_at is None
                assert clock.due_at is None or (clock.warn_at == found.warn_at <= clock.due_at or clock.late_at), clock

    @invariant()
    def the_case_keeps_what_presses_first(self):
        running = [k.due_at for k in self.life.clocks if k.due_at and not k.ended_at and k.kind not in SILENT]
        assert self.life.case.next_due_at == min(running, default=None)

    @invariant()
    def lateness_is_never_forgotten(self):
        for clock in self.life.clocks:
            if clock.ended_at and clock.due_at and clock.ended_at > clock.due_at:
                assert clock.late_at is not None, clock

    def _try(self, who, order, **told):
        try:
            self.life.do(who, order, **told)
        except Refusal:
            return


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
