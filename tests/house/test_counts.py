"""How many statements each thing takes is written down; more, or fewer, is said with both numbers."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from liren.cases import commands as c
from liren.cases import queries
from liren.cases.queries import Filter
from liren.trust import deliveries, sql

RECORD = Path(__file__).with_name("query_counts.json")
BUDGET = {"report": 6, "take_up": 7, "dispatch": 7, "report_result": 7, "verify": 7, "list": 3, "counts": 3, "case": 3}
"""Design §4: report ≤ 6, a move ≤ 7, a list ≤ 3, a case with its timeline ≤ 3."""


def counted(what) -> int:
    """Statements of one act; catalogue and map are in memory already."""
    with sql.counted() as seen:
        what()
    return len(seen)


@pytest.fixture(scope="module")
def measured(town) -> dict[str, int]:
    """Each path once, after it was walked once to fill what is kept in memory."""
    town.closed()
    town.settle()
    town.now += timedelta(hours=1)
    desk, verifier = town.actor("desk"), town.actor("verifier")
    handler, found = town.actor("handler"), {}
    queries.page(desk, Filter(), town.now)
    found["report"] = counted(lambda: town.report(n=1))
    case = town.cases[-1]
    found["dispatch"] = counted(lambda: town.do(desk, c.DispatchCase, case))
    found["take_up"] = counted(lambda: town.do(handler, c.TakeUpCase, case))
    found["report_result"] = counted(lambda: town.do(handler, c.ReportResult, case))
    found["verify"] = counted(lambda: town.do(verifier, c.VerifyCase, case))
    found["list"] = counted(lambda: queries.page(desk, Filter(), town.now))
    found["counts"] = counted(lambda: queries.counts(desk, town.now))
    found["case"] = counted(lambda: queries.case_card(desk, case, town.now))
    town.settle()
    town.report(n=2)
    waiting = sql.values("select flow from trust_delivery order by flow")
    found["hand_to_keeper"] = counted(lambda: deliveries.drain(lambda: town.now))
    assert waiting == ["when_case_changes_tell_webhooks", "when_case_is_reported_hand_to_keeper"]
    return found


def test_statement_counts_are_those_recorded(measured):
    recorded = json.loads(RECORD.read_text())
    moved = {name: f"{recorded.get(name)} → {n}" for name, n in measured.items() if recorded.get(name) != n}
    told = ", ".join(f"{name} {change}" for name, change in moved.items())
    assert not moved, f"statements, old → new: {told}; if it is meant, write the new numbers into {RECORD.name}"
    assert set(recorded) == set(measured)


@pytest.mark.parametrize("path", BUDGET)
def test_a_path_keeps_its_budget(measured, path):
    assert measured[path] <= BUDGET[path]


def test_counts_do_not_grow_with_the_number_of_cases(town, measured):
    for n in range(12):
        town.report(n=n)
    desk = town.actor("desk")
    assert counted(lambda: queries.page(desk, Filter(), town.now)) == measured["list"]
    assert counted(lambda: town.report()) == measured["report"]
