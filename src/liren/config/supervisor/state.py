"""state.json: what runs, where and since when, so that `liren status` can tell without asking anybody.

A record counts only while the process that wrote it lives: pid and birth must both agree, for pids are used again.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from .child import Child
from .home import Home, base, write_json
from .processes import birth


def write(home: Home, facts: dict[str, Any], parts: Iterable[Child]) -> None:
    """Replace the record. On a full disk the old one stays, which only makes `status` late."""
    me = {"pid": os.getpid(), "birth": birth(os.getpid())}
    with suppress(OSError):
        write_json(
            home / "state.json",
            {**facts, "supervisor": me, "parts": {p.name: p.report() for p in parts}},
        )


def read(home: Home) -> dict[str, Any] | None:
    """What runs in this home, None when nothing does. Parts that are down are marked so."""
    try:
        state: dict[str, Any] = json.loads((home / "state.json").read_text())
        who = state["supervisor"]
    except (OSError, ValueError, KeyError):
        return None
    if not who["birth"] or birth(who["pid"]) != who["birth"]:
        return None
    for part in state["parts"].values():
        part["up"] = bool(part["pid"]) and birth(part["pid"]) == part.pop("birth")
    return {"home": str(home.path), **state, "supervisor": who["pid"]}


def remember(home: Home) -> None:
    """Note where this home is, so that `liren status` finds it when it lies elsewhere than by default."""
    shelf = base() / "homes"
    with suppress(OSError):
        shelf.mkdir(parents=True, exist_ok=True)
        (shelf / hashlib.sha256(os.fsencode(home.path)).hexdigest()[:12]).write_text(str(home.path))


def forget(home: Home) -> None:
    """Nothing runs here any more."""
    with suppress(OSError):
        (home / "state.json").unlink(missing_ok=True)
        (base() / "homes" / hashlib.sha256(os.fsencode(home.path)).hexdigest()[:12]).unlink(missing_ok=True)


def running() -> list[dict[str, Any]]:
    """All that runs on this machine under this user."""
    with suppress(OSError):
        noted = [Path(file.read_text()) for file in sorted((base() / "homes").iterdir())]
        return [state for path in noted if (state := read(Home(path)))]
    return []
