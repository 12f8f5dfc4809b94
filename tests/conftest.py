"""One throw-away PostgreSQL cluster a run, one migrated template, one clone per test module.

Under pytest-xdist the first process to come makes the cluster and the template; the others wait for it.
"""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from liren.config.demo.town import Town
    from tests.scene import Scene

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
os.environ.setdefault("LIREN_SECRET_KEY", "only-for-tests")
os.environ.setdefault("LIREN_SEAL_KEY", "5e" * 32)
os.environ.setdefault("LIREN_DATABASE_URL", "postgresql:///nowhere")
os.environ.setdefault("LIREN_OWNER_DATABASE_URL", "postgresql:///nowhere")

import django

django.setup()

from hypothesis import settings as examples  # noqa: E402

# Two cores under load are slow now and then; how long an example takes is not what is tested.
examples.register_profile("liren", deadline=None)
examples.load_profile("liren")

from tests.cluster import Cluster, clone, running  # noqa: E402


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The cluster of this run with its migrated template."""
    with running() as made:
        yield made


@pytest.fixture(scope="module")
def db(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A fresh clone for this module, opened as the application's role; photos go to a folder of its own."""
    with clone(cluster, tmp_path_factory.mktemp("media")) as made:
        yield made


@pytest.fixture(scope="session")
def founded(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> "tuple[str, Town]":
    """The name of a database with a small town and its people in it, built once a run, and the town."""
    from tests import scene

    with clone(cluster, tmp_path_factory.mktemp("media"), keep=True) as made:
        town = scene.found(tmp_path_factory.mktemp("town"))
    return made.database, town


@pytest.fixture(scope="module")
def town(cluster: Cluster, founded: "tuple[str, Town]", tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Scene]":
    """A town of this module's own with its people and no case yet. Not together with `db`."""
    from tests.scene import Scene

    database, made = founded
    with clone(cluster, tmp_path_factory.mktemp("media"), database) as own:
        yield Scene(made, own)
