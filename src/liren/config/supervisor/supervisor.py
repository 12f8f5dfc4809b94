"""The supervisor: starts the parts one after another, keeps them running, ends them together.

One thread, one loop. A signal only sets a flag, which every wait looks at.
"""

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from liren.config.demo.zone_progress import Progress, progress

from . import database as databases
from . import doors, environment, logs, port, state
from .child import Child
from .database import Database, Postgres
from .home import SETUP_CODE, Home, keys, setup_code, write_json
from .trouble import Trouble, from_log

CLI = "liren.config.cli"
DAY = 86400.0
STOP_WITHIN = 10.0
SHORT = 500 << 20  # bytes of free disk
_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked us to end."""


@dataclass
class Supervisor:
    """One home while it runs. `say` prints a short line for the person at the terminal."""

    home: Home
    host: str = "127.0.0.1"
    port: int = 8000
    say: Callable[[str], None] = print
    parts: list[Child] = field(default_factory=list)
    stopping: bool = False
    short: bool = False
    zone: Progress | None = None

    def run(self) -> None:
        """Everything, until a signal. Raises Trouble when it cannot start."""
        with self._signals():
            try:
                self._start()
                self._keep()
            except Stopped:
                pass
            finally:
                self._end()

    def _start(self) -> None:
        began = time.monotonic()
        self._held = port.reserve(self.host, self.port)
        self.port = self._held.getsockname()[1]
        self.home.make()
        self._lock = self.home.lock()
        code = setup_code(self.home)
        self.keys = keys(self.home)
        self.facts = {
            "host": self.host,
            "port": self.port,
            "url": self.url,
            "demo": self.home.demo,
            "since": time.time(),
        }
        state.remember(self.home)
        self.database = self._database()
        self.env = environment.for_parts(self.home, self.keys, self.database) | self._address()
        self._once("migrate", (CLI, "migrate"), "正在更新数据库结构")
        if self.home.demo:
            self._build_demo()
        self._serve()
        self._look_at_disk()
        self.zone = progress(self.home.path)
        self.say(f"里仁已就绪：{self.url}（用时 {time.monotonic() - began:.1f} 秒）")
        if code:
            self.say(
                f"还没有人能登录。请打开 {self.url}setup/ 填一次性建县码 {code}（也写在 {self.home / SETUP_CODE}）。"
            )
        self.say("按 Ctrl-C 停止。")

    def _serve(self) -> None:
        """Web, events, worker and gateway; ready when /healthz says so, and then a demonstration comes to life."""
        doors.mqtt()
        self._door = doors.gateway()
        door = doors.said(self._door) if self._door else ""
        before = len(self.parts)
        live = self.env | environment.for_live(self.home) | {"LIREN_GATEWAY_DOOR": door}
        web = live | environment.for_web(self.host, self.port)
        self._command("web", "--host", self.host, "--port", str(self.port), env=web)
        self._command("events", env=live)
        self._command("worker", env=self.env)
        if door:
            self.facts["gateway"] = door
            sip = ("--sip", asked) if (asked := doors.sip()) else ()
            self._command("gateway", "--tcp", door, "--udp", door, *sip, env=self.env)
        self._until(lambda: self._health() == 200, *self.parts[before:])
        if self.home.demo:
            self._part(Child("traffic", ("liren.config.demo.traffic",), self.home.log("traffic"), self.env))

    def _command(self, name: str, *words: str, env: dict[str, str]) -> None:
        """A part that is a subcommand of liren."""
        self._part(Child(name, (CLI, name, *words), self.home.log(name), env))

    @property
    def url(self) -> str:
        shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(
            self.host, f"[{self.host}]" if ":" in self.host else self.host
        )
        return f"http://{shown}:{self.port}/"

    def _address(self) -> dict[str, str]:
        """A demonstration is opened where it runs; a county says its own address (LIREN_URL)."""
        return {"LIREN_URL": self.url.rstrip("/")} if self.home.demo and "LIREN_URL" not in os.environ else {}

    def _database(self) -> Database:
        if found := databases.external(self.keys):
            return found
        cluster = databases.embedded_cluster(self.home)
        if not (cluster.data / "PG_VERSION").exists():
            self.say(f"首次启动，正在 {self.home.path} 建立数据库……")
        postgres = databases.part(self.home, cluster, self.keys)
        self.parts.append(postgres)
        found = databases.start(self.home, postgres, self.keys, self._pause)
        self._note()
        return found

    def _part(self, part: Child) -> None:
        self.parts.append(part)
        part.start()
        self._note()

    def _once(self, name: str, words: tuple[str, ...], doing: str) -> None:
        """Run something to its end under the owner's role; its failure is ours."""
        part = Child(
            name,
            words,
            self.home.log(name),
            environment.for_owner(self.home, self.keys, self.database) | self._address(),
        )
        self.say(f"{doing}……")
        self._part(part)
        while part.code is None:
            self._pause(0.05)
        self.parts.remove(part)
        if part.code != 0:
            said = part.tail()
            raise from_log(said, self.home.path) or Trouble(
                f"{doing}没有成功，原因在 {part.log} 的末尾：{_last_line(said)}"
            )

    def _build_demo(self) -> None:
        """Build the demonstration until it was once built to the end; the builder goes on where it was cut off."""
        marker = self.home / "demo.json"
        if '"built"' not in marker.read_text():
            self._once("demo", ("liren.config.demo.build",), "正在建立示范镇")
            write_json(marker, {"made_by": "liren demo", "built": time.time()})

    def _until(self, ready: Callable[[], bool], *parts: Child, limit: float = 90) -> None:
        """Wait until it is ready. Raises Trouble with the end of a part's log when one ends instead, or on delay."""
        deadline = time.monotonic() + limit
        while not ready():
            part = next((one for one in parts if one.code is not None), parts[0])
            if part.code is not None or time.monotonic() > deadline:
                said = part.tail()
                raise from_log(said, self.home.path) or Trouble(
                    f"{part.name} 没有启动，原因在 {part.log} 的末尾：{_last_line(said)}"
                )
            self._pause(0.05)

    def _health(self) -> int | None:
        try:
            with urlopen(f"{self.url}healthz", timeout=3) as answer:
                return int(answer.status)
        except HTTPError as error:
            return error.code
        except (URLError, OSError):
            return None

    def _keep(self) -> None:
        """Restart what dies; once a minute look at the logs, once a day make partitions."""
        minute, day = time.monotonic(), time.monotonic()
        upkeep: Child | None = None
        while True:
            self._pause(0.2)
            for part in self.parts:
                self._tend(part)
            self._tell_zone()
            if time.monotonic() - minute > 60:
                minute = time.monotonic()
                logs.rotate(self.home.path / "log")
                self._look_at_disk()
            if time.monotonic() - day > DAY:
                day = time.monotonic()
                owner = environment.for_owner(self.home, self.keys, self.database)
                upkeep = Child(
                    "upkeep",
                    (CLI, "migrate", "--partitions"),
                    self.home.log("upkeep"),
                    owner,
                )
                upkeep.start()
            if upkeep is not None and upkeep.code is not None:
                upkeep = None

    def _tend(self, part: Child) -> None:
        now = time.time()
        if part.process is not None and part.code is not None:
            code, quiet = part.code, part.restarts and now - part.started < 20
            part.died(now)
            self._note()
            if not quiet:
                self.say(f"{part.name} 意外退出（{_how(code)}），正在重新启动。" + self._cause(part))
        elif part.due(now):
            try:
                part.start()
            except OSError:  # no room for its log, no process to be had: the pause before the next try grows
                part.died(now)
            self._note()

    def _tell_zone(self) -> None:
        """A line for each step of the zone that a demonstration builds behind its pages."""
        found = progress(self.home.path) if self.home.demo else None
        if found and found != self.zone:
            self.zone = found
            words = (
                "高新区已建好。"
                if found.built
                else f"正在后台建立高新区：{found.step}（{found.done + 1}/{found.steps}）……"
            )
            self.say(words)

    def _look_at_disk(self) -> None:
        """Say once that room runs short, and again after there was enough in between."""
        free = shutil.disk_usage(self.home.path).free
        if free < SHORT and not self.short:
            self.say(f"磁盘只剩 {free >> 20} MB：{self.home.path}。请腾出空间，用完后新的内容就存不进去了。")
        self.short = free < SHORT

    def _cause(self, part: Child) -> str:
        found = from_log(part.tail(), self.home.path)
        return found.sentence if found else ""

    def _note(self) -> None:
        state.write(self.home, self.facts, self.parts)

    def _pause(self, seconds: float) -> None:
        if self.stopping:
            raise Stopped
        time.sleep(seconds)
        if self.stopping:
            raise Stopped

    def _end(self) -> None:
        """Everything but the database first and together, then the database, so that nobody loses it under way."""
        deadline = time.monotonic() + STOP_WITHIN
        others = [part for part in self.parts if not isinstance(part, Postgres)]
        for part in others:
            part.stop()
        for part in others:
            part.finish(deadline)
        for part in self.parts:
            if isinstance(part, Postgres):
                part.stop()
                part.finish(time.monotonic() + part.stop_within)
        if hasattr(self, "_lock"):
            state.forget(self.home)

    @contextmanager
    def _signals(self) -> Iterator[None]:
        def ask(number: int, frame: FrameType | None) -> None:
            self.stopping = True

        before = {number: signal.signal(number, ask) for number in _ENDINGS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _how(code: int) -> str:
    return f"信号 {-code}" if code < 0 else f"代码 {code}"


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "没有留下记录"
