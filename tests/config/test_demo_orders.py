"""The demonstration's duty rooms: a month's checks that add up, orders with their answers; short to build, once."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from liren.config.demo import build, devices, orders, town
from liren.config.demo.cast import id_of
from liren.config.demo.stage import Stage, spots
from liren.devices.queries import checks
from liren.devices.queries import orders as kept
from liren.kernel.actor import the_house
from liren.trust import replayed, sql
from tests.written import entries

UNTIL = datetime.now(UTC)
HOUSE = the_house("test")


@pytest.fixture(scope="module")
def built(db) -> tuple[Stage, float]:
    small = town.generate(7, micro_grids=33, grids=11)
    replayed.declare()
    build.draw_map(small)
    build.appoint(small)
    stage = Stage(spots(small), "replay")
    devices.write(stage, UNTIL, build.order)
    begun = time.process_time()
    orders.write(stage, UNTIL, build.order)
    return stage, time.process_time() - begun


def test_the_rooms_were_asked_each_night_and_the_figures_say_so(built):
    whole, rooms = checks.tally(HOUSE, UNTIL - timedelta(days=12), UNTIL)
    assert len(rooms) == len(orders.ROOMS)
    assert whole.asked + whole.unreached == sql.value("select count(*) from devices_postcheck") >= 36
    assert (whole.none, whole.open, whole.unreached) == (2, 0, 1)
    assert whole.late == 1
    assert 1 < whole.median < 10


def test_what_was_read_has_its_answer(built):
    cards = {card.what: card for card in kept.of_device(HOUSE, id_of("device:0"))}
    assert {cards[what].state for what in ("read_status", "read_clock")} == {"answered"}
    assert cards["read_clock"].answer


def test_it_takes_little_of_the_build_and_a_second_adds_nothing(built):
    stage, seconds = built
    assert seconds < 2
    before = entries()
    assert orders.write(stage, UNTIL, build.order) == 0
    assert entries() == before
