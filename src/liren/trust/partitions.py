"""Monthly partitions of the journal, made twelve months ahead by the owner's role."""

from datetime import UTC, datetime

import psycopg

from liren.trust.roles import APP_ROLE

AHEAD = 12


def ensure(owner_url: str, now: datetime | None = None) -> list[str]:
    """Create the missing partitions from this month on; the names of those made. None may ever be rewritten."""
    moment = now or datetime.now(UTC)
    made = []
    with psycopg.connect(owner_url) as connection:
        for n in range(AHEAD + 1):
            first, after = month(moment, n), month(moment, n + 1)
            name = f"trust_entry_y{first:%Y}m{first:%m}"
            if connection.execute("select to_regclass(%s)", (name,)).fetchone() == (None,):
                connection.execute(
                    f"create table {name} partition of trust_entry for values from ('{first:%Y-%m-%d}+00') "
                    f"to ('{after:%Y-%m-%d}+00')"
                )
                connection.execute(f"revoke update, delete, truncate on {name} from {APP_ROLE}")
                made.append(name)
    return made


def month(moment: datetime, ahead: int) -> datetime:
    """The first instant (UTC) of the month `ahead` months after `moment`'s."""
    index = moment.year * 12 + moment.month - 1 + ahead
    return datetime(index // 12, index % 12 + 1, 1, tzinfo=UTC)


def months_left(last: str, now: datetime) -> int:
    """Full months between now and the end of the last partition, from its name."""
    year, at = int(last[-7:-3]), int(last[-2:])
    return (year * 12 + at - 1) - (now.year * 12 + now.month - 1)
