"""The gateway under load: frames per second durable before they are confirmed, frames per CPU-second, memory per line.

Beside it, in the same run and with the same client: an echo server on uvloop that answers thirty bytes to each frame and
keeps nothing. Design §4: ≥ 20,000 frames/s durable at 100 lines; ≥ 30,000 per CPU-second at 1,400; 40 MB + 2 KB a line.
The client is a process of its own (benchmarks/devices.py); fsync is on. `python -m benchmarks gateway`.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

from benchmarks import cpu, house
from liren.config.supervisor.limits import many_files

ROUNDS = ((1, 64, 2_000), (100, 16, 100_000), (1400, 1, 40_000), (9000, 1, 40_000))
"""Lines, frames under way on each, frames in all."""
DURABLE_S, PER_CPU_S, BASE_MB, LINE_KB = 20_000, 30_000, 40, 2.0
ECHO = """
import asyncio, sys, uvloop
class Echo(asyncio.Protocol):
    def connection_made(self, t): self.t, self.n = t, 0
    def data_received(self, d):
        self.n += len(d); whole, self.n = divmod(self.n, SIZE)
        if whole: self.t.write(b"@" * 30 * whole)
async def main():
    server = await asyncio.get_running_loop().create_server(Echo, "127.0.0.1", int(sys.argv[1]), backlog=4096, reuse_port=True)
    print("ready", flush=True); await server.serve_forever()
uvloop.run(main())
"""


@dataclass(frozen=True, slots=True)
class Told:
    """One round: wall frames a second, CPU seconds of the server, p50 and p99 of an answer in ms."""

    lines: int
    frames: int
    seconds: float
    cpu: float
    p50: float
    p99: float

    @property
    def wall(self) -> float:
        return self.frames / self.seconds

    @property
    def per_cpu(self) -> float:
        return self.frames / self.cpu if self.cpu else 0.0


def main() -> None:
    """Print every round beside the echo server's, then memory and what is missed. Raises AssertionError for a lost frame."""
    many_files()
    wrong = []
    with house.opened() as one:
        house.renew(one, "bench_gateway")
        url = house.address(one, "app", "bench_gateway")
        print(f"平均负载 {os.getloadavg()[0]:.1f}（{os.cpu_count()} 核），fsync 开着")
        with served(
            [sys.executable, "-m", "liren.config.cli", "gateway", "--tcp", "127.0.0.1:5299"], 5299, url
        ) as gate:
            base = cpu.memory(gate)[0]
            rounds = [driven(gate, 5299, *asked) for asked in ROUNDS[:3]]
            full, held = ROUNDS[3][0], driven(gate, 5299, *ROUNDS[3], hold=True)
            rounds.append(held[0])
            loaded = held[1]
        with served([sys.executable, "-c", ECHO.replace("SIZE", str(frame_size())), "5298"], 5298, url) as echo:
            echoed = [driven(echo, 5298, *asked) for asked in ROUNDS]
        with psycopg.connect(url) as link:
            kept = link.execute("select count(*) from devices_frame").fetchone()
    for ours, bare in zip(rounds, echoed, strict=True):
        print(
            f"  {ours.lines:>5} 条线：{ours.wall:>9,.0f} 帧/秒（回声 {bare.wall:>9,.0f}，{ours.wall / bare.wall:.0%}），"
            f"每 CPU 秒 {ours.per_cpu:>9,.0f}（回声 {bare.per_cpu:>9,.0f}），确认 p50 {ours.p50:.0f} ms p99 {ours.p99:.0f} ms"
        )
    sent = sum(frames for _, _, frames in ROUNDS)
    line = (loaded - base) * 1024 / full
    print(
        f"  内存：空着 {base:.0f} MB，{full:,} 条线 {loaded:.0f} MB，每条 {line:.1f} KB；库里 {kept[0]:,} 帧，发了 {sent:,} 帧"
    )
    assert kept[0] == sent, f"confirmed {sent}, kept {kept[0]}"
    if rounds[1].wall < DURABLE_S:
        wrong.append(f"100 条线每秒 {rounds[1].wall:,.0f} 帧（要 {DURABLE_S:,}）")
    if rounds[2].per_cpu < PER_CPU_S:
        wrong.append(f"1,400 条线每 CPU 秒 {rounds[2].per_cpu:,.0f} 帧（要 {PER_CPU_S:,}）")
    if base > BASE_MB or line > LINE_KB:
        wrong.append(f"内存 {base:.0f} MB 加每条 {line:.1f} KB（要 {BASE_MB} MB 加 {LINE_KB} KB）")
    if wrong:
        print("  没有达到：" + "；".join(wrong))


@contextmanager
def served(words: list[str], port: int, url: str) -> Iterator[int]:
    """A server in a process of its own; its pid once it listens."""
    process = subprocess.Popen(words, env={**os.environ, "LIREN_DATABASE_URL": url}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        until = time.monotonic() + 30
        while subprocess.run(
            ["bash", "-c", f"exec 3<>/dev/tcp/127.0.0.1/{port}"], capture_output=True, check=False
        ).returncode:
            assert time.monotonic() < until, "the server did not start"
            time.sleep(0.1)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def driven(
    pid: int, port: int, lines: int, window: int, frames: int, hold: bool = False
) -> "Told | tuple[Told, float]":
    """One round against a server; with `hold` also its memory while every line is open."""
    before = cpu.of(pid)
    words = [sys.executable, "-m", "benchmarks.devices", str(port), str(lines), str(window), str(frames)]
    client = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert client.stdout is not None
    assert client.stdin is not None
    said = json.loads(client.stdout.readline())
    used = cpu.of(pid) - before
    memory = cpu.memory(pid)[0]
    client.stdin.close()
    client.wait(30)
    told = Told(lines, frames, said["seconds"], used, said["p50"], said["p99"])
    return (told, memory) if hold else told


def frame_size() -> int:
    from benchmarks.devices import fire

    return len(fire(1, 0))
