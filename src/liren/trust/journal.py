"""The journal: audit trail, timeline and outbox in one append-only table."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.kernel import Actor, Event
from liren.kernel.ids import new_id
from liren.trust import codec, registry, sql
from liren.trust.registry import Told
from liren.trust.sight import reading
from liren.trust.timers import Ring

# A replay's bells wait until it has had time to tell what came next: its moments lie in the past, the worker's do not.
ENTRIES = """
with moment as materialized (
  select clock_timestamp() as t
), entry as (
  insert into trust_entry (id, recorded_at, at, name, version, subject, area, actor_kind, actor_account, actor_name,
                           key, caused_by, depth, mode, data, salt)
  select id, t, at, name, version, subject, area, %(actor_kind)s, account, %(actor_name)s,
         key, %(caused_by)s, %(depth)s, %(mode)s, data, salt
  from jsonb_to_recordset(%(entries)s::jsonb)
       as e(id uuid, at timestamptz, name text, version int, subject uuid, area text, account uuid, key uuid, data jsonb,
            salt bytea), moment
), delivery as (
  insert into trust_delivery (entry, recorded_at, flow, lane, area, try_at, tries, trouble)
  select entry, t, flow, lane, area, t, 0, ''
  from jsonb_to_recordset(%(deliveries)s::jsonb) as d(entry uuid, flow text, lane uuid, area text), moment
)"""
RINGS = """, asked as (
  select * from jsonb_to_recordset(%(rings)s::jsonb) as a(subject uuid, kind text, no int, area text, fire_at timestamptz)
), dropped as (
  delete from trust_timer t using asked a
  where a.fire_at is null and (t.subject, t.kind, t.no) = (a.subject, a.kind, a.no)
), rung as (
  insert into trust_timer (subject, kind, no, area, fire_at, try_at, tries, trouble)
  select subject, kind, no, area, fire_at,
         case %(mode)s when 'replay' then greatest(fire_at, t + interval '10 minutes') else fire_at end, 0, ''
  from asked, moment where fire_at is not null
  on conflict (subject, kind, no) do update
    set area = excluded.area, fire_at = excluded.fire_at, try_at = excluded.try_at, tries = 0, trouble = ''
)"""
ANSWER = """
update trust_key set answer = %(answer)s::jsonb where id = %(key)s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One event about to be written, with the circumstances of its command."""

    told: Told
    at: datetime
    key: UUID
    veiled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the journal as a reader gets it."""

    id: UUID
    recorded_at: datetime
    at: datetime
    name: str
    subject: UUID
    area: str
    actor_kind: str
    actor_account: UUID | None
    actor_name: str
    mode: str
    depth: int
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """The entry that made a flow act."""

    entry: UUID
    depth: int


def write(
    written: list[Written],
    rings: list[Ring],
    *,
    actor: Actor,
    key: UUID,
    answer: dict[str, Any],
    mode: str,
    cause: Cause | None,
) -> None:
    """Append entries and their deliveries, arrange timers and keep the key's first answer in one statement."""
    ids = [new_id() for _ in written]
    told = [(id, w.told, flow) for id, w in zip(ids, written, strict=True) for flow in _listeners(w, mode)]
    sql.run(
        ENTRIES + (RINGS if rings else "") + ANSWER,
        {
            "entries": _json([_line(id, w, actor) for id, w in zip(ids, written, strict=True)]),
            "deliveries": _json(
                [{"entry": id, "flow": f.name, "lane": t.subject, "area": t.area} for id, t, f in told]
            ),
            **({"rings": _json(rings)} if rings else {}),
            "actor_kind": actor.kind,
            "actor_name": actor.house,
            "caused_by": cause.entry if cause else None,
            "depth": cause.depth if cause else 0,
            "mode": mode,
            "answer": _json(answer),
            "key": key,
        },
    )


def _line(id: UUID, written: Written, actor: Actor) -> dict[str, Any]:
    told = written.told
    return {
        "id": id,
        "at": written.at,
        "name": type(told.event).__name__,
        "version": told.event.version,
        "subject": told.subject,
        "area": told.area,
        "account": _account(actor, written),
        "key": written.key,
        "data": codec.event_data(told.event),
        "salt": "\\x" + os.urandom(32).hex(),
    }


def _listeners(written: Written, mode: str) -> list[registry.Flow]:
    return registry.listeners(written.told.event, mode)


def _json(content: Any) -> str:
    return codec.encode(content).decode()


def _account(actor: Actor, written: Written) -> UUID | None:
    if actor.account is not None and written.veiled:
        return codec.pseudonym(written.told.subject, actor.account)
    return actor.account


READ = """
select id, recorded_at, at, name, version, subject, area, actor_kind, actor_account, actor_name, mode, depth, data
from trust_entry
"""


BETWEEN = "where subject = %s and recorded_at >= %s and recorded_at <= now() order by recorded_at, id"
"""Up to now, because the partitions of the year to come are there already and need not be opened."""


def timeline(viewer: Actor, subject: UUID, since: datetime, *, own: str = "") -> list[Entry]:
    """What happened to one subject, oldest first. `since` bounds the partitions read (its birth will do).

    `own` is the subject's area, for a party who sees this one subject and nothing else there.
    """
    with reading(viewer, own=own):
        found = sql.rows(READ + BETWEEN, (subject, since))
    return [from_row(row) for row in found]


def of_many(viewer: Actor, subjects: Sequence[UUID], since: datetime) -> list[Entry]:
    """What happened to several subjects of the viewer's areas from a moment on, oldest first. One statement."""
    if not subjects:
        return []
    with reading(viewer):
        found = sql.rows(READ + BETWEEN.replace("subject = %s", "subject = any(%s)"), (list(subjects), since))
    return [from_row(row) for row in found]


def entry(id: UUID, recorded_at: datetime) -> Entry:
    """One entry by its key, for the deliveries of this process."""
    return from_row(sql.one(READ + "where recorded_at = %s and id = %s", (recorded_at, id)))


def from_row(row: dict[str, Any]) -> Entry:
    """A row of trust_entry with its event read back."""
    event = codec.read_event(row["name"], row.pop("version"), row.pop("data"))
    return Entry(**row, event=event)
