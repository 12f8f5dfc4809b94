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
from liren.services.rules import acts, fold
from liren.services.rules.fold import OrderState
from liren.services.rules.scene import Found, Scene, Terms
from liren.trust import registry
from liren.trust.deliveries import Rung
from liren.trust.registry import Act, Outcome, Target, Told
from liren.trust.timers import Ring

CASE_KINDS = "case_kind"
CLAIM, WIDE, LAPSE = "order_claim", "order_wide", "order_lapse"
QUIET = (c.DeclineOrder, c.GiveBackOrder)
"""Orders of which nobody keeps whose they were."""


def load_order(command: c.OrderCommand, act: Act) -> Target:
    """The order, locked, and the parts this actor plays in it."""
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
    act.ring(_rings(order, after))
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
        return Found(hand=reading.hand(command.member, lock=True))
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


def _bell(order: OrderState) -> str:
    if order.state == "listed":
        return CLAIM if order.circle == "community" else WIDE
    return LAPSE if order.state == "done" else ""


def _rings(before: OrderState, after: OrderState) -> list[Ring]:
    """The timer of the state that was left is dropped, that of the one entered is set."""
    left, new = _bell(before), _bell(after)
    found: list[tuple[str, datetime | None]] = [(left, None)] if left and left != new else []
    found += [(new, after.due_at)] if new and (left != new or before.due_at != after.due_at) else []
    return [Ring(subject=after.id, kind=kind, no=0, area=after.scope, fire_at=at) for kind, at in found]


def hang_up() -> None:
    """Register what each timer orders."""
    registry.timer(CLAIM, do=lambda rung: [c.LapseListing(order=rung.subject, wider=True)], may=[c.LapseListing])
    registry.timer(WIDE, do=lambda rung: [c.LapseListing(order=rung.subject, wider=False)], may=[c.LapseListing])
    registry.timer(LAPSE, do=_lapse, may=[c.LapseOrder])


def _lapse(rung: Rung) -> list[c.LapseOrder]:
    return [c.LapseOrder(order=rung.subject)]
