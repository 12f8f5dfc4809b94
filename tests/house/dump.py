"""What somebody sees who holds a copy of the whole database: every row of every table as text."""

import re
from collections.abc import Iterator

import psycopg
from psycopg import sql

from tests.cluster import Cluster

TOKEN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\\\\?x[0-9a-f]{16,}")


def rows(cluster: Cluster, like: str = "%") -> Iterator[tuple[str, str]]:
    """(table, row as text) of all tables whose name is like this, past every row-level policy."""
    with psycopg.connect(cluster.owner()) as link:
        link.execute("set row_security = off")
        tables = link.execute(
            """select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace
               and c.relkind = 'r' and c.relname like %s order by 1""",
            (like,),
        ).fetchall()
        for (table,) in tables:
            for (row,) in link.execute(sql.SQL("select t::text from {} t").format(sql.Identifier(table))):
                yield table, row


def tokens(row: str) -> set[str]:
    """The ids and digests in a row: what two rows can be tied together by."""
    return set(TOKEN.findall(row))
