"""Idempotency keys: a retry gets the first answer, another payload under the same key gets a 409."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.kernel import Conflict
from liren.trust import sql

CLAIM = """
with claim as (
  insert into trust_key (id, actor, payload, at) values (%s, %s, %s, %s) on conflict do nothing returning 1
)
select exists (select from claim) as fresh,
       (select jsonb_object_agg(name, value) from trust_epoch) as epochs
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """The outcome of presenting a key: fresh, or the answer that was given before."""

    fresh: bool
    epochs: dict[str, int]
    answer: dict[str, Any]


def claim(key: UUID, actor: bytes, payload: bytes, now: datetime) -> Claim:
    """Insert the key, or find what was answered. Waits for a twin that is still running.

    Raises Conflict when the key was used by somebody else or for something else.
    """
    row = sql.one(CLAIM, (key, actor, payload, now))
    epochs = row["epochs"] or {}
    if row["fresh"]:
        return Claim(True, epochs, {})
    first = sql.one("select actor, payload, answer from trust_key where id = %s", (key,))
    if first is None or bytes(first["actor"]) != actor or bytes(first["payload"]) != payload:
        raise Conflict("key_reused", "这张表单已经用别的内容提交过了。请重新打开页面再填，原来提交的那份已经保存。")
    return Claim(False, epochs, first["answer"] or {})
