"""kill -9 of the database, of the gateway and of the reader in a storm of 10,000 alarms: what was confirmed is there, once.

A cluster of its own with fsync on is killed whole (postmaster and backends) and recovers; devices send again what nobody
confirmed, as the standard says (clause 6.5). Then every frame is there once, and the alarms are exactly those that rang.
tests/gateway/test_kills.py runs it once, `python -m benchmarks storms` several times with more kills.
"""

import asyncio
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import psycopg

from benchmarks.devices import fire
from liren.config.supervisor.cluster import SETTINGS
from liren.config.supervisor.temporary import Server, thrown_away
from liren.gateway.gb26875.frame import CONFIRM, SHORTEST, Frame, parse
from liren.kernel.ids import new_id

LINES, BUILDINGS, WINDOW = 100, 20, 8
FIRST = 700_000
PATIENCE_S = 3.0
"""A device that waits longer than this for any answer hangs up and begins anew with what was not confirmed."""
ROUNDS, ALARMS = 3, 10_000
KEYS = {"LIREN_SECRET_KEY": "only-for-storms", "LIREN_SEAL_KEY": "5e" * 32}
READER = "from benchmarks.storms import read_on; read_on()"


@dataclass
class Storm:
    """Devices on `LINES` lines that send their share until all of it is confirmed, whatever is killed meanwhile."""

    port: int
    alarms: int
    confirmed: set[bytes] = field(default_factory=set)
    sent: int = 0

    def __post_init__(self) -> None:
        share = self.alarms // LINES
        self.frames = [[fire(FIRST + n, serial) for serial in range(share)] for n in range(LINES)]

    @property
    def every(self) -> set[bytes]:
        return {frame for line in self.frames for frame in line}

    async def blow(self) -> None:
        await asyncio.gather(*(self._line(frames) for frames in self.frames))

    async def _line(self, frames: list[bytes]) -> None:
        todo = dict(enumerate(frames))
        while todo:
            with suppress(OSError, TimeoutError, asyncio.IncompleteReadError):
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                try:
                    await self._talk(reader, writer, todo)
                finally:
                    writer.close()
            await asyncio.sleep(0.05)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, todo: dict[int, bytes]) -> None:
        coming = iter(list(todo.values()))
        for frame in islice(coming, WINDOW):
            self._send(writer, frame)
        while todo:
            answer = parse(await asyncio.wait_for(reader.readexactly(SHORTEST), PATIENCE_S))
            assert isinstance(answer, Frame)
            assert answer.command == CONFIRM
            if answer.serial in todo:
                self.confirmed.add(todo.pop(answer.serial))
            for more in islice(coming, 1):
                self._send(writer, more)

    def _send(self, writer: asyncio.StreamWriter, frame: bytes) -> None:
        self.sent += 1
        writer.write(frame)


@dataclass
class Ground:
    """The cluster, a gateway and a reader, each in processes that can be killed."""

    server: Server
    port: int
    killed: list[str] = field(default_factory=list)

    @property
    def env(self) -> dict[str, str]:
        urls = self.server.urls
        return {**os.environ, **KEYS, "LIREN_DATABASE_URL": urls.app, "LIREN_OWNER_DATABASE_URL": urls.owner}

    def begin(self) -> None:
        subprocess.run(
            [sys.executable, "-c", "from liren.config.migrate import migrate; migrate()"], env=self.env, check=True
        )
        self.ask("checkpoint")  # recovery is to replay the storm, not the making of the tables
        self.gateway, self.reader = self._gateway(), self._reader()

    def _gateway(self) -> "subprocess.Popen[bytes]":
        words = [sys.executable, "-m", "liren.config.cli", "gateway", "--tcp", f"127.0.0.1:{self.port}"]
        return subprocess.Popen(words, env=self.env, stderr=subprocess.DEVNULL)

    def _reader(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen([sys.executable, "-c", READER], env=self.env, stdout=subprocess.DEVNULL)

    def strike(self, name: str) -> None:
        """kill -9, and start it again."""
        self.killed.append(name)
        if name == "database":
            self.server.kill()
            self.server.start()
            return
        process: subprocess.Popen[bytes] = getattr(self, name)
        process.kill()
        process.wait()
        setattr(self, name, self._gateway() if name == "gateway" else self._reader())

    def end(self) -> None:
        for process in (self.gateway, self.reader):
            process.send_signal(signal.SIGTERM)
        for process in (self.gateway, self.reader):
            process.wait(20)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.server.urls.admin) as link:
            done = link.execute(query)
            return done.fetchall() if done.description else []

    def kept(self) -> list[bytes]:
        return [bytes(raw) for (raw,) in self.ask("select raw from devices_frame")]

    def register(self) -> None:
        """The devices, five to a building, straight into their table: this is not about registering."""
        houses = [new_id() for _ in range(BUILDINGS)]
        rows = [
            (new_id(), (FIRST + n).to_bytes(6, "little"), f"{n} 号", houses[n % BUILDINGS], datetime.now(UTC))
            for n in range(LINES)
        ]
        with psycopg.connect(self.server.urls.admin) as link:
            link.cursor().executemany(
                """insert into devices_device (id, kind, wire, source, profile, name, position, area, building, filing, grade,
                     signed, interval, maintenance_reason, clock_off, registered_at, version)
                   values (%s, 'transmission_unit', 'gb26875:2011', %s, 'standard', %s, '', '32118110120100101', %s, '', '',
                     false, 30, '', 0, %s, 1)""",
                rows,
            )


