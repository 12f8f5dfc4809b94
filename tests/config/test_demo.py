"""The demonstration: everything through the gate, the same twice, and its history adds up."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from liren.cases.rules.fold import fold
from liren.config.demo import build, cast, history, town
from liren.config.demo.play import Thread, next_step
from liren.config.demo.stage import Stage, spots
from liren.kernel import Refusal
from liren.kernel.actor import the_house
from liren.trust import deliveries, journal, replayed, sql

UNTIL = datetime.now(UTC)
CASES = 60
WHOLE = the_house("test")


@pytest.fixture(scope="module")
def made(db):
    small = town.generate(7, micro_grids=33, grids=11)
    replayed.declare()
    build.draw_map(small)
    build.appoint(small)
    history.write(Stage(spots(small), "replay"), "history", 7, UNTIL, CASES)
    return small


def ids() -> list:
    return sql.values("select id from cases_case order by id")


def test_every_case_of_the_history_was_reported_and_many_went_to_the_end(made):
    assert len(ids()) == CASES
    states = set(sql.values("select distinct state from cases_case"))
    assert {"closed", "feedback"} & states
    assert len(states) >= 4


def test_the_demonstrations_keeper_finds_work_in_hand(made):
    waiting = sql.values(
        "select keeper from cases_case where scope = %s and state = 'reported' and lon is not null", (cast.MICRO_GRID,)
    )
    assert waiting.count(cast.PART["demo-keeper"].account) >= history.IN_HAND


def test_folding_each_demonstration_case_gives_its_row(made):
    from liren.cases.models import rows

    since = UNTIL - timedelta(hours=1)
    for case in ids():
        entries = journal.timeline(WHOLE, case, since)
        events = [e.event for e in entries if type(e.event).__module__.startswith("liren.cases")]
        row = sql.one("select * from cases_case where id = %s", (case,))
        assert fold(events) == rows.state_of(row), case


def test_the_history_says_that_it_was_replayed_and_keeps_the_servers_own_time(made):
    entries = [e for case in ids()[:5] for e in journal.timeline(WHOLE, case, UNTIL - timedelta(hours=1))]
    assert {e.mode for e in entries} == {"replay"}
    assert all(e.at <= UNTIL <= e.recorded_at for e in entries)


def test_a_second_build_adds_nothing(made):
    before = sql.value("select count(*) from trust_key")
    build.draw_map(made)
    build.appoint(made)
    history.write(Stage(spots(made), "replay"), "history", 7, UNTIL, CASES)
    assert sql.value("select count(*) from trust_key") == before


def test_every_place_of_the_town_has_its_keeper(made):
    stage = Stage(spots(made), "live")
    assert all(stage.keeper(spot.micro_grid, UNTIL) for spot in stage.spots)


def test_live_traffic_goes_from_report_to_rating_through_the_flows(made):
    stage, rng = Stage(spots(made), "live"), random.Random(3)
    ended, refused = set(), []
    for n in range(12):
        thread: Thread | None = stage.report(f"test:{n}", rng, datetime.now(UTC))
        while deliveries.drain(lambda: datetime.now(UTC)):
            pass
        while thread and (step := next_step(thread, rng)):
            try:
                thread = stage.act(step, datetime.now(UTC))
            except Refusal as no:
                refused.append(no.sentence)
                break
        ended.add(thread.state if thread else "")
    assert refused == []
    assert ended & {"rated", "closed", "replied"}


def test_the_cast_has_one_part_for_each_of_the_loops_stations():
    posts = {post for part in cast.PARTS for post, _, _ in part.posts}
    assert {"grid_keeper", "dispatcher", "handler", "verifier", "supervisor", "arbiter", "auditor"} <= posts
