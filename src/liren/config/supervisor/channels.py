"""channels.json: how mail, SMS and the rest fare, noted by the worker, so that `liren status` can tell without asking anybody."""

import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from .home import write_json

FILE = "channels.json"


def write(home: Path, channels: list[dict[str, Any]], at: datetime) -> None:
    """Replace the record. On a full disk the old one stays."""
    with suppress(OSError):
        write_json(home / FILE, {"at": at.timestamp(), "channels": channels})


def read(home: str) -> list[dict[str, Any]]:
    """The last record of a home, [] without one."""
    try:
        found: list[dict[str, Any]] = json.loads((Path(home) / FILE).read_text())["channels"]
    except (OSError, ValueError, KeyError):
        return []
    return found
