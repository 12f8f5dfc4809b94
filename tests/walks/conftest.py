"""Walks: whole journeys through a real browser against `liren demo`, at a phone's width and at a desk's.

With LIREN_SITE=http://127.0.0.1:8000 they walk through a demonstration that already runs, which saves its minute of
building while one works on a page. Shots of every page lie in tests/walks/shots.
"""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from liren.config.supervisor import state
from liren.config.supervisor.home import Home
from tests.browser import find
from tests.walks.visitor import Visitor

SHOTS = Path(__file__).parent / "shots"
MEDIA_SECRET = "walks-media-engine-secret-000000"
"""What the stand-in for a media engine proves itself with (tests/walks/test_detector_to_proof.py)."""
SET = {
    "LIREN_TRAFFIC": "0",
    "LIREN_MEDIA_URL": "https://video.invalid/{path}/?ticket={ticket}",
    "LIREN_MEDIA_SECRET": MEDIA_SECRET,
}
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--force-color-profile=srgb"]  # fmt: skip


def answers(address: str) -> bool:
    """/healthz says 200."""
    try:
        with urllib.request.urlopen(address + "/healthz", timeout=2) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running demonstration; its address."""
    if running := os.environ.get("LIREN_SITE"):
        yield running.rstrip("/")
        return
    with demonstration(tmp_path_factory.mktemp("demo")) as address:
        yield address


@contextmanager
def demonstration(data: Path) -> Iterator[str]:
    """A demonstration on a fresh data directory; its address. The traffic stands still, so that shots agree."""
    liren = str(Path(sys.executable).parent / "liren")
    env = {k: v for k, v in os.environ.items() if not k.startswith("LIREN_") or k == "LIREN_DATA"}
    command = [liren, "demo", "--tied", "--port", "0", "--data", str(data)]
    log = data.with_suffix(".log")
    with log.open("w") as said:
        process = subprocess.Popen(command, env={**env, **SET}, stdout=said, text=True)
    address, deadline = "", time.monotonic() + 240
    try:
        while not address and time.monotonic() < deadline:
            found = state.read(Home(data))
            if found and answers(found["url"].rstrip("/")):
                address = found["url"].rstrip("/")
            elif process.poll() is not None:
                pytest.fail("liren demo ended: " + log.read_text())
            time.sleep(0.2)
        assert address, "liren demo was not ready within four minutes: " + log.read_text()
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all walks."""
    path = find()
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=path, args=ARGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def signed_in() -> dict[str, str]:
    """The session of each account that came in by the login page once: nobody signs in twice in one run."""
    return {}


@pytest.fixture
def visit(site: str, browser: Browser, signed_in: dict[str, str]) -> Iterator[object]:
    """Make visitors: visit("demo-keeper", width=390). What they notice (scroll, errors, origins) fails the walk."""
    SHOTS.mkdir(exist_ok=True)
    visitors: list[Visitor] = []

    def one(account: str | None = None, *, width: int = 1440, script: bool = True) -> Visitor:
        visitor = Visitor(browser, site, width=width, script=script, shots=SHOTS)
        visitors.append(visitor)
        if account in signed_in:
            visitor.context.add_cookies([{"name": "sessionid", "value": signed_in[account], "url": site}])
        elif account:
            visitor.sign_in(account)
            signed_in[account] = next(c["value"] for c in visitor.context.cookies() if c["name"] == "sessionid")
        return visitor

    yield one
    for visitor in visitors:
        visitor.leave()
