"""The operator of the demonstration: every SMS in the folder arrives, and says so. A chore of the worker."""

import json
import os
from datetime import datetime
from pathlib import Path

from django.conf import settings

AT_ONCE = 20


def step(now: datetime) -> int:
    """Give receipts for what lies in the folder, as the operators would; how many. Only in a demonstration."""
    folder = settings.SMS_FOLDER
    if not settings.LIREN_DEMO or folder is None or not (folder / "out").is_dir():
        return 0
    done = 0
    (folder / "shown").mkdir(exist_ok=True)
    for file in sorted((folder / "out").glob("*.json"))[:AT_ONCE]:
        key = json.loads(file.read_text("utf-8"))["key"]
        _put(folder / "receipts" / file.name, {"key": key, "state": "delivered", "at": now.isoformat()})
        os.replace(file, folder / "shown" / file.name)
        done += 1
    return done


def _put(file: Path, told: dict[str, str]) -> None:
    draft = file.with_suffix(".draft")
    draft.write_text(json.dumps(told), "utf-8")
    os.replace(draft, file)