def read_on() -> None:
    """What the worker's urgent loop does, in a process of its own: frames become alarms until it is ended."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
    import django

    django.setup()
    from liren.config.worker import Worker, clock
    from liren.gateway import reading

    worker = Worker([], lambda: reading.read(clock()))
    signal.signal(signal.SIGTERM, worker.stop)
    worker.run()


@contextmanager
def ground(port: int) -> Iterator[Ground]:
    with thrown_away(SETTINGS | {"shared_buffers": "64MB"}) as server:
        made = Ground(server, port)
        made.begin()
        try:
            yield made
        finally:
            made.end()


def weather(on: Ground, alarms: int, strikes: list[str], say: Callable[[str], None]) -> dict[str, int]:
    """One storm with its strikes, evenly spread over it; what was found, and all counts that must be 0 are named `no_…`."""
    on.register()
    storm = Storm(on.port, alarms)
    thread = threading.Thread(target=lambda: asyncio.run(storm.blow()), daemon=True)
    thread.start()
    lost = 0
    for n, name in enumerate(strikes, start=1):
        _until(lambda n=n: len(storm.confirmed) >= alarms * n // (len(strikes) + 1), "the storm stands still")
        sure = set(storm.confirmed)
        on.strike(name)
        lost += len(sure - set(on.kept()))
        say(f"{name} killed after {len(sure)} of {alarms}")
    thread.join(60)
    assert not thread.is_alive(), f"{len(storm.confirmed)} of {alarms} were confirmed"
    _until(lambda: on.ask("select count(*) from devices_waiting") == [(0,)], "frames are not read", pause=0.3)
    kept = on.kept()
    [(rang, once, cases)] = on.ask(
        """select count(*), count(*) filter (where signals = 1 and closed_at is null and kind = 'fire' and active),
                  count(distinct "case") from devices_alarm"""
    )
    return {
        "alarms": alarms, "sent": storm.sent, "confirmed": len(storm.confirmed), "kept": len(kept), "cases": cases,
        "no_confirmed_missing_after_a_kill": lost,
        "no_frame_missing": len(storm.every - set(kept)),
        "no_frame_twice": len(kept) - len(set(kept)),
        "no_alarm_missing_or_too_many": abs(rang - alarms),
        "no_alarm_not_open_or_not_once": rang - once,
        "no_building_with_two_cases": abs(cases - BUILDINGS),
        "no_frame_unread": on.ask("select count(*) from devices_unread")[0][0],
    }  # fmt: skip


def _until(true: Callable[[], bool], why: str, pause: float = 0.01, seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, why
        time.sleep(pause)


def main() -> None:
    """Storms with kills in a random order, told as they come. Raises AssertionError when anything is missing or twice."""
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    print(f"种子 {seed}，{ROUNDS} 场，每场 {ALARMS:,} 条火警")
    for _ in range(ROUNDS):
        began = time.monotonic()
        strikes = chance.choices(("database", "gateway", "reader"), (3, 3, 2), k=6)
        with ground(chance.randrange(20_000, 30_000)) as on:
            counts = weather(on, ALARMS, strikes, lambda line: None)
        print(f"杀掉：{'、'.join(strikes)}，用时 {time.monotonic() - began:.0f} 秒")
        print("  " + "，".join(f"{name} {n}" for name, n in counts.items()))
        assert all(n == 0 for name, n in counts.items() if name.startswith("no_")), counts
