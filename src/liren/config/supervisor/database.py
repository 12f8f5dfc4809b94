"""The database of one home: our own cluster, or the server that DATABASE_URL names."""

import os
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from . import binaries, roles
from .account import server_account
from .child import Child
from .cluster import ADMIN, APP, OWNER, Cluster
from .home import Home, base, place_cluster, socket_directory
from .trouble import Trouble, from_log


@dataclass(frozen=True)
class Database:
    """Addresses for the three kinds of work. `admin` is the superuser of our own cluster, else the owner."""

    admin: str
    owner: str
    app: str
    programs: Path
    embedded: bool


class Postgres(Child):
    """PostgreSQL as a part: SIGINT is its fast shutdown; its own children are its own business."""

    cluster: Cluster

    def spawn(self, log: int) -> subprocess.Popen[bytes]:
        return self.cluster.start(log)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)

    def finish(self, deadline: float) -> None:
        """A clean stop writes a checkpoint, so the time is its own; past it SIGQUIT, which recovery mends."""
        with suppress(subprocess.TimeoutExpired):
            super().finish(deadline)

    def sweep(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)


def embedded_cluster(home: Home) -> Cluster:
    """The home's cluster with its places prepared; made with `make`, not yet started."""
    account = server_account()
    programs = binaries.reachable_by(account, base())
    binaries.check_runs(programs, account)
    data = place_cluster(home, account)
    return Cluster(data, socket_directory(home, account), programs, account)


def part(home: Home, cluster: Cluster, keys: dict[str, str]) -> Postgres:
    """Make the cluster when it is new and wrap it as a part of the supervisor."""
    cluster.make(keys["admin_password"])
    cluster.check()
    postgres = Postgres("postgres", (), home.log("postgres"), stop_within=30)
    postgres.cluster = cluster
    return postgres


def start(home: Home, postgres: Postgres, keys: dict[str, str], pause: Callable[[float], None]) -> Database:
    """Start our own cluster and wait until it answers. A server that is just ending (its supervisor was killed) or
    whose shared memory is still held by a dying backend is waited for."""
    for _ in range(120):
        seen = postgres.log.stat().st_size if postgres.log.exists() else 0
        postgres.start()
        assert postgres.process is not None
        if postgres.cluster.wait(postgres.process, keys["admin_password"], pause=pause):
            roles.prepare_embedded(postgres.cluster, keys)
            return urls(postgres.cluster, keys)
        said = postgres.log.read_bytes()[seen:].decode(errors="replace")
        if "pre-existing shared memory block" not in said and "lock file" not in said:
            raise from_log(said, home.path) or Trouble(f"数据库没有启动，原因在 {postgres.log} 的末尾。")
        pause(0.5)
    raise Trouble(f"数据目录 {postgres.cluster.data} 仍被另一个 PostgreSQL 进程占用。请先停止那个进程，再启动。")


def urls(cluster: Cluster, keys: dict[str, str]) -> Database:
    """The addresses of our own cluster."""
    return Database(
        cluster.url(ADMIN, keys["admin_password"]),
        cluster.url(OWNER, keys["owner_password"]),
        cluster.url(APP, keys["app_password"]),
        cluster.programs,
        embedded=True,
    )


def external(keys: dict[str, str]) -> Database | None:
    """The server behind DATABASE_URL with its roles made, or None when the variable is not set."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        return None
    app = roles.prepare_server(url, keys)
    return Database(url, url, app, binaries.in_wheel(), embedded=False)
