"""Residents' requests to see recordings: by their secret link, and for the manager who answers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import Actor, Missing
from liren.trust import links, sealed, sql
from liren.trust.sight import look, need, where

APPROVE = "cameras.approve"
COLUMNS = """r.id, r.area, r.camera, c.name as camera_name, r.place, r.since, r.until, r.ground, r.relation, r.words, r.asked_at,
             r.due_at, r.decided_at, r.decision, r.reason"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FootageCard:
    """One request without its name and phone."""

    id: UUID
    area: str
    camera: UUID | None
    camera_name: str | None
    place: str
    since: datetime
    until: datetime
    ground: str
    relation: str
    words: str
    asked_at: datetime
    due_at: datetime
    decided_at: datetime | None
    decision: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asked, opened after saying why."""

    name: str
    phone: str


def token_of(viewer: Actor, request: UUID) -> str:
    """The secret link's token, for the door that has just taken the request. Raises Missing."""
    nonce = sql.value("select nonce from devices_footagerequest where id = %s", (request,))
    if nonce is None:
        raise Missing
    return links.derived("footage", request, bytes(nonce)).token


def by_link(viewer: Actor, token: str) -> FootageCard:
    """The request that a secret link opens. Raises Missing."""
    found: FootageCard | None = sql.one(
        f"""select {COLUMNS} from devices_footagerequest r left join devices_camera c on c.id = r.camera
            where r.token = %s""",
        (links.digest(token),),
        into=FootageCard,
    )
    if found is None:
        raise Missing("没有找到这份申请。请用申请时给您的网址。")
    return found


def footage_requests(viewer: Actor) -> list[FootageCard]:
    """The requests of the viewer's areas, those that wait first, by their deadline. Raises Missing without the right."""
    need(viewer, APPROVE)
    seen = where(viewer, APPROVE, "r.area")
    return sql.rows(
        f"""select {COLUMNS} from devices_footagerequest r left join devices_camera c on c.id = r.camera
            where {seen.sql} order by (r.decided_at is not null), r.due_at limit 200""",
        seen.params,
        into=FootageCard,
    )


def footage_card(viewer: Actor, id: UUID) -> FootageCard:
    """One request, for whoever answers there. Raises Missing."""
    found: FootageCard | None = sql.one(
        f"""select {COLUMNS} from devices_footagerequest r left join devices_camera c on c.id = r.camera where r.id = %s""",
        (id,),
        into=FootageCard,
    )
    if found is None:
        raise Missing
    need(viewer, APPROVE, found.area)
    return found


def asker(viewer: Actor, card: FootageCard, purpose: str) -> Asker:
    """Name and phone, after the access log kept who looked and why."""
    need(viewer, APPROVE, card.area)
    with look(viewer, purpose=purpose, subject=card.id, what="devices.footage", area=card.area):
        row = sql.value("select sealed from devices_footagerequest where id = %s", (card.id,))
        return Asker(**json.loads(sealed.unseal(bytes(row))))


def footage_names(viewer: Actor, ids: Sequence[UUID]) -> dict[UUID, str]:
    """“同心路菜场北门”的查阅申请, for who answers there."""
    seen = where(viewer, APPROVE)
    rows = sql.rows(
        f"select id, place from devices_footagerequest where id = any(%s) and {seen.sql}", (list(ids), *seen.params)
    )
    return {row["id"]: f"“{row['place']}”的查阅申请" for row in rows}
