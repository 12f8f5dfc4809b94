"""The demonstration's exchange with 12345: a dozen orders in every state, one pack, one row to mend; a second build adds nothing."""

from datetime import UTC, datetime

import pytest

from liren.cases.queries import hotline as exchange
from liren.cases.queries import packs
from liren.config.demo import build, cast, hotline, town
from liren.config.demo.stage import Stage, spots
from liren.trust import replayed, sql

UNTIL = datetime.now(UTC)


@pytest.fixture(scope="module")
def stage(db):
    small = town.generate(7, micro_grids=33, grids=11)
    replayed.declare()
    build.draw_map(small)
    build.appoint(small)
    made = Stage(spots(small), "replay")
    assert hotline.write(made, UNTIL) == len(hotline.TOLD)
    return made


def test_every_state_of_the_exchange_is_there_to_be_seen(stage):
    desk = stage.actor(cast.PART["demo-dispatcher"].account)
    counts = exchange.account(desk, hotline.SYSTEM, UNTIL)
    assert counts["all"] == len(hotline.TOLD)
    for part in (
        "received",
        "open",
        "answered",
        "returned",
        "refused",
        "ended_late",
        "unsent",
        "confirmed",
        "to_mend",
        "unmapped",
        "differing",
    ):
        assert counts[part] > 0, part
    assert [card.rows for card in packs.packs(desk, hotline.SYSTEM)] == [8]


def test_nothing_lies_where_the_demonstrations_keeper_is_at_home(stage):
    at_home = sql.value("select count(*) from cases_case where channel = '12345' and community = %s", (cast.COMMUNITY,))
    assert at_home == 0


def test_a_second_build_adds_nothing(stage):
    before = sql.value("select count(*) from trust_key")
    hotline.write(stage, UNTIL)
    assert sql.value("select count(*) from trust_key") == before
