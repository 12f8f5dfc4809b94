"""What the rooms hang up at boot: commands with their handlers, rights, scopes of keys, flows, timers, constraint sentences.

Filled once in each room's `apps.py`; reading it is how a newcomer finds which handler answers a command.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.kernel import Actor, Command, Event
from liren.trust.timers import Ring


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a command is about, loaded FOR UPDATE: the scope its right is checked over, and the row itself.

    `roles` are the parts this actor plays in it (reporter, handler …); `now_is` is what a 409 shows.
    `about_unit`: a unit that this is a complaint about; its people never see or touch it.
    """

    scope: str
    row: Any = None
    kind: str = ""
    secrecy: int = 0
    version: int | None = None
    roles: frozenset[str] = frozenset()
    about_unit: UUID | None = None
    now_is: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """An event, the aggregate it happened to and the area it happened in. `at` is a replayed log's own time for it."""

    event: Event
    subject: UUID
    area: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a handler hands back: events to record, the answer to give, the scopes its rows are in now.

    `veiled`: record a per-subject pseudonym instead of the actor's account (a sealed report).
    """

    events: tuple[Told, ...] = ()
    answer: dict[str, Any] = field(default_factory=dict)
    scopes: tuple[str, ...] = ()
    veiled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """The circumstances a handler works in. `do` orders a command of a room below in the same transaction.

    `do_many` orders commands of one kind that has a set-based handler. `ring` sets or drops timers; they are written with the journal.
    """

    actor: Actor
    now: datetime
    key: UUID
    mode: str
    epochs: dict[str, int]
    do: Callable[[Command], dict[str, Any]]
    do_many: Callable[[Sequence[Command]], list[dict[str, Any]]]
    ring: Callable[[Iterable[Ring]], None]


Handler = Callable[[Any, Target, Act], Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """How the house answers one command."""

    command: type[Command]
    label: str
    handler: Handler
    target: Callable[[Any, Act], Target]
    right: str | None
    roles: frozenset[str]
    see: str | None
    reach: str
    many: Callable[[list[Any], Act], list[Outcome]] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A room's answer to another room's event; `may` lists the only commands it can order."""

    name: str
    on: type[Event]
    do: Callable[..., Iterable[Command]]
    may: tuple[type[Command], ...]
    on_replay: str
    when: Callable[[Any], bool] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerKind:
    """What happens when a timer of this kind fires."""

    kind: str
    do: Callable[..., Iterable[Command]]
    may: tuple[type[Command], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a key may be issued for: the rights it gives over the key's area, and the only commands it lets through."""

    code: str
    label: str
    rights: tuple[str, ...]
    may: tuple[type[Command], ...]


RIGHTS: dict[str, str] = {}
SCOPES: dict[str, Scope] = {}
DEEDS: dict[type[Command], Deed] = {}
EVENTS: dict[str, type[Event]] = {}
FLOWS: dict[str, Flow] = {}
TIMERS: dict[str, TimerKind] = {}
CONSTRAINTS: dict[str, tuple[str, str]] = {}
HOUSES: dict[str, tuple[type[Command], ...]] = {}
LEANS: dict[str, list[Callable[[list[str], datetime | None], str]]] = {}
_LISTENERS: dict[type[Event], list[Flow]] = {}

REACHES = ("within", "handover", "own", "open")


def right(code: str, label: str) -> None:
    """Declare a right with its Chinese label."""
    RIGHTS[code] = label


def scope(code: str, label: str, *, rights: Iterable[str] = (), may: Iterable[type[Command]] = ()) -> None:
    """Declare what keys may be issued for. Raises LookupError at boot for a right that nobody declared.

    `may` names the commands below another, too (a report attaches its photos): nothing else passes the gate.
    """
    made = Scope(code=code, label=label, rights=tuple(rights), may=tuple(may))
    unknown = [right for right in made.rights if right not in RIGHTS]
    if unknown:
        raise LookupError(f"scope {code}: right {unknown[0]!r} is not declared")
    SCOPES[code] = made


def command(
    kind: type[Command],
    *,
    label: str,
    handler: Handler,
    target: Callable[[Any, Act], Target],
    reach: str,
    right: str | None = None,
    roles: Iterable[str] = (),
    see: str | None = None,
    many: Callable[[list[Any], Act], list[Outcome]] | None = None,
) -> None:
    """Hang a command's handler up. Raises LookupError at boot for an unknown right or reach.

    Allowed when the actor holds `right` over the target or plays one of `roles` in it; reach `open` needs neither.
    A refused actor who holds `see` is told so (403); anybody else gets "not found" (404).
    """
    if reach not in REACHES:
        raise LookupError(f"{kind.__name__}: unknown reach {reach!r}")
    for code in (right, see):
        if code is not None and code not in RIGHTS:
            raise LookupError(f"{kind.__name__}: right {code!r} is not declared")
    DEEDS[kind] = Deed(
        command=kind, label=label, handler=handler, target=target, right=right,
        roles=frozenset(roles), see=see, reach=reach, many=many,
    )  # fmt: skip


def events(*kinds: type[Event]) -> None:
    """Make stored entries of these events readable again. Raises LookupError at boot for a name that two rooms gave."""
    for kind in kinds:
        if EVENTS.setdefault(kind.__name__, kind) is not kind:
            raise LookupError(f"{kind.__name__} is an event of {EVENTS[kind.__name__].__module__} already")


def flow(
    name: str,
    *,
    on: type[Event],
    do: Callable[..., Iterable[Command]],
    may: Iterable[type[Command]],
    on_replay: str = "skip",
    when: Callable[[Any], bool] | None = None,
) -> None:
    """Let `do(event, entry)` answer every `on`; its commands run as the house actor `name`.

    `when(event)` says which of them it answers at all: the others are not even delivered, so that ten thousand of them cost
    nothing.
    """
    made = Flow(name=name, on=on, do=do, may=tuple(may), on_replay=on_replay, when=when)
    FLOWS[name] = made
    HOUSES[name] = made.may
    _LISTENERS.setdefault(on, []).append(made)


def listeners(event: Event, mode: str) -> list[Flow]:
    """The flows that an event is delivered to."""
    found = _LISTENERS.get(type(event), [])
    return [f for f in found if (mode != "replay" or f.on_replay == "run") and (f.when is None or f.when(event))]


def timer(kind: str, *, do: Callable[..., Iterable[Command]], may: Iterable[type[Command]]) -> None:
    """Let `do(timer)` answer timers of a kind; its commands run as the house actor `timer.<kind>`."""
    made = TimerKind(kind=kind, do=do, may=tuple(may))
    TIMERS[kind] = made
    HOUSES[f"timer.{kind}"] = made.may


def house(name: str, may: Iterable[type[Command]]) -> None:
    """Let a named house actor (a job, the set-up) order these commands; rooms add their own to one name."""
    HOUSES[name] = (*HOUSES.get(name, ()), *may)


def constraint(name: str, code: str, sentence: str) -> None:
    """Say in Chinese what a violated database constraint means."""
    CONSTRAINTS[name] = (code, sentence)


def leans(what: str, ask: Callable[[list[str], datetime | None], str]) -> None:
    """Let `ask(ids, since)` say, as the clause of a sentence, what a room has built upon rows of a room below ("" nothing).

    An import is undone only when nobody leans on what it brought. `what` is area, building or person; `since` None
    means ever, else only what came after that moment.
    """
    LEANS.setdefault(what, []).append(ask)
