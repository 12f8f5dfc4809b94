"""The demonstration's triage: a hot topic this week, suggestions that were right and wrong, enough that ended to train from."""

from datetime import UTC, datetime, timedelta

import pytest

from liren.cases.queries import triage as suggestions
from liren.cases.queries.topics import hot
from liren.cases.triage import lessons
from liren.config.demo import build, cast, history, town, triage
from liren.config.demo.stage import Stage, spots
from liren.kernel import AreaCode
from liren.kernel.actor import the_house
from liren.trust import replayed, sql
from liren.trust.accounts import actor_of

UNTIL = datetime.now(UTC)
HOUSE = the_house("founding")


@pytest.fixture(scope="module")
def stage(db):
    small = town.generate(7, micro_grids=33, grids=11)
    replayed.declare()
    build.draw_map(small)
    build.appoint(small)
    made = Stage(spots(small), "replay")
    history.write(made, "history", 7, UNTIL, 60)
    triage.write(made, 7, UNTIL)
    return made


def test_one_community_is_hot_this_week_with_the_eleven_reports_and_their_words(stage):
    head = actor_of(cast.PART["demo-head"].account)
    found = next(one for one in hot(head, UNTIL) if one.kind == "water_power_gas")
    eleven = sql.values("select id::text from cases_case where scope like %s and kind = 'water_power_gas'"
                        " and reported_at > %s", (found.area + "%", UNTIL - timedelta(days=7)))  # fmt: skip
    assert {id for id, _number in found.cases} == set(eleven)
    assert len(found.cases) >= 11
    assert found.area != cast.COMMUNITY
    assert any("泵房" in word for word in found.words)


def test_nothing_of_it_waits_for_anybody_and_the_keeper_at_home_has_none(stage):
    names = [f"{kind}:{n}" for kind in ("water_power_gas", "stray_dog", "hot") for n in range(11)]
    ids = [cast.id_of(f"case:triage:{name}") for name in names]
    rows = sql.rows("select state, community from cases_case where id = any(%s)", (ids,))
    assert len(rows) == len(ids)
    assert {row["state"] for row in rows} == {"closed"}
    assert cast.COMMUNITY not in {row["community"] for row in rows}


def test_suggestions_were_mostly_right_and_some_were_put_right_by_the_desk(stage):
    records = suggestions.records(HOUSE, UNTIL - timedelta(days=90))
    assert len(records) >= 5
    assert sum(one.suggested for one in records) > sum(one.kept for one in records) > 60
    assert any(one.taken > one.kept for one in records)
    assert any(one.suggested > one.taken for one in records)


def test_a_model_can_be_trained_from_what_ended(stage):
    seen = suggestions.learnable(HOUSE, AreaCode(cast.TOWN))
    kept, _left = lessons.sorted_out(seen)
    assert len(kept) >= 5
    assert lessons.enough(kept)


def test_a_second_build_adds_nothing(stage):
    before = sql.value("select count(*) from trust_key")
    triage.write(stage, 7, UNTIL)
    assert sql.value("select count(*) from trust_key") == before
