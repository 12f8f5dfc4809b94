"""Timers fire once, at their moment, unless they are dropped."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from liren.kernel.ids import new_id
from liren.trust import deliveries, gate, registry, replayed, sql
from liren.trust.timers import Ring
from tests.trust import toy

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
RUNG: list[object] = []


def thank_later(rung):
    """Toy: thank when the timer fires."""
    RUNG.append(rung)
    return [toy.Thank(counter=rung.subject)]


@pytest.fixture(scope="module", autouse=True)
def toys(db):
    toy.hang_up()
    registry.timer("toy", do=thank_later, may=[toy.Thank])
    with psycopg.connect(db.owner()) as link:
        link.execute(toy.TABLE + "grant all on toy to liren_app")
    yield
    del registry.TIMERS["toy"], registry.HOUSES["timer.toy"]
    toy.take_down()


def counter():
    made = new_id()
    sql.run("insert into toy (id, n, version) values (%s, 0, 0)", (made,))
    return made


def thanks(made):
    return sql.value("select thanks from toy where id = %s", (made,))


def wind(made, *rings):
    gate.execute(toy.Wind(counter=made, rings=rings), actor=toy.adder(), now=NOW, key=new_id())


def at(made, fire_at, no=0):
    return Ring(subject=made, kind="toy", no=no, area=toy.TOWN, fire_at=fire_at)


def test_a_replayed_timer_of_the_past_waits_until_the_replay_has_told_what_came_next():
    replayed.declare()
    made, now = counter(), datetime.now(UTC)
    rung = at(made, now - timedelta(days=3))
    gate.execute(toy.Wind(counter=made, rings=(rung,)), actor=toy.adder(), now=NOW, key=new_id(), mode="replay")
    assert deliveries.ring(lambda: now + timedelta(minutes=9)) == 0
    assert deliveries.ring(lambda: now + timedelta(minutes=12)) == 1


def test_a_timer_fires_at_its_moment_and_only_once():
    made = counter()
    wind(made, at(made, NOW))
    assert deliveries.ring(lambda: NOW - timedelta(seconds=1)) == 0
    assert deliveries.ring(lambda: NOW) == 1
    assert deliveries.ring(lambda: NOW + timedelta(days=1)) == 0
    assert thanks(made) == 1


def test_a_dropped_timer_does_not_fire():
    made = counter()
    wind(made, at(made, NOW))
    wind(made, at(made, None))
    assert deliveries.ring(lambda: NOW + timedelta(days=1)) == 0
    assert thanks(made) == 0


def test_setting_a_timer_again_moves_it():
    made = counter()
    wind(made, at(made, NOW))
    wind(made, at(made, NOW + timedelta(hours=1)))
    assert deliveries.ring(lambda: NOW) == 0
    assert deliveries.ring(lambda: NOW + timedelta(hours=1)) == 1


def test_several_are_arranged_in_the_statement_that_writes_the_journal():
    one, other = counter(), counter()
    wind(other, at(other, NOW, no=3))
    with sql.counted() as seen:
        wind(one, at(one, NOW, no=1), at(one, NOW + timedelta(days=9), no=2), at(other, None, no=3))
    assert len(seen) == 3, seen
    assert sql.values("select no from trust_timer where subject = any(%s) order by no", ([one, other],)) == [1, 2]


def test_the_last_word_about_a_timer_counts():
    made = counter()
    wind(made, at(made, NOW), at(made, NOW + timedelta(hours=2)))
    assert sql.values("select fire_at from trust_timer where subject = %s", (made,)) == [NOW + timedelta(hours=2)]
