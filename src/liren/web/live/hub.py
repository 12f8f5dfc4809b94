"""The hub of the events process: who listens, what was said lately, and to whom a new message goes.

One thread, no waiting: a listener is a way to write bytes. What a listener cannot take in is left out and stands for
itself as one "resync", so that a slow line costs neither memory nor time.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from liren.kernel import Actor
from liren.web.live.feeds import Heard
from liren.web.live.stream import OVER, frame

KEPT = timedelta(minutes=5)
KEPT_MESSAGES = 5000
MANY = 200
"""More messages than this at once say no more than "look again"."""

UNSURE, UNSURE_AGAIN = timedelta(seconds=2), timedelta(seconds=90)
"""How late an entry read at the start of this process may have been committed: for a fresh page, which would only show
a bar too many, and for a page that comes back, which knows what it has heard."""


@dataclass(eq=False, slots=True)
class Listener:
    """One open page. `behind` while its line is full; `cookie` is what it came with, to be asked again."""

    actor: Actor
    write: Callable[[bytes], None]
    close: Callable[[], None]
    cookie: str = ""
    checked: float = 0.0
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Since:
    """From where a page wants to hear: `again` when it comes back after a lost line (it skips what it knows). `made` is
    when the page was made, which shows everything before."""

    at: datetime
    again: bool
    made: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Said:
    """A message with the moment it was first seen; `sure` when it was surely not committed long before."""

    seen: datetime
    sure: bool
    heard: Heard


@dataclass
class Hub:
    """`at` is the moment before which everything has been said; None until the journal was read once."""

    listeners: set[Listener] = field(default_factory=set)
    at: datetime | None = None
    _from: datetime | None = None
    _said: deque[_Said] = field(default_factory=deque)

    def accounts(self) -> set[UUID]:
        """Whose pages are open."""
        return {account for one in self.listeners if (account := one.actor.account)}

    def begin(self, at: datetime, since: datetime, lately: Iterable[Heard]) -> None:
        """Fill the memory with what the journal says since a moment."""
        self.at, self._from = at, since
        self._said.extend(_Said(heard.recorded_at, False, heard) for heard in lately)

    def publish(self, at: datetime, batch: Sequence[Heard]) -> None:
        """Say what is new to everybody who may hear it, and remember it for those who come back."""
        self.at = at
        self._said.extend(_Said(at, True, heard) for heard in batch)
        while self._said and (len(self._said) > KEPT_MESSAGES or self._said[0].seen < at - KEPT):
            self._from = self._said.popleft().seen
        if batch:
            for listener in tuple(self.listeners):
                self._tell(listener, [heard for heard in batch if heard.admits(listener.actor)])

    def join(self, listener: Listener, since: Since | None) -> None:
        """Let somebody listen, and tell first what they missed."""
        assert self.at is not None
        assert self._from is not None
        self.listeners.add(listener)
        listener.write(frame(self.at, "beat"))
        if since is None:
            return
        if since.at < self._from:
            listener.write(frame(self.at, "resync"))
            return
        self._tell(listener, [s.heard for s in self._said if _missed(s, since, listener.actor)])

    def leave(self, listener: Listener) -> None:
        self.listeners.discard(listener)

    def caught_up(self, listener: Listener) -> None:
        """The line takes bytes again: what was left out is one word."""
        if listener.behind and self.at is not None:
            listener.behind = False
            listener.write(frame(self.at, "resync"))

    def beat(self) -> None:
        """Keep quiet lines open, and let every page know how far it has heard."""
        if self.at is not None:
            for listener in tuple(self.listeners):
                if not listener.behind:
                    listener.write(frame(self.at, "beat"))

    def recast(self, actors: dict[UUID, Actor]) -> None:
        """Everybody's rights as they are now; who is not among them has to leave."""
        for listener in tuple(self.listeners):
            actor = actors.get(listener.actor.account) if listener.actor.account else None
            if actor is None:
                self.dismiss(listener)
            else:
                listener.actor = actor

    def dismiss(self, listener: Listener) -> None:
        """Say that there is nothing to hear any more; the page stops asking."""
        self.leave(listener)
        listener.write(OVER)
        listener.close()

    def _tell(self, listener: Listener, batch: Sequence[Heard]) -> None:
        if not batch or listener.behind or self.at is None:
            return
        if len(batch) > MANY:
            listener.write(frame(self.at, "resync"))
        else:
            listener.write(
                frame(self.at, "message", b"[" + b",".join(heard.said_to(listener.actor) for heard in batch) + b"]")
            )


def _missed(said: _Said, since: Since, actor: Actor) -> bool:
    """A page that has just been loaded shows what its own reader did."""
    heard = said.heard
    if not since.again and actor.account in heard.by and heard.recorded_at < since.at:
        return False
    if not said.sure and since.made is not None and heard.recorded_at < since.made - UNSURE:
        return False
    unsure = timedelta() if said.sure else (UNSURE_AGAIN if since.again else UNSURE)
    return said.seen > since.at - unsure and heard.admits(actor)
