"""GB/T 28181 inside the gateway's process: its two doors, the registrar behind them, and what it remembers."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache

from liren.devices import signalling
from liren.devices.intake import Heard
from liren.devices.rules.sip import WIRE
from liren.devices.signalling import Account, Listed
from liren.gateway.gb28181.answering import Answering
from liren.gateway.gb28181.catalogues import Catalogues
from liren.gateway.gb28181.doors import Connection, Connections, Datagram, Datagrams
from liren.gateway.gb28181.lines import Way
from liren.gateway.gb28181.memory import Memory
from liren.gateway.gb28181.registrar import Binding, Registrar
from liren.gateway.listening.keeper import Keeper
from liren.gateway.listening.sources import Sources

TICK_S = 0.5
log = logging.getLogger(__name__)
USUAL = "34020000002000000001"
"""The centre's own number when none is given: the one that examples of the standard use."""


class Serving:
    """UDP and TCP on one port. `unseal` opens a kept password; `centre` is our own number; `door` where it listens."""

    def __init__(self, url: str, unseal: Callable[[bytes], str], door: tuple[str, int], centre: str = USUAL) -> None:
        self._url, self._centre, self.door = url, centre, door
        self._unseal = lru_cache(maxsize=4096)(unseal)
        self.sources = Sources(WIRE)

    def news(self) -> list[Heard]:
        """Who was heard since the last call."""
        return self.sources.news()

    async def start(self, keeper: Keeper) -> None:
        """Open the doors; alarms are kept by `keeper`. Raises OSError when the port is taken."""
        logging.getLogger("aiosipua").setLevel(logging.ERROR)
        loop = asyncio.get_running_loop()
        self.memory = Memory(self._url, loop, self._know)
        self.registrar = Registrar(
            self.sources,
            Catalogues(self._centre, self._whole, self._failed),
            lambda bound: self.memory.write(signalling.binding(bound)),
            self._unseal,
        )
        answering = Answering(self.registrar, keeper, self.memory.drop)
        self.connections = Connections(answering.take)
        self._server = await loop.create_server(lambda: Connection(self.connections), *self.door)
        self.door = self._server.sockets[0].getsockname()[:2]
        made = await loop.create_datagram_endpoint(lambda: Datagrams(answering.take), self.door)
        self._datagrams: asyncio.DatagramTransport = made[0]
        self.memory.start()
        self._ticking = asyncio.create_task(self._tick())

    async def stop(self) -> None:
        """Close the doors; what has to be told is told. The keeper is stopped before, so that its answers still go out."""
        self._ticking.cancel()
        self._server.close()
        self._datagrams.close()
        self.connections.close()
        await asyncio.get_running_loop().run_in_executor(None, self.memory.stop)

    def _know(self, accounts: dict[str, Account]) -> None:
        self.registrar.know(accounts)

    def _whole(self, account: Account, listed: list[Listed], count: int) -> None:
        self.memory.write(signalling.catalogue(account.device, listed, count, datetime.now(UTC)))

    def _failed(self, account: Account, trouble: str) -> None:
        self.memory.write(signalling.failed(account.device, trouble))

    def _way(self, binding: Binding) -> Way | None:
        """The way back to a device that signed in before a restart: over UDP it is where it was."""
        return Datagram(self._datagrams, (binding.peer, binding.port)) if binding.transport == "udp" else None

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            try:
                self.registrar.tick(self.door, self._way)
            except Exception:  # one device that can't be asked must not keep the others from it
                log.exception("asking for catalogues failed")
            self.connections.tick()
