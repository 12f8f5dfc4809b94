"""PlaceOrder: an order is born, with its words, its sealed requester and its secret link."""

import os
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from psycopg.types.json import Jsonb

from liren.kernel import AreaCode, Denied, Missing, Refusal
from liren.kernel.area import Level
from liren.places import queries as places
from liren.services import reading
from liren.services.commands import PlaceOrder
from liren.services.handlers import store
from liren.services.rules import fold, placing, words
from liren.services.rules.words import SHANGHAI
from liren.trust import links, rights, sealed, sql
from liren.trust.registry import Act, Outcome, Target, Told

TITLE = 40
TRIAGE = "services.triage"
NONCE = 16
VALID = timedelta(days=365)


def place_target(command: PlaceOrder, act: Act) -> Target:
    """Where help is asked for; anybody may ask."""
    return Target(scope=_scope(command, act), kind=command.kind)


def place(command: PlaceOrder, target: Target, act: Act) -> Outcome:
    """Check, number and keep a request. A resident's own account stays out of the journal.

    Raises Denied for whoever asks for somebody else without being the one who sees to orders there.
    """
    if command.on_behalf and act.actor.kind != "house" and not rights.holds(act.actor, TRIAGE, target):
        raise Denied("替居民点单由社区受理的人来做。请居民自己在“我要求助”里点，或者打电话给社区。", code="role")
    epoch = act.epochs.get("catalogue", 0)
    try:
        terms = reading.terms_by_code(command.kind, target.scope, act.now, epoch=epoch)
    except Missing as error:
        raise Refusal("kind", "没有这项服务，请从列表里选。", field="kind") from error
    placing.check(command, terms.kind, act.now)
    office = target.scope[: Level.TOWN]
    serial = store.next_serial(office, act.now.astimezone(SHANGHAI).year)
    event = placing.placed(command, terms, AreaCode(target.scope), serial, act.now)
    order = fold.apply(None, event)
    number = f"{_mark(office, act.now)}{serial:06d}"
    own = None if command.on_behalf else act.actor.account
    sql.insert("services_order", store.row_of(order) | _plain(command, number, own))
    author = act.actor.account if command.on_behalf else None
    store.note(order.id, command.note, "place", command.words, author, act.now)
    sql.insert("services_requester", {"order_id": order.id, "sealed": _sealed(command), "key_id": sealed.KEY_ID})
    sql.insert("services_link", _link(order.id, command.phone, act.now))
    return Outcome(
        events=(Told(event, order.id, order.scope),),
        answer={"order": str(order.id), "number": number, "state": order.state},
        scopes=(order.scope,),
        veiled=own is not None,
    )


def _scope(command: PlaceOrder, act: Act) -> AreaCode:
    """The micro-grid of the point or building, else the area that was chosen. Raises Refusal for none of today's map."""
    if command.lon is not None and command.lat is not None:
        if trouble := places.point_trouble(command.lon, command.lat, act.epochs):
            raise trouble
        if found := places.locate(command.lon, command.lat, act.epochs):
            return found.scope
    if command.building is not None:
        card = places.building(act.actor, command.building)
        if card is not None and card.area is not None:
            return AreaCode(card.area)
    if command.area is not None and len(command.area) >= Level.COMMUNITY:
        if places.version_of(command.area, act.epochs) is not None:
            return command.area
        raise Refusal("area", "现在的地图上没有这个地方，请重新选。", field="area")
    raise Refusal("no_place", "还没有选在哪个社区，选到社区就可以，门牌只给接单的人看。", field="area")


def _plain(command: PlaceOrder, number: str, requester: UUID | None) -> dict[str, Any]:
    """What the row keeps besides the state: nothing of it is in an event."""
    text = " ".join(command.words.split())
    return {
        "number": number,
        "title": text if len(text) <= TITLE else text[: TITLE - 1] + "…",
        "requester": requester,
        "gender": command.gender,
        "neighbour": command.neighbour,
        "no_visit": command.no_visit,
        "times": Jsonb([[t.day.isoformat(), t.part] for t in command.times]),
    }


def _sealed(command: PlaceOrder) -> bytes:
    who = {"name": command.name.strip(), "phone": words.phone(command.phone), "address": command.address.strip()}
    return sealed.seal(msgspec.json.encode(who).decode())


def _link(order: UUID, phone: str, now: datetime) -> dict[str, Any]:
    nonce = os.urandom(NONCE)
    secrets = links.derived("order", order, nonce)
    return {
        "order_id": order,
        "nonce": nonce,
        "token": links.digest(secrets.token),
        "code": links.digest(secrets.code),
        "tail": links.tail_of(order, phone, secrets.pin),
        "expires_at": now + VALID,
    }


def _mark(office: str, at: datetime) -> str:
    """The number of an order without its serial: 界牌单〔2026〕."""
    name = places.name_of(office)
    for ending in ("街道", "镇", "乡"):
        if len(name) > len(ending) + 1:
            name = name.removesuffix(ending)
    return f"{name}单〔{at.astimezone(SHANGHAI):%Y}〕"
