"""Clears away clusters that stand outside pytest's own directory (as root it is 0700, so `pg` there is a link)."""

import shutil
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def _no_clusters_left(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    yield
    for link in tmp_path_factory.getbasetemp().rglob("pg"):
        if link.is_symlink():
            shutil.rmtree(link.resolve(), ignore_errors=True)
