"""The gateway's own connection to PostgreSQL: plain psycopg, so that a process of forty megabytes serves thousands of lines."""

from collections.abc import Callable, Sequence
from typing import Any

import psycopg

from liren.devices import intake
from liren.devices.intake import Came, Heard

OPTIONS = "-c lock_timeout=2s -c statement_timeout=10s"
BEAT = """insert into trust_heartbeat (name, at) select name, clock_timestamp() from unnest(%(names)b::text[]) as n(name)
          order by name on conflict (name) do update set at = excluded.at"""
Error = psycopg.Error


class Store:
    """Opens its connection when it is first needed, and again after it broke. Used by one thread.

    `signs` names what else of this process is alive, besides the process itself.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self.signs: Callable[[], tuple[str, ...]] = tuple
        self._link: psycopg.Connection[Any] | None = None

    def keep(self, came: Sequence[Came]) -> int:
        """Store frames in a transaction of its own; how many were new. Raises Error."""
        return self._run(*intake.keeping(came))

    def hear(self, heard: Sequence[Heard]) -> int:
        """Note who was heard. Raises Error."""
        return self._run(*intake.hearing(heard))

    def beat(self) -> int:
        """Say that the gateway is alive, and what else is. Raises Error."""
        return self._run(BEAT, {"names": ["gateway", *self.signs()]})

    def close(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None

    def _run(self, query: str, params: dict[str, Any]) -> int:
        if self._link is None or self._link.closed:
            self._link = psycopg.connect(
                self._url, autocommit=True, prepare_threshold=1, options=OPTIONS, connect_timeout=5
            )
        return self._link.execute(query, params).rowcount
