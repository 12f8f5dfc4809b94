"""A log's row as a case: only what the log says."""

from datetime import UTC, datetime, timedelta

import pytest

from liren.cases.commands import LogCase
from liren.cases.events import CaseClosedAsLogged, CaseDispatchedAsLogged, CaseReported
from liren.cases.rules.fold import fold
from liren.cases.rules.logged import logged, placed
from liren.cases.rules.scene import Place
from liren.cases.workflows import workflow
from liren.kernel import AreaCode, Code
from liren.kernel.ids import new_id
from tests.cases.scenes import terms

OPENED = datetime(2011, 7, 1, 12, tzinfo=UTC)
COUNTY = AreaCode("990101")
FOUND = Place(
    scope=AreaCode("99010190190100101"), area=AreaCode("99010190190100101"), area_version=3, placed=Code("point")
)


def order(**more):
    given = {
        "case_id": new_id(), "county": COUNTY, "entry": new_id(), "kind": Code("other"), "source": Code("log"),
        "opened_at": OPENED,
    }  # fmt: skip
    return LogCase(**given | more)


def case_of(**more):
    return logged(order(**more), terms(workflow="as_logged"), FOUND, 7)


def kinds(case):
    return [type(event) for event, _ in case.events]


def test_an_open_row_is_reported_and_nothing_more():
    made = case_of()
    assert kinds(made) == [CaseReported]
    assert made.case.state == "reported"
    assert [k.kind for k in made.clocks] == ["solve"]


def test_a_closed_row_is_closed_as_logged_at_the_logs_own_time_and_nobody_verified_or_rated():
    closed = OPENED + timedelta(days=2)
    made = case_of(unit=new_id(), closed_at=closed)
    assert kinds(made) == [CaseReported, CaseDispatchedAsLogged, CaseClosedAsLogged]
    assert [at for _, at in made.events] == [OPENED, OPENED, closed]
    assert made.case.state == "closed_as_logged"
    assert (made.case.verifier, made.case.result, made.case.confirm, made.case.satisfied) == (None, None, "none", None)


def test_its_one_clock_runs_by_the_kinds_own_limit_and_not_by_the_logs():
    (open_one,) = case_of(due_at=OPENED + timedelta(days=90)).clocks
    assert (open_one.limit, open_one.unit, open_one.running_since) == (5, "work_day", OPENED)
    assert open_one.provisional


@pytest.mark.parametrize(("days", "late"), [(1, False), (30, True)])
def test_lateness_by_the_kinds_limit_is_written_down_at_the_end(days, late):
    (clock,) = case_of(closed_at=OPENED + timedelta(days=days)).clocks
    assert (clock.late_at is not None) == late
    assert clock.ended_at == OPENED + timedelta(days=days)


def test_a_closing_before_the_opening_stays_as_logged():
    made = case_of(closed_at=OPENED - timedelta(days=1), due_at=OPENED)
    assert made.case.closed_at < made.case.reported_at
    assert made.clocks[0].used_s == 0


def test_its_events_fold_to_its_state_and_its_states_are_those_of_as_logged():
    made = case_of(unit=new_id(), closed_at=OPENED)
    assert fold(event for event, _ in made.events) == made.case
    assert all(workflow("as_logged").state(event.state) for event, _ in made.events)


def test_a_default_point_is_no_place_and_a_point_in_no_cell_is_outside():
    assert placed(order(placed_by_default=True), FOUND).placed == "default"
    assert placed(order(), None).placed == "outside"
    assert placed(order(), None).scope == COUNTY
    assert placed(order(), FOUND) == FOUND
