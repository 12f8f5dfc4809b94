"""One handler for every order about an existing order: load, ask the rules, write what changed, tell."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.catalogue import queries as catalogue
from liren.kernel import Missing, Refusal
from liren.services import commands as c
from liren.services import reading
from liren.services.handlers import store
from liren.services.kinds import ServiceKind
from liren.services.rules import acts, fold
from liren.services.rules.fold import OrderState
from liren.services.rules.scene import Found, Scene, Terms
from liren.services.rules.stations import ENDED
from liren.trust import registry
from liren.trust.registry import Act, Outcome, Target, Told
from liren.trust.timers import Ring

CASE_KINDS = "case_kind"
CLAIM, WIDE, LAPSE, FORGET = "order_claim", "order_wide", "order_lapse", "order_forget"
QUIET = (c.DeclineOrder, c.GiveBackOrder)
"""Orders of which nobody keeps whose they were."""


def load_order(command: c.OrderCommand, act: Act) -> Target:
    """The order, locked, and the parts this actor plays in it. A claim of what is gone already stands in nobody's line."""
    row = reading.load(command.order) if isinstance(command, c.ClaimOrder) else None
    if row is None or row["state"] == "listed":
        row = reading.load(command.order, lock=True)
    if row is None:
        raise Missing
    who = reading.who_of(act.actor, row, reading.member_of(act.actor.account))
    return replace(reading.target_of(row), row=(row, who), roles=who.roles)


def move(command: c.OrderCommand, target: Target, act: Act) -> Outcome:
    """Carry one order out. A decline leaves no entry."""
    row, who = target.row
    order = reading.state_of(row)
    terms = reading.terms_by_id(order.entry, order.scope, act.now, epoch=act.epochs.get("catalogue", 0))
    wish = reading.wish_of(row, terms.kind, act.now)
    found = _look_up(command, order, who.account, terms, act)
    scene = Scene(order=order, wish=wish, who=who, terms=terms, now=act.now, found=found)
    event = acts.decide(scene, command)
    if event is None:
        _declined(order, reading.member_of(who.account))
        return Outcome(answer={"order": str(order.id), "state": order.state}, scopes=(order.scope,))
    after = fold.apply(order, event)
    veiled = isinstance(command, QUIET) or "requester" in who.roles
    store.move(order, event, after, act.now)
    text = str(getattr(command, "words", "") or getattr(command, "reason", ""))
    store.note(order.id, getattr(command, "note", None), command.act, text, None if veiled else who.account, act.now)
    if isinstance(command, c.GiveBackOrder) and order.member is not None:
        store.decline(order.id, order.member)
    if isinstance(command, c.ForgetOrder):
        store.forget(order.id)
    act.ring(_rings(order, after, terms.kind))
    return Outcome(
        events=(Told(event, order.id, order.scope),),
        answer={"order": str(order.id), "number": row["number"], "state": after.state},
        scopes=(order.scope,),
        veiled=veiled,
    )


def _declined(order: OrderState, mine: Any) -> None:
    if mine is not None:
        store.decline(order.id, mine.id)


def _look_up(command: c.OrderCommand, order: OrderState, account: UUID | None, terms: Terms, act: Act) -> Found:
    """What single orders need to have looked up."""
    if isinstance(command, c.ClaimOrder):
        mine = reading.member_of(account)
        hand = reading.hand(mine.id, lock=True) if mine else None
        gone = bool(mine) and (order.id, mine.id) in reading.declined([order.id])  # type: ignore[union-attr]
        return Found(hand=hand, declined=gone)
    if isinstance(command, c.AssignOrder):
        gone = (order.id, command.member) in reading.declined([order.id])
        return Found(hand=reading.hand(command.member, lock=True), declined=gone)
    if isinstance(command, c.ScheduleOrder):
        return Found(companion=reading.hand(command.companion))
    if isinstance(command, c.TriageOrder) and command.kind is not None:
        return Found(terms=_new_terms(command.kind, order.scope, act))
    if isinstance(command, c.ConvertOrder):
        return Found(case_kind_known=_known(command.kind, order.scope, act))
    return Found()


def _new_terms(kind: str, scope: str, act: Act) -> Terms:
    try:
        return reading.terms_by_code(kind, scope, act.now, epoch=act.epochs.get("catalogue", 0))
    except Missing as error:
        raise Refusal("kind", "没有这项服务，请从列表里选。", field="kind") from error


def _known(kind: str, scope: str, act: Act) -> bool:
    try:
        catalogue.entry(CASE_KINDS, kind, area=scope, at=act.now)
    except Missing:
        return False
    return True


# ---- timers ------------------------------------------------------------------------------------------------------


def _bell(order: OrderState, kind: ServiceKind) -> tuple[str, datetime | None]:
    """The timer an order stands under, and when it rings."""
    if order.state == "listed":
        return (CLAIM if order.circle == "community" else WIDE), order.due_at
    if order.state in ENDED and order.forgotten_at is None:
        return FORGET, acts.forgotten_from(order, kind)
    return (LAPSE, order.due_at) if order.state == "done" else ("", None)


def _rings(before: OrderState, after: OrderState, kind: ServiceKind) -> list[Ring]:
    """The timer of the state that was left is dropped, that of the one entered is set."""
    (left, was), (new, at) = _bell(before, kind), _bell(after, kind)
    found: list[tuple[str, datetime | None]] = [(left, None)] if left and left != new else []
    found += [(new, at)] if new and (left, was) != (new, at) else []
    return [Ring(subject=after.id, kind=name, no=0, area=after.scope, fire_at=when) for name, when in found]


def hang_up() -> None:
    """Register what each timer orders."""
    registry.timer(CLAIM, do=lambda rung: [c.LapseListing(order=rung.subject, wider=True)], may=[c.LapseListing])
    registry.timer(WIDE, do=lambda rung: [c.LapseListing(order=rung.subject, wider=False)], may=[c.LapseListing])
    registry.timer(LAPSE, do=lambda rung: [c.LapseOrder(order=rung.subject)], may=[c.LapseOrder])
    registry.timer(FORGET, do=lambda rung: [c.ForgetOrder(order=rung.subject)], may=[c.ForgetOrder])
