"""The data directory: one running Liren keeps everything it owns here.

secrets.json   passwords and keys, mode 0600          attachments/   photos and papers
pg/            the cluster (as root perhaps a link)    run/ live/     sockets of PostgreSQL, of the events process
log/           one file per part, rotated              state.json     what runs now
tiles/         pieces of the map, cut again when lost     compiled/     the partitioner's, where the source is read-only
lock           held by the supervisor                  demo.json      only where `liren demo` made it
setup-code     the first administrators' way in, mode 0600, until it is used
"""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .account import Account, can_enter, own
from .trouble import Trouble

SETUP_CODE = "setup-code"
_SOCKET_LIMIT = 107  # sizeof(sockaddr_un.sun_path) - 1 on Linux; macOS allows 103
_SOCKET_NAME = "/.s.PGSQL.5432.lock"


def base() -> Path:
    """Where data directories live unless --data says otherwise."""
    if os.geteuid() == 0:
        return Path("/var/lib/liren")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "liren"


@dataclass(frozen=True)
class Home:
    """One data directory, by its absolute path."""

    path: Path

    def __truediv__(self, name: str) -> Path:
        return self.path / name

    @property
    def media(self) -> Path:
        return self.path / "attachments"

    @property
    def static(self) -> Path:
        return self.path / "static"

    @property
    def tiles(self) -> Path:
        return self.path / "tiles"

    @property
    def pgdata(self) -> Path:
        return (self.path / "pg").resolve()

    def log(self, part: str) -> Path:
        return self.path / "log" / f"{part}.log"

    @property
    def demo(self) -> bool:
        return (self.path / "demo.json").exists()

    @property
    def fresh(self) -> bool:
        """Whether nothing was ever set up here."""
        return not (self.path / "secrets.json").exists()

    def make(self) -> None:
        """Create what is missing. Modes of directories that were there are left alone."""
        (base() / "data").mkdir(mode=0o755, parents=True, exist_ok=True)
        if not self.path.exists():
            self.path.mkdir(parents=True)
            self.path.chmod(0o711)  # PostgreSQL's user must pass through, nobody may look round
        for name in ("log", "attachments"):
            (self.path / name).mkdir(mode=0o700, exist_ok=True)

    def clear(self) -> None:
        """Empty the directory, for a restore that failed: what was empty before is empty again."""
        shutil.rmtree(self.pgdata, ignore_errors=True)
        for path in self.path.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    def lock(self) -> int:
        """Hold the directory until the process ends; returns the descriptor. Raises Trouble when another holds it."""
        handle = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(handle)
            raise Trouble(
                f"数据目录 {self.path} 正由另一个里仁使用。请先停止它（liren status 可以查看），或用 --data 换一个目录。"
            ) from error
        return handle


def find(data: str | None, name: str) -> Home:
    """The home at `data`, or the default directory called `name`."""
    path = Path(data).expanduser().absolute() if data else base() / "data" / name
    if path.exists() and not path.is_dir():
        raise Trouble(f"{path} 不是目录。请用 --data 指定一个目录。")
    return Home(path)


def keys(home: Home) -> dict[str, str]:
    """Passwords and keys of this home, made on first use."""
    path = home / "secrets.json"
    if path.exists():
        found: dict[str, str] = json.loads(path.read_text())
        return found
    made = {name: secrets.token_urlsafe(24) for name in ("admin_password", "owner_password", "app_password")}
    made |= {"secret_key": secrets.token_urlsafe(50), "seal_key": secrets.token_hex(32)}
    write_json(path, made)
    return made


def setup_code(home: Home) -> str | None:
    """The one-time code that lets the first administrators in, while nobody has used it; None afterwards.

    Made with a directory that nothing was ever set up in (call before `keys`), readable by its owner only; the page
    that takes it removes the file.
    """
    path = home / SETUP_CODE
    if home.fresh and not home.demo and not path.exists():
        letters = "".join(secrets.choice("ABCDEFGHJKMNPQRSTUVWXYZ23456789") for _ in range(12))
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write("-".join(letters[at : at + 4] for at in (0, 4, 8)) + "\n")
    return path.read_text().strip() if path.exists() else None


def write_json(path: Path, value: Any) -> None:
    """Replace a small file in one step, readable by its owner only, on disk before it counts."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w") as file:
            json.dump(value, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except OSError:
        os.unlink(draft)
        raise


def place_cluster(home: Home, account: Account | None) -> Path:
    """The directory of the cluster, which may not exist yet: in the home, or beside the programs when
    PostgreSQL's user cannot enter the home (root, `--data` under /root); then `pg` is a link to it."""
    link = home / "pg"
    if not link.is_symlink() and not link.exists() and not can_enter(home.path, account):
        shelf = base() / "clusters"
        shelf.mkdir(mode=0o755, parents=True, exist_ok=True)
        link.symlink_to(shelf / f"{home.path.name}-{secrets.token_hex(4)}")
    return home.pgdata


def socket_directory(home: Home, account: Account | None, name: str = "run") -> Path:
    """A private directory for a socket of this account, short enough for the system (107 bytes with the file)."""
    digest = hashlib.sha256(os.fsencode(home.path)).hexdigest()[:12]
    private = Path(tempfile.gettempdir()) / f"liren-{os.geteuid()}-{digest}"
    for path in (home / name, base() / "run" / digest, private):
        if len(os.fsencode(path)) + len(_SOCKET_NAME) > _SOCKET_LIMIT:
            continue
        path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        if not can_enter(path.parent, account):
            continue
        path.mkdir(mode=0o700, exist_ok=True)
        if path.stat().st_uid not in (os.geteuid(), account.uid if account else os.geteuid()) or path.is_symlink():
            continue
        own(path, account)
        return path
    raise Trouble(f"数据目录 {home.path} 的路径太长，数据库的套接字放不下。请用 --data 换一个短一些的目录。")
