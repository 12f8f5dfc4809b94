"""A throw-away cluster for tests: fsync off, gone with its owner, even when the owner dies by kill -9."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from .account import Account, can_enter, own, server_account
from .binaries import reachable_by
from .cluster import ADMIN, APP, OWNER, SETTINGS, THROWN_AWAY, Cluster
from .home import base
from .processes import birth
from .roles import prepare_embedded
from .trouble import Trouble

_PREFIX = "liren-test-"


@dataclass(frozen=True)
class Urls:
    """Addresses of a cluster for its three roles; `admin` is the superuser, `owner` may create databases."""

    admin: str
    owner: str
    app: str


@contextmanager
def temporary() -> Iterator[Urls]:
    """A running cluster with roles and an empty database `liren`. About two seconds to start."""
    account = server_account()
    shelf = _shelf(account)
    _sweep(shelf)
    folder = shelf / f"{_PREFIX}{os.getpid()}-{birth(os.getpid())}-{secrets.token_hex(3)}"
    folder.mkdir(mode=0o700)
    own(folder, account)
    cluster = Cluster(
        folder / "pg",
        folder,
        reachable_by(account, base()),
        account,
        SETTINGS | THROWN_AWAY,
    )
    keys = {name: secrets.token_hex(12) for name in ("admin_password", "owner_password", "app_password")}
    process = None
    try:
        cluster.make(keys["admin_password"])
        with open(folder / "log", "wb") as log:
            process = cluster.start(log)
        if not cluster.wait(process, keys["admin_password"]):
            raise Trouble(f"测试用的数据库没有启动：{(folder / 'log').read_text()[-500:]}")
        prepare_embedded(cluster, keys)
        with psycopg.connect(cluster.url(ADMIN, keys["admin_password"], "postgres"), autocommit=True) as link:
            link.execute(f"ALTER ROLE {OWNER} CREATEDB")
        yield Urls(
            cluster.url(ADMIN, keys["admin_password"]),
            cluster.url(OWNER, keys["owner_password"]),
            cluster.url(APP, keys["app_password"]),
        )
    finally:
        if process is not None:
            _stop(process)
        shutil.rmtree(folder, ignore_errors=True)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGQUIT)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _shelf(account: Account | None) -> Path:
    shelf = Path(tempfile.gettempdir())
    if len(str(shelf)) > 40 or not can_enter(shelf, account):
        shelf = base() / "tmp"
        shelf.mkdir(mode=0o755, parents=True, exist_ok=True)
    return shelf


def _sweep(shelf: Path) -> None:
    """Remove what owners that died by kill -9 left."""
    for folder in shelf.glob(f"{_PREFIX}*-*-*"):
        pid, born = folder.name.removeprefix(_PREFIX).split("-")[:2]
        if birth(int(pid)) != born:
            shutil.rmtree(folder, ignore_errors=True)
