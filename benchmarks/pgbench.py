"""The same statements without an application: captured from one request and run by pgbench, prepared, on one connection.

Every request makes things that are born once (a key, a case, entries). Two captures of the same request show which
words those are, because they differ; pgbench gives them a new ending each time. `picks` are words to be drawn from a
query instead, such as which case is opened.
"""

import os
import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg.adapt import PyFormat, Transformer

from benchmarks import cpu
from benchmarks.cpu import Cost

BORN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{24,}")
MARK = re.compile(r"%%|%\((\w+)\)s|%s")
DONE = re.compile(r"number of transactions actually processed: (\d+)")
NAME = "liren-pgbench"
TAIL = 12
CASTS: dict[type, str] = {
    UUID: "::uuid",
    datetime: "::timestamptz",
    int: "::bigint",
    float: "::float8",
    bool: "::bool",
    bytes: "::bytea",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as it went to the database, and whether inside a transaction block."""

    query: str
    params: Any
    block: bool


@dataclass
class Script:
    """A pgbench script with the values of its variables."""

    text: str
    values: dict[str, str] = field(default_factory=dict)


@contextmanager
def captured() -> Iterator[list[Statement]]:
    """Collect every statement of the block with its parameters, set_config among them."""
    from django.db import connection

    from liren.trust import sql

    seen: list[Statement] = []
    real = sql._run

    def noted(query: str, params: Any, *more: Any, **options: Any) -> Any:
        seen.append(Statement(query, params, connection.in_atomic_block))
        return real(query, params, *more, **options)

    sql._run = noted
    try:
        yield seen
    finally:
        sql._run = real


def script(first: list[Statement], second: list[Statement], picks: dict[str, str], draw: str = "") -> Script:
    """The script of one request. `picks` maps a word to the variable that `draw` (a query) sets in its place."""
    texts = [[_words(s) for s in one] for one in (first, second)]
    born = sorted(_runs(texts[0]) - _runs(texts[1]))
    made = Script("\\set n random(1, 1000000000000)\n" + (f"\\set i random(0, 999)\n{draw} \\gset\n" if draw else ""))
    block = False
    for number, (statement, words) in enumerate(zip(first, texts[0], strict=True)):
        if statement.block != block:
            made.text += "begin;\n" if statement.block else "commit;\n"
            block = statement.block
        names = [f"s{number}_{k}" for k in range(len(words))]
        used = [_value(n, w, k, born, picks) for n, (w, k) in zip(names, words, strict=True)]
        made.values |= dict(zip(names, (w for w, _ in words), strict=True))
        made.text += _filled(statement, used) + ";\n"
    made.text += "commit;\n" if block else ""
    return made


def _words(statement: Statement) -> list[tuple[str, type]]:
    params = statement.params
    values = list(params.values()) if isinstance(params, dict) else list(params)
    return [(_text(value), type(value)) for value in values]


def _text(value: Any) -> str:
    """A value as PostgreSQL reads it from text; NULL is told by an empty marker."""
    from django.db import connection

    if value is None:
        return "\0"
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list) and value and all(isinstance(one, UUID) for one in value):
        return "{" + ",".join(map(str, value)) + "}"
    dumped = Transformer(connection.connection).get_dumper(value, PyFormat.TEXT).dump(value)
    return bytes(dumped or b"").decode()


def _runs(statements: list[list[tuple[str, type]]]) -> set[str]:
    return {run for words in statements for word, _ in words for run in BORN.findall(word)}


def _value(name: str, word: str, kind: type, born: list[str], picks: dict[str, str]) -> str:
    """The expression that stands for one parameter."""
    if word in ("\0", ""):
        return "null" if word else "''"
    if word in picks:
        return f":{picks[word]}{CASTS.get(kind, '')}"
    text = f":{name}"
    for index, run in enumerate(born):
        if run in word:
            tail = f"lpad(to_hex(:n::bigint * 64 + {index % 64}), {TAIL}, '0')"
            text = f"replace({text}::text, '{run}', '{run[:-TAIL]}' || {tail})"
    for old, variable in picks.items():
        if old in word:
            text = f"replace({text}::text, '{old}', :{variable}::text)"
    return text if text == f":{name}" else f"({text}){CASTS.get(kind, '')}"


def _filled(statement: Statement, used: list[str]) -> str:
    names = list(statement.params) if isinstance(statement.params, dict) else []
    rest = iter(used)

    def one(mark: re.Match[str]) -> str:
        if mark.group() == "%%":
            return "%"
        if mark.group(1):
            return used[names.index(mark.group(1))]
        return next(rest)

    return " ".join(MARK.sub(one, statement.query).split())


def run(made: Script, database: str, programs: Path, seconds: float) -> Cost:
    """Run it over and over on one connection; CPU of pgbench and of its backend for one."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file, psycopg.connect(database, autocommit=True) as link:
        file.write(made.text)
        file.flush()
        words = [str(programs / "bin" / "pgbench"), "-n", "-M", "prepared", "-c", "1", "-T", f"{seconds:.0f}"]
        words += [
            "-f",
            file.name,
            *(f"-D{name}={value}" for name, value in made.values.items() if value not in ("\0", "")),
        ]
        before = os.times()
        process = subprocess.Popen(
            [*words, database], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "PGAPPNAME": NAME},
        )  # fmt: skip
        spent = _backend(link, lambda: process.poll() is None)
        said, trouble = process.communicate()
        after = os.times()
    done = DONE.search(said)
    if process.returncode or done is None or "aborted" in trouble:
        raise RuntimeError(f"pgbench: {trouble[-2000:]} {said[-500:]}")
    own = after.children_user + after.children_system - before.children_user - before.children_system
    n = int(done.group(1))
    return Cost(own / n * 1e3, spent / n * 1e3)


def _backend(link: psycopg.Connection[Any], running: Callable[[], bool]) -> float:
    """CPU of pgbench's backends (it opens one to look round first), watched until they are gone."""
    last: dict[int, float] = {}
    while running():
        found = link.execute("select pid from pg_stat_activity where application_name = %s", (NAME,)).fetchall()
        for (pid,) in found:
            last[pid] = max(last.get(pid, 0.0), cpu.of(pid))
        time.sleep(0.01)
    return sum(last.values())
