"""How much one source may say: so that one mad device does not starve the rest, and one address does not take every line."""

from collections import Counter

FRAMES_S, BURST = 1000.0, 2000.0
"""Frames a second of one connection in the long run, and at once. A storm of one building's panel is a few hundred."""
DENIALS_S = 10.0
"""Denials a second to one connection: beyond that nonsense is read and not answered."""
LINES = 4096
"""Connections from one address: a carrier puts many devices behind one, a mad program is stopped."""


class Pace:
    """A bucket of tokens that fills with time. `now` is a monotonic clock in seconds."""

    __slots__ = ("_at", "_burst", "_left", "_rate")

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate, self._burst, self._left, self._at = rate, burst, burst, now

    def take(self, count: int, now: float) -> float:
        """Take some; 0 when there were enough, else the seconds until the debt is paid."""
        self._left = min(self._burst, self._left + (now - self._at) * self._rate) - count
        self._at = now
        return 0.0 if self._left >= 0 else -self._left / self._rate


class Lines:
    """How many connections each address holds."""

    def __init__(self, most: int = LINES) -> None:
        self._most, self._held = most, Counter[str]()

    def enter(self, address: str) -> bool:
        """Count one more in, unless the address holds its share already."""
        if self._held[address] >= self._most:
            return False
        self._held[address] += 1
        return True

    def leave(self, address: str) -> None:
        self._held[address] -= 1
        if not self._held[address]:
            del self._held[address]
