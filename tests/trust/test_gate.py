"""The gate on a real database: all or nothing, once, by right, in the journal."""

import threading
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from liren.kernel import Conflict, Denied, Missing, Refusal
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import deliveries, gate, journal, replayed, sql
from tests.trust import toy

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def toys(db):
    toy.hang_up()
    with psycopg.connect(db.owner()) as link:
        link.execute(toy.TABLE + "grant all on toy to liren_app")
    yield db
    toy.take_down()


def add(counter, key=None, actor=None, **more):
    return gate.execute(toy.AddOne(counter=counter, **more), actor=actor or toy.adder(), now=NOW, key=key or new_id())


def entries_of(counter):
    return journal.timeline(the_house("test"), counter, datetime.now(UTC) - timedelta(hours=1))


def test_a_change_and_its_entry_commit_together():
    counter = new_id()
    assert add(counter) == {"n": 1}
    (entry,) = entries_of(counter)
    assert (entry.name, entry.event.now_at, entry.at) == ("OneAdded", 1, NOW)
    assert sql.value("select count(*) from trust_delivery where entry = %s", (entry.id,)) == 1


def test_a_report_costs_four_statements_here_two_of_them_the_gates():
    counter = new_id()
    with sql.counted() as seen:
        add(counter)
    assert len(seen) == 4


def test_a_refusal_rolls_everything_back_the_key_too():
    counter, key = new_id(), new_id()
    with pytest.raises(Refusal) as caught:
        add(counter, key, refuse=True)
    assert caught.value.sentence == "今天不行，请明天再来。"
    assert sql.value("select count(*) from toy where id = %s", (counter,)) == 0
    assert sql.value("select count(*) from trust_key where id = %s", (key,)) == 0
    assert entries_of(counter) == []


def test_a_bug_rolls_everything_back_and_is_not_hidden():
    counter, key = new_id(), new_id()
    with pytest.raises(ZeroDivisionError):
        add(counter, key, crash=True)
    assert sql.value("select count(*) from trust_key where id = %s", (key,)) == 0


def test_the_same_key_gives_the_first_answer_and_adds_nothing():
    counter, key, actor = new_id(), new_id(), toy.adder()
    assert add(counter, key, actor) == add(counter, key, actor) == {"n": 1}
    assert sql.value("select n from toy where id = %s", (counter,)) == 1
    assert len(entries_of(counter)) == 1


def test_the_same_key_with_another_payload_is_a_conflict():
    key, actor = new_id(), toy.adder()
    add(new_id(), key, actor)
    with pytest.raises(Conflict):
        add(new_id(), key, actor)


def test_the_same_key_from_somebody_else_is_a_conflict():
    counter, key = new_id(), new_id()
    add(counter, key)
    with pytest.raises(Conflict):
        add(counter, key)


def test_a_retry_after_the_duty_ended_gets_its_first_answer():
    counter, key, actor = new_id(), new_id(), toy.adder()
    add(counter, key, actor)
    from dataclasses import replace

    assert add(counter, key, replace(actor, grants=())) == {"n": 1}


def test_without_the_right_it_is_not_found_and_with_sight_it_is_denied():
    counter = new_id()
    with pytest.raises(Missing):
        add(counter, actor=toy.adder("321181109"))
    with pytest.raises(Denied) as caught:
        add(counter, actor=toy.adder(toy.TOWN, "toy.see"))
    assert "加一" in caught.value.sentence


def test_an_older_version_is_a_conflict_that_says_what_it_is_now():
    counter = new_id()
    add(counter)
    with pytest.raises(Conflict) as caught:
        gate.execute(toy.AddOne(counter=counter), actor=toy.adder(), now=NOW, key=new_id(), expected_version=7)
    assert caught.value.current == {"n": 1}


def test_a_violated_constraint_is_a_sentence():
    counter = new_id()
    add(counter)
    sql.run("update toy set n = 100 where id = %s", (counter,))
    with pytest.raises(Refusal) as caught:
        add(counter)
    assert caught.value.sentence == "数到一百就够了。"


def test_a_nested_execute_is_an_error():
    from django.db import transaction

    with transaction.atomic(), pytest.raises(RuntimeError):
        add(new_id())


def test_two_posts_of_one_form_at_once_count_once(toys):
    counter, key, actor = new_id(), new_id(), toy.adder()
    answers = []

    def post():
        from django.db import connection

        answers.append(add(counter, key, actor))
        connection.close()

    both = [threading.Thread(target=post) for _ in range(4)]
    [t.start() for t in both]
    [t.join() for t in both]
    assert answers == [{"n": 1}] * 4
    assert len(entries_of(counter)) == 1


def test_a_delivery_is_carried_out_exactly_once():
    counter = new_id()
    add(counter)
    while deliveries.drain(lambda: datetime.now(UTC)):
        pass
    assert sql.value("select thanks from toy where id = %s", (counter,)) == 1
    names = [e.name for e in entries_of(counter)]
    assert names == ["OneAdded", "Thanked"]
    thanked = entries_of(counter)[1]
    assert (thanked.actor_kind, thanked.actor_name, thanked.depth) == ("house", "when_added_thank", 1)


def test_a_failing_flow_steps_aside_parks_after_eight_tries_and_can_be_retried():
    counter, other = new_id(), new_id()
    later = datetime.now(UTC)
    toy.FLOW_FAILS["on"] = True
    try:
        add(counter)
        for hour in range(1, 11):
            moment = later + timedelta(hours=hour)
            deliveries.drain(lambda moment=moment: moment)
        later = moment
        row = sql.one("select tries, trouble from trust_delivery where lane = %s", (counter,))
        assert (row["tries"], row["trouble"]) == (8, "今天谢不了。")
    finally:
        toy.FLOW_FAILS["on"] = False
    add(counter)
    add(other)
    deliveries.drain(lambda: later)
    assert sql.value("select thanks from toy where id = %s", (counter,)) == 0, "the lane waits behind the parked one"
    assert sql.value("select thanks from toy where id = %s", (other,)) == 1
    assert deliveries.retry(counter, "when_added_thank", later) == 1
    while deliveries.drain(lambda: later):
        pass
    assert sql.value("select thanks from toy where id = %s", (counter,)) == 2


def test_the_application_cannot_rewrite_the_journal():
    from django.db import Error

    add(new_id())
    for statement in ("update trust_entry set name = 'x'", "delete from trust_entry", "truncate trust_entry"):
        with pytest.raises(Error):
            sql.run(statement)


def test_the_journal_shows_only_the_areas_of_the_viewer():
    counter = new_id()
    add(counter)
    since = datetime.now(UTC) - timedelta(hours=1)
    assert len(journal.timeline(toy.adder(), counter, since)) == 1
    assert journal.timeline(toy.adder("321181109"), counter, since) == []
    assert sql.value("select count(*) from trust_entry") == 0, "no scopes, no rows"


def test_a_logs_own_times_are_refused_outside_a_county_made_by_replay():
    with pytest.raises(Refusal) as caught:
        gate.execute(toy.AddOne(counter=new_id()), actor=toy.adder(), now=NOW, key=new_id(), mode="replay")
    assert caught.value.code == "not_replayed"


def test_a_county_where_people_acted_live_cannot_be_declared_replayed():
    add(new_id())
    with pytest.raises(Refusal) as caught:
        replayed.declare()
    assert caught.value.code == "live_county"
