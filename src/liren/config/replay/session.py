"""The database of a replay: the one that `liren up` runs on this directory, else one started for as long as it takes."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from liren.config.supervisor import database, environment, state
from liren.config.supervisor.database import Database
from liren.config.supervisor.home import Home, keys
from liren.config.supervisor.supervisor import CLI, STOP_WITHIN
from liren.config.supervisor.trouble import Trouble, from_log

MARK = "replay.json"


@contextmanager
def opened(home: Home) -> Iterator[None]:
    """Django, set up on the home's migrated database. Raises Trouble when the home holds anything but a replay."""
    if not home.fresh and not (home / MARK).exists():
        raise Trouble(f"{home.path} 里有别的数据，回放的记录要放在自己的目录里。请用 --data 换一个空目录。")
    home.make()
    secrets = keys(home)
    if state.read(home):
        found = database.external(secrets) or database.urls(database.embedded_cluster(home), secrets)
        with _django(home, secrets, found):
            yield
        return
    lock = home.lock()
    try:
        with _started(home, secrets) as found, _django(home, secrets, found):
            yield
    finally:
        os.close(lock)


@contextmanager
def _started(home: Home, secrets: dict[str, str]) -> Iterator[Database]:
    if found := database.external(secrets):
        _migrate(home, secrets, found)
        yield found
        return
    postgres = database.part(home, database.embedded_cluster(home), secrets)
    try:
        found = database.start(home, postgres, secrets, time.sleep)
        _migrate(home, secrets, found)
        yield found
    finally:
        postgres.stop()
        postgres.finish(time.monotonic() + STOP_WITHIN)


def _migrate(home: Home, secrets: dict[str, str], found: Database) -> None:
    told = os.environ | environment.for_owner(home, secrets, found)
    ran = subprocess.run([sys.executable, "-m", CLI, "migrate"], env=told, capture_output=True, text=True)
    if ran.returncode:
        said = ran.stdout + ran.stderr
        last = said.strip().splitlines()[-1:] or ["没有留下记录"]
        raise from_log(said, home.path) or Trouble(f"更新数据库结构没有成功：{last[0]}")


@contextmanager
def _django(home: Home, secrets: dict[str, str], found: Database) -> Iterator[None]:
    os.environ |= environment.for_parts(home, secrets, found)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
    import django
    from django.db import connection

    django.setup()
    try:
        yield
    finally:
        connection.close()
