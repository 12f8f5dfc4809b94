"""What the application's database role may do: everything it needs, nothing that rewrites history."""

import psycopg
from psycopg import sql

APP_ROLE = "liren_app"
APPEND_ONLY = ("trust_entry", "trust_access", "catalogue_entry")


def ensure(owner_url: str, role: str = APP_ROLE) -> None:
    """Grant the application's role its rights on all tables but history, which it may only read and add to.

    One transaction: at no moment may history be rewritten.
    """
    name = sql.Identifier(role)
    with psycopg.connect(owner_url) as connection:
        run = connection.execute
        run(sql.SQL("grant usage on schema public to {}").format(name))
        run(sql.SQL("grant select, insert, update, delete on all tables in schema public to {}").format(name))
        run(sql.SQL("grant usage, select on all sequences in schema public to {}").format(name))
        history = connection.execute(
            """select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
               and (c.relname = any(%s) or c.relname like 'trust\\_entry\\_y%%')""",
            (list(APPEND_ONLY),),
        ).fetchall()
        for (table,) in history:
            revoke = "revoke update, delete, truncate on {} from {}"
            run(sql.SQL(revoke).format(sql.Identifier(table), name))
