"""A throw-away cluster for tests: fsync off, gone with its owner, even when the owner dies by kill -9."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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


@dataclass
class Server:
    """A throw-away cluster that runs. Its end is `temporary`'s; `kill` and `start` are for tests of what a crash leaves."""

    cluster: Cluster
    folder: Path
    keys: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    @property
    def urls(self) -> Urls:
        return Urls(
            self.cluster.url(ADMIN, self.keys["admin_password"]),
            self.cluster.url(OWNER, self.keys["owner_password"]),
            self.cluster.url(APP, self.keys["app_password"]),
        )

    def start(self) -> None:
        """Start and wait until it answers. Raises Trouble with the end of its log."""
        with open(self.folder / "log", "ab") as log:
            self.process = self.cluster.start(log)
        if not self.cluster.wait(self.process, self.keys["admin_password"]):
            raise Trouble(f"测试用的数据库没有启动：{(self.folder / 'log').read_text()[-500:]}")

    def kill(self) -> None:
        """kill -9 of the server and everything below it, as when the power goes; its data stay."""
        assert self.process is not None
        below = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for pid in (self.process.pid, *map(int, below)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def temporary() -> Iterator[Urls]:
    """A running cluster with roles and an empty database `liren`. About two seconds to start."""
    with thrown_away(SETTINGS | THROWN_AWAY) as server:
        yield server.urls


@contextmanager
def thrown_away(settings: dict[str, str]) -> Iterator[Server]:
    """The same with settings of one's own, to be killed and started again."""
    account = server_account()
    shelf = _shelf(account)
    _sweep(shelf)
    folder = shelf / f"{_PREFIX}{os.getpid()}-{birth(os.getpid())}-{secrets.token_hex(3)}"
    folder.mkdir(mode=0o700)
    own(folder, account)
    cluster = Cluster(folder / "pg", folder, reachable_by(account, base()), account, settings)
    keys = {name: secrets.token_hex(12) for name in ("admin_password", "owner_password", "app_password")}
    server = Server(cluster, folder, keys)
    try:
        cluster.make(keys["admin_password"])
        server.start()
        prepare_embedded(cluster, keys)
        with psycopg.connect(cluster.url(ADMIN, keys["admin_password"], "postgres"), autocommit=True) as link:
            link.execute(f"ALTER ROLE {OWNER} CREATEDB")
        yield server
    finally:
        if server.process is not None:
            _stop(server.process)
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
