"""What the worker does besides deliveries and timers: period in seconds, and the work."""

from collections.abc import Callable

CHORES: list[tuple[float, Callable[[], object]]] = []
