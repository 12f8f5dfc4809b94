"""The operating system's account that PostgreSQL runs under.

PostgreSQL refuses to run as root. Started as root (a container, CI, a systemd unit) Liren runs it as the system
user `liren`, made when missing; started by anybody else it simply runs as that person.
"""

import grp
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .trouble import Trouble

NAME = "liren"


@dataclass(frozen=True)
class Account:
    """A user other than ourselves; `None` in its place means: as we are."""

    uid: int
    gid: int

    def popen(self) -> dict[str, Any]:
        """The keywords with which subprocess becomes this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def server_account() -> Account | None:
    """The account for PostgreSQL: None unless we are root."""
    if os.geteuid() != 0:
        _check_named(os.geteuid())
        return None
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        _add()
        entry = pwd.getpwnam(NAME)
    if entry.pw_uid == 0:
        raise Trouble(f"系统用户 {NAME} 的编号是 0，PostgreSQL 不能以 root 运行。请把它改成普通系统用户。")
    return Account(entry.pw_uid, entry.pw_gid)


def _check_named(uid: int) -> None:
    """PostgreSQL looks its user up by number; containers run under numbers that nobody wrote down."""
    try:
        pwd.getpwuid(uid)
    except KeyError as error:
        raise Trouble(
            f"系统里没有编号为 {uid} 的用户，数据库不能运行。请在 /etc/passwd 里登记它，或换一个用户运行。"
        ) from error


def _add() -> None:
    command = shutil.which("useradd", path="/usr/sbin:/sbin:" + os.environ.get("PATH", ""))
    if command is None:
        raise Trouble(f"以 root 运行需要系统用户 {NAME}，而这里没有 useradd。请先建立这个用户，或改用普通用户运行。")
    group = ["--gid", NAME] if any(g.gr_name == NAME for g in grp.getgrall()) else ["--user-group"]
    made = subprocess.run(
        [
            command,
            "--system",
            "--no-create-home",
            "--home-dir",
            "/nonexistent",
            "--shell",
            "/usr/sbin/nologin",
            *group,
            NAME,
        ],
        capture_output=True,
        text=True,
    )
    if made.returncode not in (0, 9):  # 9: made by another start in the same moment
        raise Trouble(f"建立系统用户 {NAME} 没有成功：{made.stderr.strip()}。请先手工建立，或改用普通用户运行。")


def can_enter(path: Path, account: Account | None) -> bool:
    """Whether the account may step into `path`; tried as that account, because modes alone do not tell (ACLs, mounts)."""
    if account is None:
        return os.access(path, os.X_OK)
    tried = subprocess.run(
        ["/bin/sh", "-c", 'cd "$0"', str(path)],
        capture_output=True,
        cwd="/",
        **account.popen(),
    )
    return tried.returncode == 0


def own(path: Path, account: Account | None) -> None:
    """Give one path to the account."""
    if account is not None:
        os.chown(path, account.uid, account.gid)
