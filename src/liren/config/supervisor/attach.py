"""For commands that work on a home: its database, running already or started for as long as the command takes."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from . import database as databases
from . import environment, state
from .database import Database
from .home import Home, find, keys
from .trouble import Trouble


@dataclass(frozen=True)
class Attached:
    """A home whose database answers; `env` is what the house's Django settings read."""

    home: Home
    keys: dict[str, str]
    database: Database
    env: dict[str, str]


@contextmanager
def attached(home: Home) -> Iterator[Attached]:
    """Use what runs in this home; start its PostgreSQL, and only that, when nothing does. Raises Trouble."""
    if home.fresh:
        raise Trouble(f"{home.path} 里还没有数据。请用 --data 指明里仁的数据目录，或先用 liren up 启动一次。")
    words = keys(home)
    if found := databases.external(words):
        yield _attached(home, words, found)
        return
    cluster = databases.embedded_cluster(home)
    if state.read(home):
        yield _attached(home, words, databases.urls(cluster, words))
        return
    lock = home.lock()
    postgres = databases.part(home, cluster, words)
    try:
        yield _attached(home, words, databases.start(home, postgres, words, time.sleep))
    finally:
        postgres.stop()
        postgres.finish(time.monotonic() + postgres.stop_within)
        os.close(lock)


def _attached(home: Home, words: dict[str, str], database: Database) -> Attached:
    return Attached(home, words, database, environment.for_owner(home, words, database))


@contextmanager
def application(data: str | None, name: str = "main") -> Iterator[None]:
    """Prepare this process for `django.setup()`: nothing to do when the environment is already there (a child of the
    supervisor, a test), else as the application of the home at `data`."""
    if "LIREN_DATABASE_URL" in os.environ:
        yield
        return
    with attached(find(data, name)) as one:
        os.environ.update(one.env)
        yield
