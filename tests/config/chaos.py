"""Kills parts of a running Liren at random moments under traffic and keeps the account of what was acknowledged."""

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

from tests.config.running import Running, eventually, left, running

VICTIMS = ("postgres", "web", "worker", "supervisor")

Act = Callable[[Running, UUID], bool]
"""Do one thing under this id; True when it was acknowledged. An exception counts as "not acknowledged"."""


@dataclass
class Account:
    """What happened: acknowledged ids, kills by victim, the longest time to be healthy again (seconds)."""

    acknowledged: list[UUID] = field(default_factory=list)
    refused: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0


def rounds(data: Path, count: int, act: Act, seed: int, writers: int = 2) -> Account:
    """Kill `count` times; after each the whole must be healthy again, and a dead supervisor leaves nothing behind."""
    chance = random.Random(seed)
    account = Account()
    done = 0
    while done < count:
        with running(data) as one:
            over = threading.Event()
            threads = [threading.Thread(target=_write, args=(one, act, account, over)) for _ in range(writers)]
            for thread in threads:
                thread.start()
            try:
                while done < count and _kill(one, chance, account) != "supervisor":
                    done += 1
                done += one.process.poll() is not None
            finally:
                over.set()
                for thread in threads:
                    thread.join()
    return account


def _write(one: Running, act: Act, account: Account, over: threading.Event) -> None:
    while not over.is_set():
        name = uuid4()
        try:
            acknowledged = act(one, name)
        except Exception:  # noqa: BLE001  (whatever a dying server does to its client)
            acknowledged = False
        if acknowledged:
            account.acknowledged.append(name)
        else:
            account.refused += 1
            time.sleep(0.02)


def _kill(one: Running, chance: random.Random, account: Account) -> str:
    time.sleep(chance.uniform(0, 1.5))
    victim = chance.choice(VICTIMS)
    one.look()
    account.kills[victim] += 1
    began = time.monotonic()
    if victim == "supervisor":
        one.process.kill()
        one.process.wait()
        eventually(lambda: not left(one.members), 20, "processes left behind")
        return victim
    before = one.pid(victim)
    with suppress(ProcessLookupError):
        os.kill(before, signal.SIGKILL)
    eventually(lambda: one.pid(victim) not in (0, before) and one.health() == 200, 60)
    account.slowest = max(account.slowest, time.monotonic() - began)
    return victim
