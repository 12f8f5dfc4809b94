"""The one way in: execute(command) → key, target, right, rule, rows, journal, commit. Or a Refusal and nothing."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import Error, OperationalError, connection, transaction

from liren.kernel import Actor, Command, Conflict, Refusal
from liren.kernel.ids import new_id
from liren.trust import codec, journal, keys, replayed, rights, sql
from liren.trust.journal import Cause, Written
from liren.trust.registry import CONSTRAINTS, DEEDS, Act, Deed, Outcome, Told
from liren.trust.timers import Ring

RETRY_WAITS = (0.05, 0.4, 2.0)
SERIALIZATION = {"40001", "40P01"}
LOCK_TIMEOUT = "55P03"
CHUNK = 1000
DEPTH = 8


def execute(
    command: Command,
    *,
    actor: Actor,
    now: datetime,
    key: UUID,
    expected_version: int | None = None,
    mode: str = "live",
) -> dict[str, Any]:
    """Carry out one command in its own transaction and return its answer; the same key returns the first answer.

    Raises Refusal (422), Missing (404), Denied (403) or Conflict (409), and then nothing has happened.
    A lost connection or a serialization failure is tried again: the key makes that safe.
    For an actor of the sandbox it is a rehearsal.
    """

    if actor.sandbox:
        return rehearse(command, actor=actor, now=now)

    def work() -> dict[str, Any]:
        return within(command, actor=actor, now=now, key=key, expected_version=expected_version, mode=mode)

    return _durably(work)


def rehearse(command: Command, *, actor: Actor, now: datetime) -> dict[str, Any]:
    """Carry out one command, check all that is checked at its end, and take it back: for a form that is read back first.

    Raises what `execute` raises; nothing stays, no key is used up.
    """

    def work() -> dict[str, Any]:
        answer = within(command, actor=actor, now=now, key=new_id())
        sql.run("set constraints all immediate")
        transaction.set_rollback(True)
        return answer

    return _durably(work)


def execute_many(
    commands: Sequence[Command], *, actor: Actor, now: datetime, key: UUID, mode: str = "replay"
) -> dict[str, Any]:
    """Carry out up to 1,000 commands of one kind set-based, under one key. All or none. Not for the sandbox."""
    if actor.sandbox:
        raise Refusal("sandbox", "沙箱密钥不能成批办理，请用正式密钥。")
    if not 0 < len(commands) <= CHUNK:
        raise ValueError(f"a chunk holds 1 to {CHUNK} commands, not {len(commands)}")

    def work() -> dict[str, Any]:
        return _many(commands, actor=actor, now=now, key=key, mode=mode)

    return _durably(work, timeout="60s")


def within(
    command: Command,
    *,
    actor: Actor,
    now: datetime,
    key: UUID,
    expected_version: int | None = None,
    mode: str = "live",
    cause: Cause | None = None,
) -> dict[str, Any]:
    """One command inside the caller's transaction: for `execute` and for the drainer of deliveries only."""
    if cause is not None and cause.depth > DEPTH:
        raise Refusal("depth", f"流程互相触发超过 {DEPTH} 层，已停下，请管理员检查流程配置。")
    claim = keys.claim(key, codec.actor_digest(actor, key), codec.payload_digest(command), now)
    if not claim.fresh:
        return claim.answer
    replayed.check(mode, claim.epochs)
    written: list[Written] = []
    rings: dict[object, Ring] = {}
    act = _act(actor, now, key, mode, claim.epochs, written, rings)
    answer = _perform(command, act, written, expected_version)
    journal.write(written, list(rings.values()), actor=actor, key=key, answer=answer, mode=mode, cause=cause)
    return answer


def _act(
    actor: Actor,
    now: datetime,
    key: UUID,
    mode: str,
    epochs: dict[str, int],
    written: list[Written],
    rings: dict[object, Ring],
) -> Act:
    def do(below: Command) -> dict[str, Any]:
        return _perform(below, act, written, None)

    def do_many(below: Sequence[Command]) -> list[dict[str, Any]]:
        return _perform_many(below, act, written)

    def ring(asked: Iterable[Ring]) -> None:
        rings.update(((r.subject, r.kind, r.no), r) for r in asked)

    act = Act(actor=actor, now=now, key=key, mode=mode, epochs=epochs, do=do, do_many=do_many, ring=ring)
    return act


