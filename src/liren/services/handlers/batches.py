"""Batches: asked for at the desk, matched by the worker, kept as a suggestion."""

import msgspec
from psycopg.types.json import Jsonb

from liren.kernel import AreaCode, Missing
from liren.services import commands as c
from liren.services import events as e
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told


def over_area(command: c.AskBatch, act: Act) -> Target:
    return Target(scope=command.area)


def ask(command: c.AskBatch, target: Target, act: Act) -> Outcome:
    sql.insert("services_batch", {
        "id": command.batch, "area": command.area, "asked_by": act.actor.account, "asked_at": act.now, "kept_at": None,
        "pairings": Jsonb([]),
    })  # fmt: skip
    event = e.BatchAsked(batch=command.batch, area=command.area)
    return Outcome(
        events=(Told(event, command.batch, command.area),), answer={"batch": str(command.batch)}, scopes=(command.area,)
    )


def load_batch(command: c.KeepBatch, act: Act) -> Target:
    row = sql.one("select * from services_batch where id = %s for update", (command.batch,))
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row)


def keep(command: c.KeepBatch, target: Target, act: Act) -> Outcome:
    found = Jsonb(msgspec.to_builtins(command.pairings))
    sql.update("services_batch", {"pairings": found, "kept_at": act.now}, {"id": command.batch})
    matched = sum(p.member is not None for p in command.pairings)
    event = e.BatchKept(batch=command.batch, matched=matched, unmatched=len(command.pairings) - matched)
    return Outcome(events=(Told(event, command.batch, AreaCode(target.scope)),), scopes=(target.scope,))
