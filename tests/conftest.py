"""One throw-away PostgreSQL cluster a run, one migrated template, one clone per test module.

Under pytest-xdist the first process to come makes the cluster and the template; the others wait for it.
"""

import os
import secrets
from collections.abc import Iterator

import psycopg
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
os.environ.setdefault("LIREN_SECRET_KEY", "only-for-tests")
os.environ.setdefault("LIREN_SEAL_KEY", "5e" * 32)
os.environ.setdefault("LIREN_DATABASE_URL", "postgresql:///nowhere")
os.environ.setdefault("LIREN_OWNER_DATABASE_URL", "postgresql:///nowhere")

import django  # noqa: E402  (the environment comes first)

django.setup()

from tests.cluster import Cluster, running  # noqa: E402


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The cluster of this run with its migrated template."""
    with running() as made:
        yield made


@pytest.fixture(scope="module")
def db(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A fresh clone for this module, opened as the application's role; photos go to a folder of its own."""
    from django.conf import settings
    from django.db import connection

    from liren.catalogue import queries

    name = f"t_{secrets.token_hex(6)}"
    with psycopg.connect(cluster.owner("postgres"), autocommit=True) as link:
        link.execute(f"create database {name} template {cluster.template}")
    from tests.cluster import point_django_at

    point_django_at(cluster.app(name))
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
    queries._shelf = queries._Shelf()
    clone = cluster.at(name)
    yield clone
    connection.close()
    with psycopg.connect(cluster.owner("postgres"), autocommit=True) as link:
        link.execute(f"drop database {name} with (force)")
