"""The order book over a connection of its own: what is to go down, and how it went. Plain psycopg, one caller at a time."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import psycopg

from liren.devices import outgoing
from liren.devices.outgoing import Taken, Word
from liren.gateway.listening.store import OPTIONS
from liren.kernel.ids import new_id


class Book:
    """The orders of one wire. `id` is this process; an order that it takes is nobody else's until it ends."""

    def __init__(self, url: str, wire: str) -> None:
        self._url, self._wire = url, wire
        self.id: UUID = new_id()
        self._link: psycopg.Connection[Any] | None = None

    def waiting(self) -> list[bytes]:
        """The devices for which an order waits for a gateway. Raises store.Error."""
        return [bytes(source) for (source,) in self._run(outgoing.WAITING, {"wire": self._wire})]

    def take(self, sources: Sequence[bytes]) -> list[Taken]:
        """Take what waits for these sources, at most one order for each. Raises store.Error."""
        return [Taken(*row) for row in self._run(*outgoing.taking(self.id, self._wire, sources))]

    def tell(self, words: Sequence[Word]) -> None:
        """Keep what happened. Raises store.Error."""
        self._run(*outgoing.telling(self.id, words))

    def close(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None

    def _run(self, query: str, params: dict[str, Any]) -> list[Any]:
        if self._link is None or self._link.closed:
            self._link = psycopg.connect(
                self._url, autocommit=True, prepare_threshold=1, options=OPTIONS, connect_timeout=5
            )
        cursor = self._link.execute(query, params)
        return cursor.fetchall() if cursor.description else []
