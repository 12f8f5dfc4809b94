"""Whatever happens to a case, in whatever order: its stored due times are those that counting from the start gives."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from liren.cases import commands as c
from liren.cases.rules.clocks import SILENT, reckoned
from liren.cases.rules.scene import Found, Who
from liren.catalogue.worktime import SHANGHAI, Year
from liren.kernel import Code, Refusal
from tests.cases.scenes import (
    APPROVER,
    ARBITER,
    CHINA,
    DESK,
    HANDLER,
    HOUSE,
    REPORTER,
    VERIFIER,
    Life,
    a_case,
    terms,
)

KINDS = ("street_light_out", "manhole_cover", "water_power_gas", "policy_question")
NEXT_YEAR = Year(year=2027, notice="", holidays=(date(2027, 1, 1), date(2027, 1, 4)), workdays=(date(2027, 1, 9),))


Act = tuple[Who, type[c.CaseCommand], dict[str, object]]
ACTS: tuple[tuple[Act, ...], ...] = (
    ((DESK, c.DispatchCase, {}),),
    ((HANDLER, c.TakeUpCase, {}),),
    (
        (HANDLER, c.AskRelief, {"kind": Code("suspend"), "days": 9}),
        (APPROVER, c.DecideRelief, {"kind": Code("suspend")}),
    ),
    ((HOUSE, c.ResumeCase, {}),),
    ((HANDLER, c.AskRelief, {"days": 3}), (APPROVER, c.DecideRelief, {})),
    ((HANDLER, c.ContactReporter, {}),),
    ((HANDLER, c.ReportResult, {}),),
    ((HANDLER, c.ReturnCase, {}),),
    ((HANDLER, c.AskArbitration, {}),),
    ((ARBITER, c.DecideArbitration, {}),),
    ((VERIFIER, c.VerifyCase, {"passed": False}),),
    ((VERIFIER, c.VerifyCase, {"passed": True}),),
    ((REPORTER, c.ReopenCase, {}),),
)
MINUTES = (0, 1, 7, 60, 180, 420, 601, 1440, 2881, 7200, 20161)
moments = st.sampled_from([
    datetime(2026, 9, 28, 16, 40, tzinfo=SHANGHAI), datetime(2026, 11, 23, 14, 32, tzinfo=SHANGHAI),
    datetime(2026, 12, 21, 9, 5, tzinfo=SHANGHAI), datetime(2026, 2, 11, 23, 10, tzinfo=SHANGHAI),
])  # fmt: skip


class Histories(RuleBasedStateMachine):
    """A case lives through reports, dispatches, waits, extensions, returns, reopenings and new calendars."""

    @initialize(at=moments, kind=st.sampled_from(KINDS), ahead=st.integers(0, 2))
    def is_reported(self, at, kind, ahead):
        self.calendar = CHINA
        self.life: Life = a_case(kind, at=at)
        for who, order in ((DESK, c.DispatchCase), (HANDLER, c.TakeUpCase))[:ahead]:
            self._try(who, order)

    @rule(order=st.permutations(range(len(ACTS))), minutes=st.sampled_from(MINUTES))
    def something_happens(self, order, minutes):
        """The first of some acts that is possible now."""
        self.life.now += timedelta(minutes=minutes)
        before = len(self.life.events)
        for n in order:
            for who, act, told in ACTS[n]:
                self._try(who, act, **told)
            if len(self.life.events) > before:
                return

    @rule(days=st.integers(1, 7), before=st.integers(-1, 2))
    def is_extended_around_the_last_minute(self, days, before):
        self._try(HANDLER, c.AskRelief, days=days)
        solve = self.life.clock("solve")
        if solve.due_at and self.life.case.relief:
            self.life.now = max(self.life.now, solve.due_at - timedelta(minutes=before))
        self._try(APPROVER, c.DecideRelief)

    @rule(kind=st.sampled_from(KINDS), severity=st.sampled_from(["normal", "urgent"]))
    def is_of_another_kind(self, kind, severity):
        found = Found(terms=replace(terms(kind), calendar=self.calendar))
        self._try(DESK, c.CorrectKind, kind=Code(kind), severity=Code(severity), found=found)

    @precondition(lambda self: self.calendar is CHINA)
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
                assert clock.due_at is None or clock.warn_at == found.warn_at <= clock.due_at, clock

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
TestHistories.settings = settings(max_examples=120, stateful_step_count=20, deadline=None)
