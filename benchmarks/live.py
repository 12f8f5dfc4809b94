"""500 open desks: how long from a commit to the message on each, and what a desk costs in memory.

The house is whole (`liren up`: PostgreSQL with fsync, web, events, worker); the desks are lines to its web port, each
with a session of its own, held by this process, whose own work for 500 lines is therefore inside the figures.
"""

import asyncio
import json
import os
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from tests.config.running import running

from benchmarks import land
from liren.config.supervisor import state
from liren.config.supervisor.attach import attached
from liren.config.supervisor.home import Home
from liren.config.supervisor.limits import many_files

DESKS, ON_MANY, ON_ONE = 500, 40, 200
P99_MANY_MS, P99_ONE_MS, KB = 200, 1000, 80


@dataclass
class Desks:
    """Any number of open lines; `heard` holds for each case when each line was told of it (time.perf_counter)."""

    heard: dict[str, list[float]] = field(default_factory=dict)
    open: int = 0

    def line(self, host: str, session: str) -> "Line":
        return Line(self, f"GET /events HTTP/1.1\r\nHost: {host}\r\nCookie: sessionid={session}\r\n\r\n".encode())


class Line(asyncio.Protocol):
    """One desk."""

    def __init__(self, desks: Desks, asks: bytes) -> None:
        self.desks, self.asks, self.rest, self.ready = desks, asks, b"", False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        transport.write(self.asks)

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        if not self.ready and b"event: beat" in data:
            self.ready = True
            self.desks.open += 1
        *whole, self.rest = (self.rest + data).split(b"\n")
        for said in whole:
            if said.startswith(b"data: ["):
                for message in json.loads(said[6:]):
                    if "CaseReported" in message["names"]:
                        self.desks.heard.setdefault(message["subject"], []).append(now)


@contextmanager
def house(data: Path) -> Iterator[tuple[str, int]]:
    """The address and port of a running house with the county's map and its dispatcher, and Django set up for it."""
    with running(data) as one, attached(Home(data)) as inside:
        os.environ |= inside.env
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
        import django

        django.setup()
        from benchmarks import lives

        land.lay()
        lives.appoint()
        place = urlsplit(one.url)
        yield str(place.hostname), int(place.port or 80)


def sessions(count: int) -> list[str]:
    """So many browsers in which the dispatcher has signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from benchmarks import lives
    from liren.trust.accounts import Backend
    from liren.trust.sessions import SessionStore

    account = Backend().get_user(lives.DESK.account)
    assert account is not None
    made = []
    for _ in range(count):
        session = SessionStore()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(account.pk), "liren.trust.accounts.Backend"
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session.create()
        made.append(str(session.session_key))
    return made


def report(chance: random.Random) -> tuple[str, float]:
    """One report through the gate: its case, and the moment at which it had been committed."""
    from benchmarks import lives
    from liren.cases.commands import ReportCase
    from liren.kernel import Code
    from liren.kernel.ids import new_id
    from liren.trust import gate

    lon, lat = lives.point(chance.randrange(land.ROWS * land.COLUMNS), chance)
    case = new_id()
    told = ReportCase(case_id=case, note=new_id(), kind=Code("street_light_out"), words="路灯不亮", lon=lon, lat=lat)
    gate.execute(told, actor=lives.RESIDENT, now=datetime.now(UTC), key=new_id())
    return str(case), time.perf_counter()


def memory(data: Path) -> dict[str, float]:
    """Resident kilobytes of the web server's processes and of the events process."""
    told = state.read(Home(data))
    assert told is not None
    web, events = (psutil.Process(told["parts"][name]["pid"]) for name in ("web", "events"))
    every = {"web": [web, *web.children(recursive=True)], "events": [events]}
    return {name: sum(p.memory_info().rss for p in members) / 1024 for name, members in every.items()}


async def measure(host: str, port: int, tokens: list[str], reports: int, data: Path) -> tuple[list[float], float]:
    """Milliseconds from commit to message on every line, in order; kilobytes that a line costs."""
    desks, loop = Desks(), asyncio.get_running_loop()
    before = sum(memory(data).values())
    lines = []
    for token in tokens:
        lines.append((await loop.create_connection(partial(desks.line, host, token), host, port))[0])
    while desks.open < len(tokens):
        await asyncio.sleep(0.05)
    chance = random.Random(len(tokens))
    waits = []
    for _ in range(reports):
        case, committed = await asyncio.to_thread(report, chance)
        deadline = time.monotonic() + 30
        while len(desks.heard.get(case, ())) < len(tokens) and time.monotonic() < deadline:
            await asyncio.sleep(0.01)
        assert len(desks.heard[case]) == len(tokens), f"{len(desks.heard[case])} of {len(tokens)} desks heard of it"
        waits += [max(0.0, told - committed) * 1000 for told in desks.heard[case]]
        await asyncio.sleep(chance.uniform(0, 0.1))
    each = (sum(memory(data).values()) - before) / len(tokens)
    for transport in lines:
        transport.close()
    return sorted(waits), each


def told(waits: list[float], limit: float) -> str:
    """The middle, the 99th percentile and the longest wait, beside the limit."""
    p99 = waits[int(len(waits) * 0.99)]
    return f"p50 {waits[len(waits) // 2]:.0f} ms，p99 {p99:.0f} ms（上限 {limit} ms），最长 {waits[-1]:.0f} ms"


def main() -> None:
    """Both measures, with how busy the machine was."""
    many_files()
    with tempfile.TemporaryDirectory(prefix="liren-live-") as folder:
        data = Path(folder) / "data"
        with house(data) as (host, port):
            tokens = sessions(DESKS)
            print(f"这时机器的平均负载 {os.getloadavg()[0]:.1f}（{os.cpu_count()} 核）")
            waits, _ = asyncio.run(measure(host, port, tokens[:1], ON_ONE, data))
            print(f"一张受理台，{ON_ONE} 件经关口上报：{told(waits, P99_ONE_MS)}")
            waits, each = asyncio.run(measure(host, port, tokens, ON_MANY, data))
            print(f"{DESKS} 张受理台，{ON_MANY} 件：{told(waits, P99_MANY_MS)}；每张 {each:.0f} KB（上限 {KB} KB）")
            print(f"这时机器的平均负载 {os.getloadavg()[0]:.1f}；网页、实时消息共 {memory(data)} KB")


if __name__ == "__main__":
    main()
