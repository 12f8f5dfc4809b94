"""Liren at the broker: QoS 1 in a session that outlives it, and every message acknowledged only after it is committed.

The broker holds what is not acknowledged and gives it again, so nothing is lost with this process or while the database is
away; it never gives more than WINDOW messages ahead of our acknowledgements, so nothing piles up here. paho has one thread of
its own, which connects again with growing pauses; what it hears is handed to the loop, which keeps and acknowledges.

A message that is given again carries the packet's number of before (MQTT 5 §4.4): number, topic and payload are the key under
which it is kept once. That holds while the broker keeps its sessions through a restart (docs/howto/mqtt.md).
"""

import asyncio
import json
import logging
import os
import ssl
import time
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.subscribeoptions import SubscribeOptions

from liren.devices.intake import Came, Heard
from liren.gateway.listening.limits import Pace
from liren.gateway.listening.sources import Line, Sources
from liren.gateway.mqtt import WIRE, topics
from liren.gateway.mqtt.broker import Broker
from liren.kernel.ids import new_id

WINDOW = 500
SESSION_S = 7 * 86400
KEEPALIVE_S = 30
AGAIN_FIRST_S, AGAIN_MOST_S = 1, 60
FRAMES_S, BURST = 20.0, 600.0
"""Messages a second of one sensor in the long run, and at once. What comes beyond is a mad device: counted, not kept."""
LOOK_S = 0.05
NAMES = 100_000
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Message:
    """What came, on which connection: an acknowledgement is worth something only on the one it came through."""

    connection: int
    mid: int
    qos: int
    topic: str
    payload: bytes


class Publisher(Line):
    """One device behind the broker."""

    __slots__ = ("pace",)

    def __init__(self, host: str) -> None:
        super().__init__(WIRE, host)
        self.pace = Pace(FRAMES_S, BURST, time.monotonic())

    def too_fast(self, now: float) -> bool:
        """Whether it said too much already; what is not kept is no debt, so a device that calms down is heard at once."""
        over = self.pace.take(1, now) > 0
        if over:
            self.pace.take(-1, now)
        return over


class Subscriber:
    """One subscriber. `start` and `stop` are called on the loop; the keeper is that of the whole process."""

    def __init__(self, loop: asyncio.AbstractEventLoop, broker: Broker, keeper: Any) -> None:
        self._loop, self._broker, self._keeper = loop, broker, keeper
        self._sources = Sources(WIRE)
        self._publishers: dict[bytes, Publisher] = {}
        self._held: deque[Message] = deque()
        self._connection = 0
        self.connected = asyncio.Event()
        self._client = self._made()

    def _made(self) -> Client:
        client = Client(
            CallbackAPIVersion.VERSION2, client_id=self._broker.user, protocol=MQTTProtocolVersion.MQTTv5, manual_ack=True
        )  # fmt: skip
        client.username_pw_set(self._broker.user, self._broker.password)
        if self._broker.tls:
            client.tls_set_context(ssl.create_default_context(cafile=self._broker.ca or None))
        client.reconnect_delay_set(AGAIN_FIRST_S, AGAIN_MOST_S)
        client.on_connect, client.on_disconnect = self._on_connect, self._on_disconnect
        client.on_message = self._on_message
        return client

    def start(self) -> None:
        """Connect, and go on trying."""
        wanted = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        wanted.SessionExpiryInterval, wanted.ReceiveMaximum = SESSION_S, WINDOW
        self._client.connect_async(
            self._broker.host, self._broker.port, KEEPALIVE_S, clean_start=False, properties=wanted
        )
        self._client.loop_start()

    async def stop(self) -> None:
        """Say good-bye, with the session left at the broker; called when the keeper has told everything."""
        self._client.disconnect()
        await self._loop.run_in_executor(None, self._client.loop_stop)

    def news(self) -> list[Heard]:
        """Who was heard since the last call."""
        return self._sources.news()

    def _on_connect(self, client: Client, _data: Any, flags: Any, reason: Any, _properties: Any) -> None:
        if reason.is_failure:
            log.warning("the MQTT broker refuses us: %s", reason)
            return
        self._loop.call_soon_threadsafe(self._connected)
        how = SubscribeOptions(qos=1, retainHandling=SubscribeOptions.RETAIN_DO_NOT_SEND)
        client.subscribe([(one, how) for one in topics.FILTERS])
        log.info("at the MQTT broker %s, session %s", self._broker.host, "kept" if flags.session_present else "new")

    def _on_disconnect(self, _client: Client, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        self._loop.call_soon_threadsafe(self.connected.clear)
        if reason.is_failure:
            log.warning("away from the MQTT broker: %s", reason)

    def _on_message(self, _client: Client, _data: Any, message: MQTTMessage) -> None:
        try:
            topic = message.topic
        except UnicodeDecodeError:
            topic = ""
        self._loop.call_soon_threadsafe(self._came, message.mid, message.qos, topic, bytes(message.payload))

    def _connected(self) -> None:
        """What was held of the connection before will come again on this one."""
        self._connection += 1
        self._held.clear()
        self.connected.set()

    def _came(self, mid: int, qos: int, topic: str, payload: bytes) -> None:
        message = Message(self._connection, mid, qos, topic, payload)
        if not self._keeper.full and not self._held:
            self._take(message)
        elif qos:
            if not self._held:
                self._loop.call_later(LOOK_S, self._look)
            self._held.append(message)

    def _look(self) -> None:
        """Take what was held while the keeper was full: at most WINDOW messages, the broker gives no more."""
        while self._held and not self._keeper.full:
            self._take(self._held.popleft())
        if self._held:
            self._loop.call_later(LOOK_S, self._look)

    def _take(self, message: Message) -> None:
        """To the keeper; what nobody asked for, is too long or too much is counted and acknowledged."""
        place = topics.place(message.topic)
        if place is None:
            self._told(message, "")
            return
        line = self._line(place.user.encode())
        self._sources.heard(place.user.encode(), line)
        if len(message.payload) > topics.LONGEST or line.too_fast(time.monotonic()):
            self._sources.denied(line)
            self._told(message, "")
            return
        raw = topics.kept(message.topic, message.payload)
        came = Came(
            id=new_id(), received_at=line.at or datetime.now(UTC), wire=WIRE, listener=WIRE, peer=self._broker.host,
            source=line.source, key=self._key(message) + raw, raw=raw,
        )  # fmt: skip
        self._keeper.keep(came, partial(self._told, message, place.reply))

    def _line(self, source: bytes) -> Publisher:
        line = self._publishers.get(source)
        if line is None:
            if len(self._publishers) >= NAMES:
                del self._publishers[next(iter(self._publishers))]
            line = self._publishers[source] = Publisher(self._broker.host)
        return line

    def _key(self, message: Message) -> bytes:
        """What a message shares with itself given again. One of QoS 0 is never given again."""
        return message.mid.to_bytes(2, "big") if message.qos else os.urandom(8)

    def _told(self, message: Message, reply: str) -> None:
        """Committed: acknowledge it, unless its connection is over; then it comes again, is kept once and acknowledged there."""
        if message.connection != self._connection:
            return
        if message.qos:
            self._client.ack(message.mid, message.qos)
        if reply:
            self._client.publish(reply, answer(message.payload))


def answer(payload: bytes) -> bytes:
    """What OneJSON wants to hear of a post: its number and 200."""
    try:
        said = json.loads(payload)
    except (ValueError, RecursionError):
        return b'{"code":400,"msg":"not JSON"}'
    number = said.get("id") if isinstance(said, dict) else None
    return json.dumps({"id": str(number or "")[:32], "code": 200, "msg": "success"}).encode()
