"""Backup and restore: one tar with the database, the attachments, the keys and a list that says what must be there.

Works while Liren runs: the dump and the row counts come from one snapshot of the database, the attachments after it
(they are written before the rows that name them and never change, so every row of the dump finds its file).
"""

import hashlib
import io
import json
import os
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from .attach import Attached
from .binaries import MAJOR
from .home import Home, write_json
from .trouble import Trouble, from_log

FORMAT = 1
DUMP, LIST, KEYS, MEDIA = "database.dump", "liren.json", "secrets.json", "attachments/"


@dataclass(frozen=True)
class Account:
    """What a backup holds, for the sentence at the end."""

    rows: int
    tables: int
    attachments: int
    size: int


def backup(source: Attached, target: Path, now: datetime) -> Account:
    """Write the archive beside its place, then rename it: a file of that name is whole. Raises Trouble."""
    if not target.parent.is_dir():
        raise Trouble(f"目录 {target.parent} 不存在。请先建立它，或换一个位置。")
    handle, draft = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    try:
        with os.fdopen(handle, "wb") as file, tempfile.TemporaryDirectory(dir=target.parent) as room:
            dump = Path(room) / DUMP
            counts = _dump(source, dump)
            with tarfile.open(fileobj=file, mode="w") as tar:
                tar.add(dump, DUMP)
                media = _add_media(tar, source.home.media)
                _add_text(tar, KEYS, json.dumps(source.keys))
                facts = {
                    "format": FORMAT,
                    "postgresql": MAJOR,
                    "made": now.isoformat(),
                    "demo": source.home.demo,
                    "dump": _digest(dump),
                    "rows": counts,
                    "attachments": media,
                }
                _add_text(tar, LIST, json.dumps(facts, ensure_ascii=False))
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, target)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    return Account(sum(counts.values()), len(counts), len(media), target.stat().st_size)


def check_empty(home: Home) -> None:
    """Raises Trouble when there is anything in it."""
    if home.path.exists() and any(home.path.iterdir()):
        raise Trouble(f"{home.path} 不是空目录。恢复只写入空目录，请用 --data 换一个。")


def unpack(archive: Path, home: Home) -> dict[str, Any]:
    """Lay attachments and keys out in an empty home, the dump beside them; returns the list. Raises Trouble."""
    home.make()
    try:
        with tarfile.open(archive) as tar:
            names = tar.getnames()
            if LIST not in names or DUMP not in names:
                raise Trouble(f"{archive} 不是完整的里仁备份。请换一份备份文件。")
            home.make()
            wanted = [m for m in tar if m.name in (DUMP, LIST, KEYS) or m.name.startswith(MEDIA)]
            tar.extractall(home.path, wanted, filter="data")
    except (tarfile.TarError, EOFError) as error:
        raise Trouble(f"{archive} 读不出来，可能没有写完或已损坏。请换一份备份文件。") from error
    facts: dict[str, Any] = json.loads((home / LIST).read_text())
    if facts["format"] != FORMAT:
        raise Trouble(f"{archive} 由另一个版本的里仁写成（格式 {facts['format']}）。请用那个版本恢复。")
    found = {str(p.relative_to(home.media)): _digest(p) for p in home.media.rglob("*") if p.is_file()}
    if found != facts["attachments"] or _digest(home / DUMP) != facts["dump"]:
        raise Trouble(f"{archive} 的内容与它的清单对不上，可能已损坏。请换一份备份文件。")
    os.chmod(home / KEYS, 0o600)
    if facts["demo"]:
        write_json(home / "demo.json", {"made_by": "liren demo", "built": facts["made"]})
    (home / LIST).unlink()
    return facts


def load(target: Attached, facts: dict[str, Any]) -> Account:
    """Fill the empty database from the dump and count every table against the list. Raises Trouble."""
    dump = target.home / DUMP
    if _counts(target.database.admin):
        raise Trouble("目标数据库里已有数据，不能恢复进去。请换一个空的数据库。")
    _run(target, ["pg_restore", "--exit-on-error", "--single-transaction", *_place(target), str(dump)], "恢复数据库")
    counts = _counts(target.database.admin)
    wrong = [name for name in facts["rows"].keys() | counts.keys() if facts["rows"].get(name) != counts.get(name)]
    if wrong:
        raise Trouble(f"恢复后核对不符：{'、'.join(sorted(wrong)[:5])} 的行数与备份清单不同。请换一份备份文件重试。")
    size = dump.stat().st_size
    dump.unlink()
    return Account(sum(counts.values()), len(counts), len(facts["attachments"]), size)


def _dump(source: Attached, dump: Path) -> dict[str, int]:
    with psycopg.connect(source.database.admin) as link:
        link.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        link.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        snapshot = link.execute("SELECT pg_export_snapshot()").fetchone()
        assert snapshot is not None
        words = ["pg_dump", "--format=custom", "--snapshot", snapshot[0], "--file", str(dump), *_place(source)]
        _run(source, words, "导出数据库")
        return _count(link)


def _place(where: Attached) -> list[str]:
    """The database by its parts; the password goes by the environment, where `ps` does not show it."""
    parts = conninfo_to_dict(where.database.admin)
    owner = [] if where.database.embedded else ["--no-owner"]
    known = {"host": "--host", "port": "--port", "user": "--username", "dbname": "--dbname"}
    return ["--no-password", *owner, *(w for k, flag in known.items() if k in parts for w in (flag, str(parts[k])))]


def _run(where: Attached, words: list[str], doing: str) -> None:
    password = str(conninfo_to_dict(where.database.admin).get("password") or "")
    ran = subprocess.run(
        [where.database.programs / "bin" / words[0], *words[1:]],
        capture_output=True,
        text=True,
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "PGPASSWORD": password},
    )
    if ran.returncode != 0:
        last = (ran.stderr.strip().splitlines() or [f"代码 {ran.returncode}"])[-1]
        raise from_log(ran.stderr, where.home.path) or Trouble(f"{doing}没有成功：{last}")


def _counts(url: str) -> dict[str, int]:
    with psycopg.connect(url) as link:
        return _count(link)


def _count(link: psycopg.Connection) -> dict[str, int]:
    tables = link.execute(
        "SELECT oid::regclass::text, relname FROM pg_class"
        " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
    ).fetchall()
    counts = {}
    for name, bare in tables:
        found = link.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", bare))).fetchone()
        counts[name] = found[0] if found else 0
    return counts


def _add_media(tar: tarfile.TarFile, folder: Path) -> dict[str, str]:
    digests = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = str(path.relative_to(folder))
        tar.add(path, MEDIA + name)
        digests[name] = _digest(path)
    return digests


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode()
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    tar.addfile(info, io.BytesIO(content))


def _digest(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
