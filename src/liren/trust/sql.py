"""The thin way to PostgreSQL: parameters in, rows or small dataclasses out.

Handlers and queries write SQL by hand because a hot path is two or three statements and a reader should see
which; the ORM stays for migrations and for libraries. Errors arrive as Django's, so that pooled connections
broken by a restart are noticed and replaced. `counted` lets tests and benchmarks pin statement counts.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection
from psycopg import Cursor, Error
from psycopg.rows import class_row, dict_row, scalar_row, tuple_row
from psycopg.types.json import Jsonb

Params = Sequence[Any] | Mapping[str, Any]
_counter: ContextVar[list[str] | None] = ContextVar("sql_counter", default=None)


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the text of every statement sent inside the block (transaction control is not among them)."""
    seen: list[str] = []
    token = _counter.set(seen)
    try:
        yield seen
    finally:
        _counter.reset(token)


def _run(query: str, params: Params, factory: Any = None, *, count: bool = True, anew: bool = False) -> Cursor[Any]:
    seen = _counter.get()
    if seen is not None and count:
        seen.append(query)
    connection.ensure_connection()
    with connection.wrap_database_errors:
        cursor: Cursor[Any] = Cursor(connection.connection, row_factory=factory or tuple_row)
        try:
            return cursor.execute(query, params, binary=True, prepare=False if anew else None)
        except Error as error:
            error.args = (_terse(error),)
            raise


def _terse(error: Error) -> str:
    """What went wrong without the server's DETAIL: that quotes whole rows, words and all, and ends up in logs."""
    named = error.diag.constraint_name or error.diag.column_name
    return " ".join(filter(None, (error.diag.message_primary or str(error), f"[{named}]" if named else "")))


def rows(query: str, params: Params = (), into: type | None = None, *, anew: bool = False) -> list[Any]:
    """All rows, as `into` instances (keyword arguments = column names) or dicts.

    `anew`: planned for these values each time. A prepared statement is soon planned for any values (PREPARE, plan_cache_mode),
    and where they are the ends of a range that plan expects a few rows and looks up tens of thousands one by one.
    """
    cursor = _run(query, params, class_row(into) if into else dict_row, anew=anew)
    with cursor, connection.wrap_database_errors:
        return cursor.fetchall()


def one(query: str, params: Params = (), into: type | None = None) -> Any:
    """The first row or None."""
    cursor = _run(query, params, class_row(into) if into else dict_row)
    with cursor, connection.wrap_database_errors:
        return cursor.fetchone()


def value(query: str, params: Params = ()) -> Any:
    """The first column of the first row, or None without a row."""
    cursor = _run(query, params, scalar_row)
    with cursor, connection.wrap_database_errors:
        return cursor.fetchone()


def values(query: str, params: Params = ()) -> list[Any]:
    """The first column of every row."""
    cursor = _run(query, params, scalar_row)
    with cursor, connection.wrap_database_errors:
        return cursor.fetchall()


def run(query: str, params: Params = ()) -> int:
    """Run a statement; the number of rows it touched."""
    with _run(query, params) as cursor:
        return int(cursor.rowcount)


def setting(name: str, content: str) -> None:
    """set_config for this transaction only. Not counted as a statement (design §4)."""
    if name == "transaction_timeout":
        # PostgreSQL lets a running clock run on; it is wound anew only after it was stopped (assign_transaction_timeout).
        _run("select set_config(%s, '0', true)", (name,), count=False).close()
    _run("select set_config(%s, %s, true)", (name, content), count=False).close()


def insert(table: str, row: Mapping[str, Any]) -> None:
    """Insert one row; dict and list-of-dict values go in as jsonb."""
    columns = ", ".join(f'"{c}"' for c in row)
    marks = ", ".join(["%s"] * len(row))
    run(f"insert into {table} ({columns}) values ({marks})", [adapt(v) for v in row.values()])


def update(table: str, row: Mapping[str, Any], where: Mapping[str, Any]) -> int:
    """Update the rows that match `where` exactly; the number of rows touched."""
    sets = ", ".join(f'"{c}" = %s' for c in row)
    test = " and ".join(f'"{c}" = %s' for c in where)
    params = [adapt(v) for v in (*row.values(), *where.values())]
    return run(f"update {table} set {sets} where {test}", params)


def adapt(content: Any) -> Any:
    """Dicts become jsonb; everything else is left to psycopg."""
    return Jsonb(content) if isinstance(content, dict) else content
