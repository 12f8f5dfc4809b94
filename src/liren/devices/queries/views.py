"""Offers and tickets for whoever handles a case, and the requests of those who have none."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from uuid import UUID

from liren.catalogue import queries as catalogue
from liren.devices.rules import purposes as p
from liren.kernel import Actor, Missing
from liren.trust import sealed, sql
from liren.trust.sight import visible, where

LOOK, APPROVE = "cameras.view", "cameras.approve"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferCard:
    """A camera that is open to the viewer under a case, the nearest first."""

    camera: UUID
    name: str
    place: str
    metres: int
    health: str
    until: datetime
    position: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketCard:
    """One's own ticket. `opened_at`, `closed_at` and `why` say what became of it."""

    id: UUID
    camera: UUID
    name: str
    place: str
    path: str
    area: str
    case: UUID | None
    account: UUID
    purpose: str
    mode: str
    words: str
    issued_at: datetime
    expires_at: datetime
    renewed: int
    revoked_at: datetime | None
    offer_live: bool
    opened_at: datetime | None
    closed_at: datetime | None
    why: str | None

    def live(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at and self.closed_at is None and self.offer_live


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCard:
    """A request for a view without a case."""

    id: UUID
    camera: UUID
    name: str
    area: str
    purpose: str
    mode: str
    words: str
    asked_by: UUID
    asker: str | None
    asked_at: datetime
    decided_at: datetime | None
    decider: str | None
    approved: bool | None
    reason: str
    open_until: datetime | None


def purposes(viewer: Actor, area: str, now: datetime) -> list[p.Purpose]:
    """The purposes in force in an area, in their order."""
    return sorted((e.spec for e in catalogue.entries(p.PURPOSES, area=area, at=now)), key=lambda one: one.order)


def bounds(viewer: Actor, area: str, now: datetime) -> p.Terms:
    """The bounds of viewing in force in an area."""
    made: p.Terms = catalogue.entry(p.TERMS, "standard", area=area, at=now).spec
    return made


def offers_for(viewer: Actor, case: UUID, now: datetime) -> list[OfferCard]:
    """The cameras open to this viewer under a case: whoever handles it and holds the right over them. One statement."""
    if not viewer.holds(LOOK):
        return []
    seen = where(viewer, LOOK, "c.area")
    return sql.rows(
        f"""select o.camera, c.name, c.place, o.metres, c.health, o.until, c.position
            from devices_viewoffer o join devices_camera c on c.id = o.camera
            where o."case" = %s and o.withdrawn_at is null and o.until > %s and c.retired_on is null and {seen.sql}
              and (o.accounts @> array[%s]::uuid[] or o.units && %s::uuid[])
              and o.barred_account is distinct from %s and not coalesce(o.barred_unit = any(%s::uuid[]), false)
            order by o.metres, c.name""",
        (case, now, *seen.params, viewer.account, list(viewer.units), viewer.account, list(viewer.units)),
        into=OfferCard,
    )


def ticket_card(viewer: Actor, id: UUID) -> TicketCard:
    """One ticket, for who holds it or approves views there. Raises Missing for all others."""
    found: TicketCard | None = sql.one(
        """select t.id, t.camera, c.name, c.place, c.engine_path as path, c.area, t."case", t.account, t.purpose, t.mode, t.words,
                  t.issued_at, t.expires_at, t.renewed, t.revoked_at,
                  o.withdrawn_at is null as offer_live, v.opened_at, e.closed_at, e.why
           from devices_viewticket t join devices_camera c on c.id = t.camera join devices_viewoffer o on o.id = t.offer
           left join devices_view v on v.ticket = t.id left join devices_viewend e on e.view = v.id where t.id = %s""",
        (id,),
        into=TicketCard,
    )
    if found is None or (found.account != viewer.account and not visible(viewer, APPROVE, found.area)):
        raise Missing
    return found


def secret_of(viewer: Actor, card: TicketCard) -> str:
    """What the browser shows the media engine: the ticket's id and a signature over it, its camera and its holder. Raises Missing for others."""
    if card.account != viewer.account:
        raise Missing
    return f"{card.id.hex}.{_signature(card.id, card.camera, card.account)}"


def ticket_behind(viewer: Actor, secret: str) -> UUID | None:
    """The ticket of a secret whose signature is right, for the media engine's door; None for a forged one. Raises Missing for others."""
    if viewer.kind != "house":
        raise Missing
    text, _, signature = secret.partition(".")
    try:
        id = UUID(hex=text)
    except ValueError:
        return None
    row = sql.one("select camera, account from devices_viewticket where id = %s", (id,))
    good = row is not None and compare_digest(_signature(id, row["camera"], row["account"]), signature)
    return id if good else None


def _signature(ticket: UUID, camera: UUID, account: UUID) -> str:
    mac = sealed.derive("view.ticket", ticket.bytes, camera.bytes, account.bytes)
    return urlsafe_b64encode(mac).decode().rstrip("=")


def run_out(viewer: Actor, now: datetime) -> list[tuple[UUID, str]]:
    """Cameras with a view that goes on though its ticket is over, and their paths, for the house."""
    if viewer.kind != "house":
        raise Missing
    rows = sql.rows(
        """select distinct v.camera, c.engine_path from devices_view v join devices_viewticket t on t.id = v.ticket
           join devices_camera c on c.id = v.camera
           where not exists (select from devices_viewend e where e.view = v.id)
             and (t.expires_at <= %s or t.revoked_at is not null)""",
        (now,),
    )
    return [(row["camera"], row["engine_path"]) for row in rows]


def sessions_over(viewer: Actor, camera: UUID, now: datetime) -> list[str]:
    """The media engine's readers of a camera whose tickets are over but whose views were not ended yet, for the house."""
    if viewer.kind != "house":
        raise Missing
    return sql.values(
        """select t.session from devices_view v join devices_viewticket t on t.id = v.ticket
           where v.camera = %s and not exists (select from devices_viewend e where e.view = v.id)
             and (t.expires_at <= %s or t.revoked_at is not null)""",
        (camera, now),
    )


def camera_of_path(viewer: Actor, path: str) -> UUID | None:
    """The camera behind a path of the media engine, for the house."""
    if viewer.kind != "house":
        raise Missing
    found: UUID | None = sql.value(
        "select id from devices_camera where engine_path = %s order by retired_on nulls first limit 1", (path,)
    )
    return found


def requests(viewer: Actor, *, camera: UUID | None = None) -> list[RequestCard]:
    """Requests for views: one's own, and those of the areas in which one may decide; those that wait first."""
    seen = where(viewer, APPROVE, "c.area")
    return sql.rows(
        f"""select r.id, r.camera, c.name, c.area, r.purpose, r.mode, r.words, r.asked_by, a.name as asker, r.asked_at,
                   r.decided_at, d.name as decider, r.approved, r.reason,
                   (select max(o.until) from devices_viewoffer o where o.request = r.id and o.withdrawn_at is null) as open_until
            from devices_viewrequest r join devices_camera c on c.id = r.camera
            left join trust_account a on a.id = r.asked_by left join trust_account d on d.id = r.decided_by
            where ({seen.sql} or r.asked_by = %s) and (%s::uuid is null or r.camera = %s)
            order by (r.decided_at is not null), r.asked_at desc limit 100""",
        (*seen.params, viewer.account, camera, camera),
        into=RequestCard,
    )


def request_card(viewer: Actor, id: UUID) -> RequestCard:
    """One request, for the house. Raises Missing for anybody else, and for one that is not there."""
    if viewer.kind != "house":
        raise Missing
    found = sql.one(
        """select r.id, r.camera, c.name, c.area, r.purpose, r.mode, r.words, r.asked_by, null as asker, r.asked_at,
                  r.decided_at, null as decider, r.approved, r.reason, null::timestamptz as open_until
           from devices_viewrequest r join devices_camera c on c.id = r.camera where r.id = %s""",
        (id,),
        into=RequestCard,
    )
    if found is None:
        raise Missing
    card: RequestCard = found
    return card


def request_names(viewer: Actor, ids: Sequence[UUID]) -> dict[UUID, str]:
    """The camera of each request, for who asked and who may decide."""
    seen = where(viewer, APPROVE, "c.area")
    rows = sql.rows(
        f"""select r.id, c.name from devices_viewrequest r join devices_camera c on c.id = r.camera
            where r.id = any(%s) and ({seen.sql} or r.asked_by = %s)""",
        (list(ids), *seen.params, viewer.account),
    )
    return {row["id"]: f"“{row['name']}”" for row in rows}


def requests_waiting(viewer: Actor) -> int:
    """How many requests wait for this very viewer's answer: views of others, and residents' requests to see recordings."""
    seen, asked = where(viewer, APPROVE, "c.area"), where(viewer, APPROVE, "f.area")
    return int(
        sql.value(
            f"""select (select count(*) from devices_viewrequest r join devices_camera c on c.id = r.camera
                        where r.decided_at is null and r.asked_by is distinct from %s and {seen.sql})
                     + (select count(*) from devices_footagerequest f where f.decided_at is null and {asked.sql})""",
            (viewer.account, *seen.params, *asked.params),
        )
    )
