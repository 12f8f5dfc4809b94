"""The end of the journal: every entry exactly once, in whatever order transactions commit."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from liren.kernel.ids import new_id
from liren.trust.tail import LONGEST, Horizon, Tail
from tests.cluster import Cluster

INSERT = """insert into trust_entry (id, recorded_at, at, name, version, subject, area, actor_kind, actor_name, key, depth,
                                     mode, data, salt)
            values (%s, clock_timestamp(), now(), 'Happened', 1, %s, '32', 'house', 'toy', %s, 0, %s, %s, %s)"""
START = datetime(2026, 11, 23, tzinfo=UTC)


def write(link: psycopg.Connection, mode: str = "live") -> UUID:
    """Stamp one entry in the open transaction of a writer."""
    id = new_id()
    link.execute(INSERT, (id, new_id(), new_id(), mode, json.dumps({}), bytes(32)))
    return id


@pytest.fixture
def writers(db: Cluster) -> Iterator[list[psycopg.Connection]]:
    """Three writers, each in a transaction of their own."""
    address = connection.get_connection_params()
    kept = {k: address[k] for k in ("dbname", "user", "password", "host", "port") if address.get(k)}
    links = [psycopg.connect(**kept) for _ in range(3)]
    yield links
    for link in links:
        link.close()


def test_what_commits_late_is_not_lost_and_nothing_comes_twice(writers: list[psycopg.Connection]) -> None:
    slow, quick, other = writers
    tail = Tail(["Happened"], datetime.now(UTC))
    first = write(slow)
    second = write(quick)
    quick.commit()
    assert [line.id for line in tail.read()[1]] == [second]
    third = write(other)
    other.commit()
    assert [line.id for line in tail.read()[1]] == [third]
    slow.commit()
    assert [line.id for line in tail.read()[1]] == [first]
    assert tail.read()[1] == []


def test_what_is_rolled_back_was_never_there(writers: list[psycopg.Connection]) -> None:
    tail = Tail(["Happened"], datetime.now(UTC))
    write(writers[0])
    tail.read()
    writers[0].rollback()
    assert tail.read()[1] == []


def test_a_replay_and_other_names_are_left_out(writers: list[psycopg.Connection]) -> None:
    tail, none = Tail(["Happened"], datetime.now(UTC)), Tail(["Other"], datetime.now(UTC))
    write(writers[0], mode="replay")
    live = write(writers[0])
    writers[0].commit()
    assert [line.id for line in tail.read()[1]] == [live]
    assert none.read()[1] == []


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40)), max_size=25))
def test_no_order_of_beginnings_stamps_and_ends_gets_behind_the_horizon(spans: list[tuple[int, int, int]]) -> None:
    """A model of the server: a transaction gets its number, stamps an entry, and is seen by snapshots after its end."""
    writes = sorted((a, a + b, a + b + c, n) for n, (a, b, c) in enumerate(spans))
    number = {n: rank for rank, (_, _, _, n) in enumerate(writes)}
    horizon, told = Horizon(START - timedelta(seconds=1)), []
    floor = START - timedelta(seconds=1)
    for tick in range(130):
        at = START + timedelta(seconds=tick + 0.5)
        seen = [n for _, stamp, end, n in writes if end <= tick and START + timedelta(seconds=stamp) >= floor]
        told += [n for n in seen if n not in told]
        begun = [w for w in writes if w[0] <= tick]
        running = [number[n] for begin, _, end, n in begun if end > tick]
        floor = horizon.advance(at, min(running, default=len(begun)), len(begun))
    late = {n for begin, stamp, end, n in writes if timedelta(seconds=end - stamp) > LONGEST}
    assert set(told) == {n for *_, n in writes} - late


def test_the_window_is_short_while_no_transaction_is_long() -> None:
    horizon = Horizon(START)
    for tick in range(100):
        floor = horizon.advance(START + timedelta(seconds=10 + tick / 10), 500 + tick, 500 + tick)
    assert START + timedelta(seconds=10 + 99 / 10) - floor <= timedelta(seconds=1.1)
