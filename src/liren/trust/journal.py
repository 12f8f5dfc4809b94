"""The journal: audit trail, timeline and outbox in one append-only table."""

import os
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.kernel import Actor, Event
from liren.kernel.ids import new_id
from liren.trust import codec, registry, sql
from liren.trust.registry import Told
from liren.trust.sight import reading

WRITE = """
with moment as materialized (
  select clock_timestamp() as t
), entry as (
  insert into trust_entry (id, recorded_at, at, name, version, subject, area, actor_kind, actor_account, actor_name,
                           key, caused_by, depth, mode, data, salt)
  select id, t, at, name, version, subject, area, %(actor_kind)s, account, %(actor_name)s,
         key, %(caused_by)s, %(depth)s, %(mode)s, data::jsonb, salt
  from unnest(%(ids)s::uuid[], %(ats)s::timestamptz[], %(names)s::text[], %(versions)s::int[], %(subjects)s::uuid[],
              %(areas)s::text[], %(accounts)s::uuid[], %(keys)s::uuid[], %(datas)s::text[], %(salts)s::bytea[])
       as e(id, at, name, version, subject, area, account, key, data, salt), moment
), delivery as (
  insert into trust_delivery (entry, recorded_at, flow, lane, area, try_at, tries, trouble)
  select d.entry, t, d.flow, d.lane, d.area, t, 0, ''
  from unnest(%(d_entries)s::uuid[], %(d_flows)s::text[], %(d_lanes)s::uuid[], %(d_areas)s::text[])
       as d(entry, flow, lane, area), moment
)
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
    written: list[Written], *, actor: Actor, key: UUID, answer: dict[str, Any], mode: str, cause: Cause | None
) -> None:
    """Append entries, their deliveries and the key's first answer in one statement."""
    ids = [new_id() for _ in written]
    deliveries = [
        (entry, w.told, flow)
        for entry, w in zip(ids, written, strict=True)
        for flow in registry.listeners(type(w.told.event), mode)
    ]
    sql.run(
        WRITE,
        {
            "ids": ids,
            "ats": [w.at for w in written],
            "names": [type(w.told.event).__name__ for w in written],
            "versions": [w.told.event.version for w in written],
            "subjects": [w.told.subject for w in written],
            "areas": [str(w.told.area) for w in written],
            "accounts": [_account(actor, w) for w in written],
            "keys": [w.key for w in written],
            "datas": [codec.encode(codec.event_data(w.told.event)).decode() for w in written],
            "salts": [os.urandom(32) for _ in written],
            "actor_kind": actor.kind,
            "actor_name": actor.house,
            "caused_by": cause.entry if cause else None,
            "depth": cause.depth if cause else 0,
            "mode": mode,
            "d_entries": [entry for entry, _, _ in deliveries],
            "d_flows": [flow.name for _, _, flow in deliveries],
            "d_lanes": [told.subject for _, told, _ in deliveries],
            "d_areas": [str(told.area) for _, told, _ in deliveries],
            "answer": codec.encode(answer).decode(),
            "key": key,
        },
    )


def _account(actor: Actor, written: Written) -> UUID | None:
    if actor.account is not None and written.veiled:
        return codec.pseudonym(written.told.subject, actor.account)
    return actor.account


READ = """
select id, recorded_at, at, name, version, subject, area, actor_kind, actor_account, actor_name, mode, depth, data
from trust_entry
"""


def timeline(viewer: Actor, subject: UUID, since: datetime, *, own: str = "") -> list[Entry]:
    """What happened to one subject, oldest first. `since` bounds the partitions read (its birth will do).

    `own` is the subject's area, for a party who sees this one subject and nothing else there.
    """
    with reading(viewer, own=own):
        found = sql.rows(READ + "where subject = %s and recorded_at >= %s order by recorded_at, id", (subject, since))
    return [from_row(row) for row in found]


def entry(id: UUID, recorded_at: datetime) -> Entry:
    """One entry by its key, for the deliveries of this process."""
    return from_row(sql.one(READ + "where recorded_at = %s and id = %s", (recorded_at, id)))


def from_row(row: dict[str, Any]) -> Entry:
    """A row of trust_entry with its event read back."""
    event = codec.read_event(row["name"], row.pop("version"), row.pop("data"))
    return Entry(**row, event=event)
