"""One PostgreSQL cluster: made once, started as a direct child, never by pg_ctl.

SCRAM passwords, UTF-8 with the built-in C.UTF-8 locale (code point order, the same on every machine), page checksums,
no TCP: only a socket in a private directory.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
from psycopg import errors

from .account import Account, own
from .binaries import MAJOR
from .leash import preexec
from .trouble import Trouble, from_log

ADMIN, OWNER, APP, DATABASE = "liren_admin", "liren_owner", "liren_app", "liren"
ROOM_FOR_NEW = 120 << 20  # a new cluster takes about 60 MB with its first WAL files

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "maintenance_work_mem": "128MB",
    "work_mem": "16MB",
    "wal_compression": "pglz",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_duration_statement": "2s",
    "log_parameter_max_length": "0",  # names, phones and words never reach a log
    "log_error_verbosity": "terse",
    "idle_in_transaction_session_timeout": "60s",
    "password_encryption": "scram-sha-256",
    "cluster_name": "liren",
}
THROWN_AWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
}


@dataclass
class Cluster:
    """A data directory, the programs that serve it and the socket it answers on."""

    data: Path
    run: Path
    programs: Path
    account: Account | None = None
    settings: dict[str, str] = field(default_factory=lambda: dict(SETTINGS))

    def url(self, user: str, password: str, database: str = DATABASE) -> str:
        return f"postgresql://{user}:{quote(password, safe='')}@/{database}?host={quote(str(self.run), safe='')}"

    def make(self, password: str) -> None:
        """initdb when there is no cluster yet. Made beside its place and renamed, so a killed start leaves no half."""
        if (self.data / "PG_VERSION").exists():
            return
        free = shutil.disk_usage(self.data.parent).free
        if free < ROOM_FOR_NEW:
            raise Trouble(
                f"磁盘空间不够：{self.data.parent} 只剩 {free >> 20} MB，建库要 {ROOM_FOR_NEW >> 20} MB。请腾出空间后再启动。"
            )
        draft = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        own(draft, self.account)
        secret = Path(tempfile.mkdtemp(dir=self.run)) / "password"
        try:
            secret.write_text(password)
            own(secret.parent, self.account)
            own(secret, self.account)
            self._initdb(draft, secret)
            draft.rename(self.data)
        finally:
            shutil.rmtree(secret.parent, ignore_errors=True)
            shutil.rmtree(draft, ignore_errors=True)

    def _initdb(self, draft: Path, secret: Path) -> None:
        ran = subprocess.run(
            [
                *(
                    self.programs / "bin" / "initdb",
                    "-D",
                    draft,
                    "-U",
                    ADMIN,
                    "--pwfile",
                    secret,
                ),
                *(
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--data-checksums",
                ),
                *(
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--no-instructions",
                ),
                *(["--no-sync"] if self.settings.get("fsync") == "off" else []),
            ],
            capture_output=True,
            text=True,
            cwd="/",
            env=environment(),
            start_new_session=True,
            preexec_fn=preexec(signal.SIGKILL),
            **(self.account.popen() if self.account else {}),
        )
        if ran.returncode != 0:
            said = ran.stderr[-2000:]
            raise from_log(said, self.data.parent) or Trouble(
                f"数据库没有建成：{(said.strip().splitlines() or [ran.returncode])[-1]}"
            )

    def check(self) -> None:
        """Raises Trouble when the data directory belongs to another version or another user of the system."""
        found = (self.data / "PG_VERSION").read_text().strip()
        if found != str(MAJOR):
            raise Trouble(
                f"数据目录 {self.data} 由 PostgreSQL {found} 建立，这里随附的是 {MAJOR}。"
                "请用原来的里仁备份（liren backup），再恢复到新目录（liren restore）。"
            )
        uid = self.account.uid if self.account else os.geteuid()
        if self.data.stat().st_uid != uid:
            raise Trouble(
                f"数据目录 {self.data} 属于另一个系统用户（编号 {self.data.stat().st_uid}）。请由那个用户来运行，或用 --data 换一个目录。"
            )

    def start(self, log: IO[bytes] | int) -> subprocess.Popen[bytes]:
        """Start the server as a child tied to us: should we be killed, it stops at once (SIGQUIT) and recovers next time.

        Not by its fast shutdown: PostgreSQL 18.4 that is asked for one while it starts anew after a crash waits for
        ever, and nobody would be left to insist.
        """
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        return subprocess.Popen(
            [
                self.programs / "bin" / "postgres",
                "-D",
                self.data,
                "-c",
                f"unix_socket_directories={self.run}",
                *options,
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=environment(),
            start_new_session=True,
            preexec_fn=preexec(signal.SIGQUIT),
            **(self.account.popen() if self.account else {}),
        )

    def answers(self, password: str) -> bool:
        """Whether it accepts connections; False while it starts or recovers."""
        try:
            psycopg.connect(self.url(ADMIN, password, "postgres"), connect_timeout=5).close()
        except (errors.CannotConnectNow, psycopg.OperationalError) as error:
            if "password authentication failed" in str(error):
                raise Trouble(
                    f"数据目录里的口令文件 secrets.json 与数据库 {self.data} 不是一套。请放回原来的 secrets.json。"
                ) from error
            return False
        return True

    def wait(
        self,
        process: subprocess.Popen[bytes],
        password: str,
        *,
        pause: Callable[[float], None] = time.sleep,
    ) -> bool:
        """Wait until it answers; False when the process ended instead. Crash recovery may take minutes, so no limit."""
        while process.poll() is None:
            if self.answers(password):
                return True
            pause(0.05)
        return False


def environment() -> dict[str, str]:
    """What PostgreSQL's programs may see of ours: nothing but the path; messages in English, which from_log reads."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}
