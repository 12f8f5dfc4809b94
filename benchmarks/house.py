"""The bench cluster: real fsync, kept between runs, one database for each size."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from liren.config.supervisor.attach import Attached, attached
from liren.config.supervisor.home import find, keys

ROOT = Path(__file__).parents[1]
TEMPLATE = "liren"


@contextmanager
def opened() -> Iterator[Attached]:
    """The running cluster with its migrated template, and Django set up as the application (pointed nowhere yet)."""
    home = find(None, "bench")
    home.make()
    keys(home)
    with attached(home) as one:
        words = [sys.executable, "-m", "liren.config.cli", "migrate"]
        subprocess.run(words, env={**os.environ, **one.env}, check=True, capture_output=True)
        os.environ |= one.env
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
        import django
        from django.db import connection

        django.setup()
        yield one
        connection.close()


def made_from() -> str:
    """A mark that changes with the tables, the shipped entries and the loader: then the databases are made anew."""
    paths = [*ROOT.glob("src/liren/*/migrations/*.py"), *ROOT.glob("src/liren/cases/kinds/*.toml")]
    paths += [ROOT / "benchmarks" / name for name in ("load.py", "lives.py", "land.py")]
    whole = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(paths)))
    return whole.hexdigest()[:16]


def address(one: Attached, role: str, database: str) -> str:
    """The conninfo of a role for one of the databases."""
    return make_conninfo(getattr(one.database, role), dbname=database)


def known(one: Attached, database: str) -> bool:
    """Whether this database was loaded to its end by this loader."""
    with psycopg.connect(address(one, "admin", "postgres")) as link:
        row = link.execute(
            "select shobj_description(oid, 'pg_database') from pg_database where datname = %s", (database,)
        ).fetchone()
    return row is not None and row[0] == made_from()


def renew(one: Attached, database: str) -> None:
    """A fresh copy of the template under this name."""
    name = sql.Identifier(database)
    with psycopg.connect(address(one, "admin", "postgres"), autocommit=True) as link:
        link.execute(sql.SQL("drop database if exists {} with (force)").format(name))
        link.execute(sql.SQL("create database {} template {} owner liren_owner").format(name, sql.Identifier(TEMPLATE)))
        link.execute(sql.SQL("grant connect on database {} to liren_app").format(name))


def finished(one: Attached, database: str) -> None:
    """Say that the database is loaded."""
    with psycopg.connect(address(one, "admin", "postgres"), autocommit=True) as link:
        link.execute(sql.SQL("comment on database {} is {}").format(sql.Identifier(database), sql.Literal(made_from())))


def point_at(one: Attached, database: str) -> None:
    """Let Django's connection open this database, and forget what was cached from another one."""
    from django.db import connection

    from liren.catalogue import shelf
    from liren.config import settings

    connection.close()
    connection.settings_dict.update(settings.database(address(one, "app", database), 0))
    shelf._shelf = shelf._Shelf()
