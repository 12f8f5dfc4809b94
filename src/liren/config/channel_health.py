"""A chore of the worker: how the channels fare is written beside the data, for `liren status`."""

import os
from datetime import datetime
from pathlib import Path

from liren.config.supervisor import channels
from liren.kernel.actor import the_house
from liren.notices import queries as notices


def note(now: datetime) -> None:
    """Replace the record; nothing where there is no data directory."""
    home = os.environ.get("LIREN_HOME")
    if not home:
        return
    found = [
        {
            "channel": one.channel, "succeeded_at": _seconds(one.succeeded_at), "down_since": _seconds(one.down_since),
            "trouble": one.trouble, "waiting": one.waiting, "oldest": _seconds(one.oldest),
        }
        for one in notices.health(the_house("status"), now)
    ]  # fmt: skip
    channels.write(Path(home), found, now)


def _seconds(at: datetime | None) -> float | None:
    return at.timestamp() if at else None
