"""What was acknowledged survives kill -9 of anything, exactly once."""

from pathlib import Path
from uuid import UUID

import psycopg

from liren.config.supervisor.attach import attached
from liren.config.supervisor.home import Home
from tests.config.chaos import rounds
from tests.config.running import Running, running

ROUNDS = 10


def test_every_acknowledged_row_is_there_after_ten_kills(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running(data), attached(Home(data)) as home, psycopg.connect(home.database.owner) as link:
        link.execute("create table kept (id uuid, at timestamptz default now())")
        link.execute("grant select, insert on kept to liren_app")
        url = home.database.app

    def insert(one: Running, name: UUID) -> bool:
        with psycopg.connect(url, connect_timeout=5) as link:
            link.execute("insert into kept (id) values (%s)", [name])
        return True

    account = rounds(data, ROUNDS, insert, seed=20261122)
    assert sum(account.kills.values()) == ROUNDS
    assert len(account.acknowledged) > 100
    with attached(Home(data)) as home, psycopg.connect(home.database.owner) as link:
        kept = [row[0] for row in link.execute("select id from kept").fetchall()]
    assert len(kept) == len(set(kept))
    assert set(account.acknowledged) <= set(kept)
