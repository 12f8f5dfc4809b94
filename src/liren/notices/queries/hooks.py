"""Webhooks as the office and their owners see them, and who listens to an event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from liren.kernel import Actor, Missing
from liren.notices.rules.hooks import EVENTS
from liren.trust import sql
from liren.trust.sight import Cond, where

RIGHT = "trust.keys"
CALLS_SHOWN = 100
LIST = """
select h.id, h.client, h.area, h.url, h.events, h.state, h.made_at, h.failing_since, h.failures, h.try_at,
       w.waiting, w.taken, w.lost, w.taken_at
from notices_hook h left join lateral (
  select count(*) filter (where ended_at is null) as waiting, count(*) filter (where ended_at is not null and trouble = '') as taken,
         count(*) filter (where ended_at is not null and trouble <> '') as lost,
         max(ended_at) filter (where trouble = '') as taken_at
  from notices_hook_delivery d where d.hook = h.id) w on true
where h.state <> 'ended' and """


@dataclass(frozen=True, slots=True, kw_only=True)
class HookCard:
    """One webhook. `waiting`, `taken` and `lost` count the calls of the last thirty days."""

    id: UUID
    client: UUID
    area: str
    url: str
    events: list[str]
    state: str
    made_at: datetime
    failing_since: datetime | None
    failures: int
    try_at: datetime
    waiting: int
    taken: int
    lost: int
    taken_at: datetime | None

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCard:
    """One call of a webhook: what it told, how often it was tried, and what the receiver answered last."""

    id: UUID
    event: str
    subject: UUID
    made_at: datetime
    tries: int
    tried_at: datetime | None
    try_at: datetime
    status: int | None
    trouble: str
    ended_at: datetime | None
    body: str

    @property
    def label(self) -> str:
        return EVENTS.get(self.event, "")

    @property
    def taken(self) -> bool:
        return self.ended_at is not None and not self.trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """A webhook that wants to hear of an event, and whose key it is."""

    id: UUID
    client: UUID


def hooks(viewer: Actor) -> list[HookCard]:
    """The webhooks of the viewer's areas, or a key's own, newest first. Empty for whoever may see none."""
    seen = _seen(viewer)
    return sql.rows(f"{LIST} {seen.sql} order by h.made_at desc, h.id", seen.params, into=HookCard)


def hook(viewer: Actor, id: UUID) -> HookCard:
    """One of them. Raises Missing."""
    seen = _seen(viewer)
    found: HookCard | None = sql.one(f"{LIST} h.id = %s and {seen.sql}", (id, *seen.params), into=HookCard)
    if found is None:
        raise Missing
    return found


def calls(viewer: Actor, hook_id: UUID, before: UUID | None = None) -> list[CallCard]:
    """The latest hundred calls of a webhook, newest first; `before` is the last one of the page above. Raises Missing."""
    hook(viewer, hook_id)
    return sql.rows(
        f"""select id, event, subject, made_at, tries, tried_at, try_at, status, trouble, ended_at, body
            from notices_hook_delivery where hook = %s
              and (%s::uuid is null or no < (select no from notices_hook_delivery where id = %s))
            order by no desc limit {CALLS_SHOWN}""",
        (hook_id, before, before),
        into=CallCard,
    )


def listening(viewer: Actor, event: str, area: str) -> list[Listener]:
    """The webhooks that want an event of an area, resting ones and switched off ones too: what they miss waits for them.

    For the flow that tells them. Raises Missing for anybody else.
    """
    if viewer.kind != "house":
        raise Missing
    return sql.rows(
        """select id, client from notices_hook
           where state <> 'ended' and %s = any(events) and starts_with(%s, area) order by id""",
        (event, area),
        into=Listener,
    )


def hook_names(viewer: Actor, ids: Sequence[UUID]) -> dict[UUID, str]:
    """What webhooks are called in notices to whoever subscribed them: their host."""
    seen = _seen(viewer)
    found = sql.rows(
        f"select id, url from notices_hook h where id = any(%s) and (made_by = %s or {seen.sql})",
        (list(ids), viewer.account, *seen.params),
    )
    return {row["id"]: urlsplit(row["url"]).hostname or "" for row in found}


def _seen(viewer: Actor) -> Cond:
    if viewer.kind == "client":
        return Cond("h.client = %s", (viewer.account,))
    return where(viewer, RIGHT, "h.area")
