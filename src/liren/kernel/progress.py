"""How far a long piece of work is: said to whoever listens, and to nobody where nobody does.

Readers, checks and handlers of long lists say it, and whoever trains a model; the worker that carries it out listens.
A listener may raise to have the work stop there.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal, TypeVar

T = TypeVar("T")
Step = Literal["read", "check", "write", "learn"]
Listener = Callable[[Step, int, int], None]
EVERY = 200

_listener: ContextVar[Listener | None] = ContextVar("progress_listener", default=None)


@contextmanager
def heard(listener: Listener) -> Iterator[None]:
    """Let `listener(step, done, total)` hear what is said inside the block, in this thread alone."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def say(step: Step, done: int = 0, total: int = 0) -> None:
    """This step is `done` of `total` rows far; `total` 0 where nobody can know."""
    listener = _listener.get()
    if listener is not None:
        listener(step, done, total)


def through(step: Step, rows: Sequence[T]) -> Iterator[T]:
    """Hand the rows on one by one, saying how far every now and then."""
    for done, row in enumerate(rows):
        if done % EVERY == 0:
            say(step, done, len(rows))
        yield row
    say(step, len(rows), len(rows))