def _perform(command: Command, act: Act, written: list[Written], expected_version: int | None) -> dict[str, Any]:
    deed = DEEDS[type(command)]
    target = deed.target(command, act)
    rights.check(deed, act.actor, target)
    if expected_version is not None and target.version != expected_version:
        raise Conflict("changed", "这件事刚刚有人动过，请看过现在的情况再办。您写的内容还在。", current=target.now_is)
    outcome = deed.handler(command, target, act)
    return _settle(deed, act, outcome, written)


def _perform_many(commands: Sequence[Command], act: Act, written: list[Written]) -> list[dict[str, Any]]:
    """Commands of one kind below another, set-based; the right to each is asked as if it came alone."""
    if not commands:
        return []
    deed = DEEDS[type(commands[0])]
    if deed.many is None:
        raise LookupError(f"{deed.command.__name__} has no set-based handler")
    for command in commands:
        rights.check(deed, act.actor, deed.target(command, act))
    return [_settle(deed, act, outcome, written) for outcome in deed.many(list(commands), act)]


def _settle(deed: Deed, act: Act, outcome: Outcome, written: list[Written]) -> dict[str, Any]:
    """Check and keep what a handler told. A veiled act veils what it ordered below, too: photos name no sealed reporter."""
    rights.check_after(deed, act.actor, outcome.scopes)
    if outcome.veiled:
        written[:] = [replace(w, veiled=True) for w in written]
    written.extend(Written(told=t, at=_moment(t, act), key=act.key, veiled=outcome.veiled) for t in outcome.events)
    return outcome.answer


def _moment(told: Told, act: Act) -> datetime:
    """Now; a replay alone may say when its log had it happen."""
    return told.at if told.at and act.mode == "replay" else act.now


def _many(commands: Sequence[Command], *, actor: Actor, now: datetime, key: UUID, mode: str) -> dict[str, Any]:
    deed = DEEDS[type(commands[0])]
    if deed.many is None or any(type(c) is not deed.command for c in commands):
        raise LookupError(f"{deed.command.__name__} has no set-based handler")
    claim = keys.claim(key, codec.actor_digest(actor, key), codec.chunk_digest(commands), now)
    if not claim.fresh:
        return claim.answer
    replayed.check(mode, claim.epochs)
    written: list[Written] = []
    rings: dict[object, Ring] = {}
    act = _act(actor, now, key, mode, claim.epochs, written, rings)
    outcomes = deed.many(list(commands), act)
    for outcome in outcomes:
        _settle(deed, act, outcome, written)
    answer = {"answers": [outcome.answer for outcome in outcomes]}
    journal.write(written, list(rings.values()), actor=actor, key=key, answer=answer, mode=mode, cause=None)
    return answer


def _durably(work: Any, timeout: str | None = None) -> dict[str, Any]:
    for wait in (*RETRY_WAITS, None):
        try:
            with transaction.atomic(durable=True):
                if timeout:
                    sql.setting("transaction_timeout", timeout)
                return work()  # type: ignore[no-any-return]
        except Error as error:
            refusal = as_refusal(error)
            if refusal is not None:
                raise refusal from error
            if wait is None or not _passing(error):
                raise
            if isinstance(error, OperationalError) and _sqlstate(error) is None:
                connection.close()
            time.sleep(wait)
    raise AssertionError("unreachable")


def as_refusal(error: Error) -> Refusal | None:
    """The sentence for a violated constraint or a lock that took too long; None when it is neither."""
    state = _sqlstate(error)
    if state == LOCK_TIMEOUT:
        return Conflict("busy", "别人正在保存同一件事，请过几秒再点一次。您写的内容还在。")
    diag = getattr(error.__cause__, "diag", None)
    name = getattr(diag, "constraint_name", None)
    if name in CONSTRAINTS:
        return Refusal(*CONSTRAINTS[name])
    return None


def _sqlstate(error: Error) -> str | None:
    return getattr(error.__cause__, "sqlstate", None)


def _passing(error: Error) -> bool:
    """Worth another try: a serialization failure, a deadlock, or a server that went away."""
    state = _sqlstate(error)
    return state in SERIALIZATION or (
        isinstance(error, OperationalError) and (state is None or state.startswith(("57P", "08")))
    )
