"""The test cluster: started once a run, shared by xdist's workers through a file that names its addresses."""

import fcntl
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from liren.config.supervisor.temporary import temporary

TEMPLATE = "liren"


@dataclass(frozen=True)
class Cluster:
    """Addresses of the test cluster; `database` is the clone of the current module."""

    owner_url: str
    app_url: str
    template: str = TEMPLATE
    database: str = TEMPLATE

    def owner(self, database: str | None = None) -> str:
        return make_conninfo(self.owner_url, dbname=database or self.database)

    def app(self, database: str | None = None) -> str:
        return make_conninfo(self.app_url, dbname=database or self.database)

    def at(self, database: str) -> "Cluster":
        return replace(self, database=database)


@contextmanager
def running() -> Iterator[Cluster]:
    """A migrated cluster. With xdist the controller's run id names a shared file; the last worker to leave stops it."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None:
        with temporary() as urls:
            yield prepared(Cluster(urls.owner, urls.app))
        return
    note = Path(tempfile.gettempdir()) / f"liren-run-{run}"
    lock = note.with_suffix(".lock")
    keeper = None
    with open(lock, "a") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if not note.exists():
            keeper = subprocess.Popen([sys.executable, "-m", "tests.cluster", str(note)], stdin=subprocess.PIPE)
            while not note.exists():
                if keeper.poll() is not None:
                    raise RuntimeError("the test cluster did not start")
                import time

                time.sleep(0.05)
        cluster = Cluster(**json.loads(note.read_text()))
        share = open(f"{note}.{os.getpid()}", "w")  # noqa: SIM115  (held while this worker runs)
    try:
        yield cluster
    finally:
        share.close()
        os.unlink(share.name)
        if keeper is not None and keeper.stdin is not None:
            keeper.stdin.close()
            keeper.wait()


def prepared(cluster: Cluster) -> Cluster:
    """Migrate the template in a process of its own (it runs as the owner)."""
    env = {**os.environ, "LIREN_OWNER_DATABASE_URL": cluster.owner(), "LIREN_DATABASE_URL": cluster.app()}
    subprocess.run([sys.executable, "-c", "from liren.config.migrate import migrate; migrate()"], env=env, check=True)
    return cluster


def point_django_at(url: str) -> None:
    """Make Django's one connection open this address from now on."""
    from django.db import connection

    from liren.config.settings import database

    connection.close()
    connection.settings_dict.update(database(url, 0))
    parts = conninfo_to_dict(url)
    assert connection.settings_dict["NAME"] == parts["dbname"]


@contextmanager
def clone(cluster: Cluster, media: Path, template: str = TEMPLATE, *, keep: bool = False) -> Iterator[Cluster]:
    """A fresh copy of a database, opened by Django as the application's role; photos go to `media`.

    `keep` leaves it standing as a template for others; it ends with the cluster.
    """
    from django.conf import settings
    from django.db import connection

    from liren.catalogue import shelf

    name = f"t_{secrets.token_hex(6)}"
    with psycopg.connect(cluster.owner("postgres"), autocommit=True) as link:
        link.execute(f"create database {name} template {template} strategy file_copy")
    point_django_at(cluster.app(name))
    settings.MEDIA_ROOT = media
    shelf._shelf = shelf._Shelf()
    yield cluster.at(name)
    connection.close()
    if not keep:
        with psycopg.connect(cluster.owner("postgres"), autocommit=True) as link:
            drop(link, name)


def drop(link: psycopg.Connection, name: str) -> None:
    """Drop a clone; while autovacuum, which only a superuser may end, is in it, wait for it."""
    for _ in range(300):
        try:
            link.execute(f"drop database {name} with (force)")
            return
        except psycopg.errors.InsufficientPrivilege:
            time.sleep(0.1)
    link.execute(f"drop database {name} with (force)")


def main(note: str) -> None:
    """Keep the cluster for the workers of one run until stdin closes and nobody holds a share."""
    import glob
    import time

    with temporary() as urls:
        made = prepared(Cluster(urls.owner, urls.app))
        psycopg.connect(made.owner()).close()
        draft = Path(note + ".draft")
        draft.write_text(json.dumps({"owner_url": made.owner_url, "app_url": made.app_url}))
        draft.rename(note)
        sys.stdin.read()
        while glob.glob(note + ".[0-9]*"):
            time.sleep(0.1)
        os.unlink(note)


if __name__ == "__main__":
    main(sys.argv[1])
