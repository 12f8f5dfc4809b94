"""Signs of life of background processes, for /healthz."""

from datetime import datetime, timedelta

from liren.trust import sql

FRESH = timedelta(seconds=15)


def beat(name: str) -> None:
    """Say that `name` is alive."""
    sql.run(
        """insert into trust_heartbeat (name, at) values (%s, clock_timestamp())
           on conflict (name) do update set at = excluded.at""",
        (name,),
    )


def alive(name: str, now: datetime) -> bool:
    """`name` has said so within the last fifteen seconds."""
    at = sql.value("select at from trust_heartbeat where name = %s", (name,))
    return at is not None and now - at < FRESH
