"""The gateway itself: opens its doors, keeps what comes, ends on being told to, with nothing confirmed that is not kept."""

import asyncio
import logging
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from liren.devices.intake import Heard
from liren.gateway import gb26875
from liren.gateway.codec import codec
from liren.gateway.gb26875 import dialogue
from liren.gateway.listening.book import Book
from liren.gateway.listening.keeper import Keeper
from liren.gateway.listening.orders import Orders
from liren.gateway.listening.sources import Sources
from liren.gateway.listening.store import Store
from liren.gateway.listening.tcp import Connection, Room
from liren.gateway.listening.udp import Datagrams

if TYPE_CHECKING:
    from liren.gateway.gb28181.serving import Serving
    from liren.gateway.mqtt.broker import Broker
    from liren.gateway.mqtt.subscriber import Subscriber

BACKLOG = 4096
Door = tuple[str, int]
log = logging.getLogger(__name__)


class Gateway:
    """One process of it; several may share a port (SO_REUSEPORT), each device speaks to one. Orders go down from its `book`.
    With a `broker` it is also the subscriber of sensors over MQTT; what that needs is loaded only then."""

    def __init__(
        self, store: Store, book: Book | None = None, broker: "Broker | None" = None, sip: "Serving | None" = None
    ) -> None:
        self.store, self.book, self.broker, self.sip = store, book, broker, sip
        self.mqtt: Subscriber | None = None
        self.sources = Sources(f"{gb26875.NAME}:{gb26875.VERSION}")
        self.doors: list[Door] = []
        self.ready = asyncio.Event()

    async def run(self, tcp: Sequence[Door], udp: Sequence[Door], stop: asyncio.Event) -> None:
        """Serve until `stop`. Raises OSError when a port is taken."""
        loop = asyncio.get_running_loop()
        self.keeper = Keeper(loop, self.store, self._news)
        standard = codec(gb26875.NAME, gb26875.VERSION)
        streams = Room("tcp", standard, self.sources, self.keeper, dialogue)
        datagrams = Room("udp", standard, self.sources, self.keeper, dialogue)
        servers = [
            await loop.create_server(lambda: Connection(streams), host, port, backlog=BACKLOG, reuse_port=True)
            for host, port in tcp
        ]
        sockets = [
            await loop.create_datagram_endpoint(lambda: Datagrams(datagrams), (host, port), reuse_port=True)
            for host, port in udp
        ]
        self.doors = [server.sockets[0].getsockname()[:2] for server in servers]
        self.doors += [transport.get_extra_info("sockname")[:2] for transport, _ in sockets]
        self.keeper.start()
        if self.broker is not None:
            self._subscribe(loop, self.broker)
        if self.sip is not None:
            await self.sip.start(self.keeper)
        tasks = [asyncio.create_task(streams.ticking())]
        if self.book is not None:
            orders = Orders(self.sources, self.book)
            streams.back = datagrams.back = orders.back
            tasks.append(asyncio.create_task(orders.run()))
        log.info("gateway started, pid %s, doors %s", os.getpid(), self.doors)
        self.ready.set()
        await stop.wait()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for server in servers:
            server.close()
        for line in tuple(streams.open):
            line.transport.pause_reading()
        await loop.run_in_executor(None, self.keeper.stop)
        await asyncio.sleep(0)
        if self.mqtt is not None:
            await self.mqtt.stop()
        for line in tuple(streams.open):
            line.transport.close()
        for transport, _ in sockets:
            transport.close()
        if self.sip is not None:
            await self.sip.stop()

    def _subscribe(self, loop: asyncio.AbstractEventLoop, broker: "Broker") -> None:
        from liren.gateway.mqtt.subscriber import Subscriber

        self.mqtt = mqtt = Subscriber(loop, broker, self.keeper)
        self.store.signs = lambda: ("mqtt",) if mqtt.connected.is_set() else ()
        self.mqtt.start()

    def _news(self) -> list[Heard]:
        """Who was heard, on every wire."""
        beside = [one.news() for one in (self.mqtt, self.sip) if one is not None]
        return self.sources.news() + [heard for news in beside for heard in news]
