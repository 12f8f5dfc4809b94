"""A progress bar on a terminal, nothing elsewhere."""

import sys
import time
from typing import TextIO

WIDTH = 30


class Progress:
    """`told(n)` redraws the bar: how many of all, and how long it will still take."""

    def __init__(self, whole: int, out: TextIO = sys.stderr) -> None:
        self.whole, self.out, self.began = whole, out, time.monotonic()

    def told(self, done: int) -> None:
        if not self.out.isatty():
            return
        share = done / self.whole if self.whole else 1.0
        left = (time.monotonic() - self.began) * (1 / share - 1) if share else 0.0
        filled = round(WIDTH * share)
        end = "\n" if done >= self.whole else ""
        bar = "█" * filled + "░" * (WIDTH - filled)
        self.out.write(f"\r{bar} {done:,} / {self.whole:,}  还要 {left:3.0f} 秒{end}")
        self.out.flush()
