"""Epochs: counters that say how often a thing cached in memory has changed; read with every key."""

from liren.trust import sql


def bump(name: str) -> int:
    """Say that `name` changed; every process notices with its next command. Call inside a handler."""
    return int(
        sql.value(
            """insert into trust_epoch (name, value) values (%s, 1)
               on conflict (name) do update set value = trust_epoch.value + 1 returning value""",
            (name,),
        )
    )


def current(name: str) -> int:
    """The counter now; 0 before the first change."""
    return int(sql.value("select value from trust_epoch where name = %s", (name,)) or 0)
