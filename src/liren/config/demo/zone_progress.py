"""How far the building of the zone is: one small file in the home, written by the builder, read by page and terminal."""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

FILE = "zone.json"


@dataclass(frozen=True, slots=True)
class Progress:
    """`step` is what is being built, the `done`-th of `steps` behind it; all done: the zone stands."""

    step: str
    done: int
    steps: int

    @property
    def built(self) -> bool:
        return self.done >= self.steps


def told(step: str, done: int, steps: int) -> None:
    """Write it down, whole or not at all."""
    path = Path(os.environ["LIREN_HOME"]) / FILE
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps({"step": step, "done": done, "steps": steps}, ensure_ascii=False))
    fresh.replace(path)


def progress(home: Path | None = None) -> Progress | None:
    """How far it is; None before it began."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        return Progress(**json.loads(((home or Path(os.environ["LIREN_HOME"])) / FILE).read_text()))
    return None
