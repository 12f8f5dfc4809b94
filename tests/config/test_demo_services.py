"""The demonstration's orders: every state, nothing refused on the way, the same again, and each row adds up."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from liren.config.demo import build, cast, services, town
from liren.config.demo.stage import Stage, spots
from liren.kernel.actor import the_house
from liren.services import queries, reading
from liren.services.rules.fold import fold
from liren.trust import accounts, journal, replayed, sql
from tests.written import entries

UNTIL = datetime.now(UTC)


@pytest.fixture(scope="module")
def made(db):
    small = town.generate(2026)
    replayed.declare()
    build.draw_map(small)
    build.appoint(small)
    stage = Stage(spots(small), "replay")
    services.write(stage, 2026, UNTIL)
    return stage


def test_orders_stand_in_every_state_as_planned(made):
    states = Counter(sql.values("select state from services_order"))
    planned = Counter()
    for fate, count in services.PLAN:
        planned["listed" if fate == "wide" else fate] += count
    assert states == planned


def test_the_member_one_can_play_has_something_in_hand_and_offers(made):
    me = accounts.actor_of(cast.PART["demo-member"].account)
    assert queries.mine(me, UNTIL)["handling"] >= 2
    assert queries.claimable(me, UNTIL)
    assert queries.membership(me).state == "active"


def test_the_secretary_has_queues_and_a_batch_with_reasons(made):
    desk = accounts.actor_of(cast.PART["demo-secretary"].account)
    counts = queries.counts(desk, UNTIL)
    assert min(counts["to_triage"], counts["listed"], counts["in_hand"]) > 0
    batch = queries.suggest(desk, cast.COMMUNITY, UNTIL)
    assert batch.matched
    assert all(s.why for s in batch.suggestions)


def test_each_order_adds_up_and_a_second_build_adds_nothing(made):
    before = entries()
    services.write(made, 2026, UNTIL)
    assert entries() == before
    for row in sql.rows("select * from services_order"):
        told = journal.timeline(the_house("test"), row["id"], UNTIL - timedelta(days=30))
        assert fold(e.event for e in told) == reading.state_of(row), row["number"]
