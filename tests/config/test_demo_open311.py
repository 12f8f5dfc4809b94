"""The demonstration's city app: two reports that anybody reads over Open311, a webhook that rests; a second build adds nothing."""

from datetime import UTC, datetime

import pytest

from liren.cases.queries import street
from liren.config.demo import build, open311, town
from liren.config.demo.stage import Stage, spots
from liren.kernel.actor import ANONYMOUS
from liren.notices import queries as notices
from liren.trust import replayed, sql
from tests.keys import KEEPER_OF_KEYS
from tests.written import entries

UNTIL = datetime.now(UTC)


@pytest.fixture(scope="module")
def stage(db):
    small = town.generate(7, micro_grids=33, grids=11)
    replayed.declare()
    build.draw_map(small)
    build.appoint(small)
    made = Stage(spots(small), "replay")
    open311.subscribe(build.order, UNTIL)
    open311.write(made, UNTIL)
    return made


def test_what_the_app_reported_is_done_and_anybody_reads_it(stage):
    cases = sql.values("select id from cases_case where channel = 'open311'")
    found = street.street_reports_of(ANONYMOUS, cases, UNTIL)
    assert [one.state for one in found] == ["closed"] * len(open311.TOLD)


def test_its_webhook_rests(stage):
    (hook,) = notices.hooks(KEEPER_OF_KEYS)
    assert (hook.id, hook.state, tuple(hook.events)) == (open311.HOOK, "resting", open311.EVENTS)


def test_a_second_build_adds_nothing(stage):
    before = entries()
    open311.subscribe(build.order, UNTIL)
    open311.write(stage, UNTIL)
    assert entries() == before
