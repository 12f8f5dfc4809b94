"""kill -9 in the middle of a storm: every frame that was confirmed is there, once; what was not confirmed is sent again."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress

from liren.gateway.gb26875.frame import CONFIRM, SHORTEST, Frame, parse
from liren.trust import sql
from tests.gateway.test_gb26875 import FIRE
from tests.gateway.wire import Device

LINES, FRAMES = 20, 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def begun(port: int, url: str) -> subprocess.Popen[bytes]:
    """A gateway in a process of its own, once it listens."""
    words = [sys.executable, "-m", "liren.config.cli", "gateway", "--tcp", f"127.0.0.1:{port}"]
    process = subprocess.Popen(words, env={**os.environ, "LIREN_DATABASE_URL": url}, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return process
        time.sleep(0.05)
    raise AssertionError("the gateway did not start")


def confirmed(device: Device, seconds: float) -> set[int]:
    """The serials whose confirmation comes within this time, or until the line breaks."""
    told, held = set[int](), b""
    device.line.settimeout(0.2)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            more = device.line.recv(65536)
        except TimeoutError:
            continue
        except OSError:
            break
        if not more:
            break
        held += more
        while len(held) >= SHORTEST:
            answer = parse(held[:SHORTEST])
            assert isinstance(answer, Frame)
            assert answer.command == CONFIRM
            told.add(answer.serial)
            held = held[SHORTEST:]
        if len(told) == FRAMES:
            break
    return told


def test_no_confirmed_frame_is_lost_and_none_is_kept_twice_when_the_gateway_is_killed(db):
    port, url = free_port(), db.app()
    units = [FIRE[:7] + n.to_bytes(2, "little") + FIRE[9:] for n in range(FRAMES)]
    first = begun(port, url)
    devices = [Device(port, 7000 + n) for n in range(LINES)]
    storms = [[device.frame(unit) for unit in units] for device in devices]
    for device, storm in zip(devices, storms, strict=True):
        device.send(b"".join(storm[: FRAMES // 2]))
    first.send_signal(signal.SIGKILL)
    first.wait(10)
    sure = [confirmed(device, 1.0) for device in devices]
    for device, told in zip(devices, sure, strict=True):
        device.close()
        kept = {bytes(row["raw"])[2] + 256 * bytes(row["raw"])[3] for row in rows(device)}
        assert told <= kept, "what was confirmed before the kill is there"
    second = begun(port, url)
    try:
        again = [Device(port, 7000 + n) for n in range(LINES)]
        for device, storm in zip(again, storms, strict=True):
            device.send(b"".join(storm))
            assert confirmed(device, 20.0) == set(range(FRAMES))
            device.close()
    finally:
        second.send_signal(signal.SIGTERM)
        assert second.wait(15) == 0
    for device, storm in zip(again, storms, strict=True):
        assert sorted(bytes(row["raw"]) for row in rows(device)) == sorted(storm), "each frame once"


def rows(device: Device) -> list[dict[str, bytes]]:
    found: list[dict[str, bytes]] = sql.rows("select raw from devices_frame where source = %s", (device.source,))
    return found
