"""Timers fire once, at their moment, unless they are dropped."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from liren.kernel.ids import new_id
from liren.trust import deliveries, registry, sql, timers
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


def test_a_timer_fires_at_its_moment_and_only_once():
    made = counter()
    timers.set_timer(made, "toy", 0, NOW, toy.TOWN)
    assert deliveries.ring(lambda: NOW - timedelta(seconds=1)) == 0
    assert deliveries.ring(lambda: NOW) == 1
    assert deliveries.ring(lambda: NOW + timedelta(days=1)) == 0
    assert thanks(made) == 1


def test_a_dropped_timer_does_not_fire():
    made = counter()
    timers.set_timer(made, "toy", 0, NOW, toy.TOWN)
    timers.drop_timer(made, "toy")
    assert deliveries.ring(lambda: NOW + timedelta(days=1)) == 0
    assert thanks(made) == 0


def test_setting_a_timer_again_moves_it():
    made = counter()
    timers.set_timer(made, "toy", 0, NOW, toy.TOWN)
    timers.set_timer(made, "toy", 0, NOW + timedelta(hours=1), toy.TOWN)
    assert deliveries.ring(lambda: NOW) == 0
    assert deliveries.ring(lambda: NOW + timedelta(hours=1)) == 1


def test_several_are_arranged_in_one_statement():
    one, other = counter(), counter()
    timers.set_timer(other, "toy", 3, NOW, toy.TOWN)
    with sql.counted() as seen:
        timers.arrange(
            [
                timers.Ring(subject=one, kind="toy", no=1, area=toy.TOWN, fire_at=NOW),
                timers.Ring(subject=one, kind="toy", no=2, area=toy.TOWN, fire_at=NOW + timedelta(days=9)),
                timers.Ring(subject=other, kind="toy", no=3, area=toy.TOWN, fire_at=None),
            ]
        )
    assert len(seen) == 1
    assert sql.values("select no from trust_timer where subject = any(%s) order by no", ([one, other],)) == [1, 2]
