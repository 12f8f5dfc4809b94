"""decide: what an order about an order comes to. The table says which moves there are and for whom; here is the rest."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from liren.kernel import Code, Conflict, Denied, Refusal
from liren.services import commands as c
from liren.services import events as e
from liren.services.kinds import CIRCLES, SATISFACTION, ServiceKind
from liren.services.rules.fold import OrderState
from liren.services.rules.scene import Scene, due_in
from liren.services.rules.stations import BY_CODE, LABELS, ROLE_LABELS, Move, find, moves
from liren.services.rules.wishes import SENTENCES, in_circle, unfit
from liren.services.rules.words import said, short_enough

FARTHEST = timedelta(days=60)
TAKEN = "这一单刚刚被别人接走了，谢谢您。还有别的单可以看看。"
Maker = Callable[[Scene, Any, Code], e.OrderEvent | None]
MAKERS: dict[type[c.OrderCommand], Maker] = {}


@dataclass(frozen=True, slots=True)
class Act:
    """A button: the act's code and its Chinese verb."""

    code: str
    label: str


def allowed(state: str, roles: frozenset[str]) -> tuple[Act, ...]:
    """The acts of these roles in a state, each once."""
    codes = dict.fromkeys(m.act for m in moves(BY_CODE[state]) if roles.intersection(m.by))
    return tuple(Act(code, c.COMMANDS[code].label) for code in codes if "house" not in roles)


def decide(scene: Scene, command: c.OrderCommand) -> e.OrderEvent | None:
    """The event this comes to; None for what leaves no trace (a decline). Raises Refusal, Denied or Conflict."""
    move = _permitted(scene, command)
    return MAKERS[type(command)](scene, command, Code(move.to or scene.order.state))


def _permitted(s: Scene, command: c.OrderCommand) -> Move:
    move = find(s.order.state, command.act, command.outcome)
    current = {"state": s.order.state, "label": LABELS[s.order.state], "version": s.order.version}
    if move is None:
        if command.act == "claim" and s.who.account is not None and s.who.account == s.order.handler:
            raise Conflict("yours", "这一单已经在您手上了，请和点单人约时间。", current=current)
        if command.act == "claim":
            raise Conflict("taken", TAKEN, current=current)
        sentence = f"这一单现在是“{LABELS[s.order.state]}”，不能{command.label}。"
        raise Conflict("wrong_state", sentence, current=current)
    if not s.who.roles.intersection(move.by):
        who = "、".join(ROLE_LABELS[role] for role in move.by)
        raise Denied(f"“{command.label}”由{who}来做。", code="role")
    return move


def _makes(kind: type[c.OrderCommand]) -> Callable[[Maker], Maker]:
    def hang(maker: Maker) -> Maker:
        MAKERS[kind] = maker
        return maker

    return hang


# ---- the community -----------------------------------------------------------------------------------------------


@_makes(c.TriageOrder)
def _triage(s: Scene, o: c.TriageOrder, to: Code) -> e.OrderEvent:
    short_enough(o.words, field="words")
    terms = s.found.terms or s.terms
    return e.OrderTriaged(
        order=s.order.id, state=to, due_at=due_in(to, terms, s.now), kind=Code(terms.kind.code), entry=terms.entry,
        triaged_at=s.now, note=o.note if o.words.strip() else None,
    )  # fmt: skip


@_makes(c.ListOrder)
def _list(s: Scene, o: c.ListOrder, to: Code) -> e.OrderEvent:
    if o.circle not in CIRCLES:
        raise Refusal("circle", f"派单范围只有：{'、'.join(CIRCLES.values())}。", field="circle")
    due = due_in(to, s.terms, s.now, circle=o.circle)
    return e.OrderListed(order=s.order.id, state=to, due_at=due, circle=o.circle, listed_at=s.now)


@_makes(c.AssignOrder)
def _assign(s: Scene, o: c.AssignOrder, to: Code) -> e.OrderEvent:
    hand = _fit(s, field="member")
    return e.OrderAssigned(
        order=s.order.id, state=to, due_at=due_in(to, s.terms, s.now), member=hand.id, handler=hand.account,
        claimed_at=s.now,
    )  # fmt: skip


@_makes(c.TakeOverOrder)
def _take_over(s: Scene, o: c.TakeOverOrder, to: Code) -> e.OrderEvent:
    if s.who.account is None:
        raise Denied("“社区自己办”要登录的工作人员来点。", code="role")
    return e.OrderAssigned(
        order=s.order.id, state=to, due_at=due_in(to, s.terms, s.now), member=None, handler=s.who.account,
        claimed_at=s.now,
    )  # fmt: skip


@_makes(c.TakeBackOrder)
def _take_back(s: Scene, o: c.TakeBackOrder, to: Code) -> e.OrderEvent:
    said(o.reason, field="reason", what="为什么收回")
    return e.OrderTakenBack(
        order=s.order.id, state=to, due_at=due_in(to, s.terms, s.now), member=None, handler=None, companion=None,
        scheduled_for=None, note=o.note,
    )  # fmt: skip


@_makes(c.ConvertOrder)
def _convert(s: Scene, o: c.ConvertOrder, to: Code) -> e.OrderEvent:
    said(o.reason, field="reason", what="为什么转为事项")
    if not s.found.case_kind_known:
        raise Refusal("case_kind", "没有这个事项类别，请从列表里选。", field="kind")
    return e.OrderConverted(order=s.order.id, state=to, closed_at=s.now, case=o.case, case_kind=o.kind, note=o.note)


# ---- whoever takes it --------------------------------------------------------------------------------------------


def _fit(s: Scene, field: str = "") -> Any:
    """The member looked up, if the order's wishes allow it. Raises Refusal with the reason."""
    hand = s.found.hand
    if hand is None:
        raise Refusal("no_member", "队里没有这个人，请从列表里选。", field=field or None)
    no = unfit(s.wish, hand, declined=s.found.declined)
    if no:
        raise Refusal("unfit_" + no, SENTENCES[no] if not field else _told_of(no), field=field or None)
    return hand


def _told_of(no: str) -> str:
    """The reason said to the desk, about somebody else."""
    return {
        "inactive": "这位队员不在队里或者暂停接单，请另选一位。",
        "own": "这是本人点的单，请另选一位。",
        "skill": "这位队员没有登记这项特长，请另选一位。",
        "place": "这一单不在这位队员的服务范围里，请另选一位。",
        "woman": "点单人希望由女性来办，请另选一位。",
        "man": "点单人希望由男性来办，请另选一位。",
        "neighbour": "点单人只找本网格的邻居，请另选一位。",
        "visits": "这一单要上门，这位队员不上门，请另选一位。",
        "declined": "这位队员现在不方便接这一单，请另选一位。",
        "full": "这位队员手上的单已经到了上限，请另选一位。",
    }[no]


@_makes(c.ClaimOrder)
def _claim(s: Scene, o: c.ClaimOrder, to: Code) -> e.OrderEvent:
    hand = _fit(s)
    if not in_circle(s.order.circle, s.order.scope, hand.home):
        raise Refusal("unfit_circle", "这一单现在只请本社区的队员接，没人接会扩大到全镇。")
    return e.OrderClaimed(
        order=s.order.id, state=to, due_at=due_in(to, s.terms, s.now), member=hand.id, handler=hand.account,
        claimed_at=s.now,
    )  # fmt: skip


@_makes(c.DeclineOrder)
def _decline(s: Scene, o: c.DeclineOrder, to: Code) -> None:
    return None


@_makes(c.GiveBackOrder)
def _give_back(s: Scene, o: c.GiveBackOrder, to: Code) -> e.OrderEvent:
    return e.OrderGivenBack(
        order=s.order.id, state=to, due_at=due_in(to, s.terms, s.now, circle=s.order.circle), member=None, handler=None,
        companion=None, scheduled_for=None, listed_at=s.now, circle=s.order.circle,
    )  # fmt: skip


@_makes(c.ScheduleOrder)
def _schedule(s: Scene, o: c.ScheduleOrder, to: Code) -> e.OrderEvent:
    if o.at < s.now - timedelta(minutes=5):
        raise Refusal("at_past", "约的时间已经过去，请核对日期和钟点。", field="at")
    if o.at > s.now + FARTHEST:
        raise Refusal("at_far", f"约的时间请在 {FARTHEST.days} 天以内。", field="at")
    if s.terms.kind.two_people and s.wish.visit:
        _check_companion(s, o)
    return e.OrderScheduled(
        order=s.order.id,
        state=to,
        due_at=due_in(to, s.terms, s.now, at=o.at),
        scheduled_for=o.at,
        companion=o.companion,
    )


def _check_companion(s: Scene, o: c.ScheduleOrder) -> None:
    who = s.found.companion
    if o.companion is None or who is None or not who.active:
        raise Refusal("companion", "这项服务要两个人一起去，请选一位同去的队员。", field="companion")
    if who.account == s.order.handler:
        raise Refusal("companion", "同去的要是另一个人，请重新选。", field="companion")


@_makes(c.FinishOrder)
def _finish(s: Scene, o: c.FinishOrder, to: Code) -> e.OrderEvent:
    short_enough(o.words, field="words")
    note = o.note if o.words.strip() else None
    return e.OrderDone(order=s.order.id, state=to, due_at=due_in(to, s.terms, s.now), done_at=s.now, note=note)


# ---- the requester -----------------------------------------------------------------------------------------------


@_makes(c.ConfirmOrder)
def _confirm(s: Scene, o: c.ConfirmOrder, to: Code) -> e.OrderEvent:
    short_enough(o.words, field="words")
    note = o.note if o.words.strip() else None
    if o.solved:
        closed = s.order.closed_at or s.now
        return e.OrderConfirmed(
            order=s.order.id, state=to, solved=True, confirmed_at=s.now, closed_at=closed, note=note
        )
    return e.OrderDisputed(
        order=s.order.id, state=to, due_at=due_in(to, s.terms, s.now), reworks=s.order.reworks + 1, member=None,
        handler=None, companion=None, scheduled_for=None, done_at=None, closed_at=None, note=note,
    )  # fmt: skip


@_makes(c.RateOrder)
def _rate(s: Scene, o: c.RateOrder, to: Code) -> e.OrderEvent:
    if o.satisfied not in SATISFACTION:
        raise Refusal("satisfied", f"请选一个：{'、'.join(SATISFACTION.values())}。", field="satisfied")
    short_enough(o.words, field="words")
    note = o.note if o.words.strip() else None
    return e.OrderRated(order=s.order.id, state=to, satisfied=o.satisfied, note=note)


@_makes(c.CancelOrder)
def _cancel(s: Scene, o: c.CancelOrder, to: Code) -> e.OrderEvent:
    requester = "requester" in s.who.roles
    if not requester:
        said(o.reason, field="reason", what="为什么取消")
    short_enough(o.reason, field="reason")
    return e.OrderCancelled(
        order=s.order.id, state=to, closed_at=s.now, cancelled_by=Code("requester" if requester else "desk"),
        note=o.note if o.reason.strip() else None,
    )  # fmt: skip


@_makes(c.AddOrderWords)
def _add_words(s: Scene, o: c.AddOrderWords, to: Code) -> e.OrderEvent:
    said(o.words, field="words", what="补充的情况")
    return e.OrderWordsAdded(order=s.order.id, state=to, due_at=s.order.due_at, note=o.note)


@_makes(c.MessageRequester)
def _message(s: Scene, o: c.MessageRequester, to: Code) -> e.OrderEvent:
    said(o.words, field="words", what="留言")
    return e.RequesterMessaged(order=s.order.id, state=to, due_at=s.order.due_at, note=o.note)


# ---- the house ---------------------------------------------------------------------------------------------------


@_makes(c.LapseListing)
def _pass_limit(s: Scene, o: c.LapseListing, to: Code) -> e.OrderEvent:
    _due(s)
    if o.wider != (s.order.circle == "community"):
        raise Refusal("circle", "派单范围已经变了，不用再扩大。")
    if o.wider:
        return e.OrderWidened(
            order=s.order.id, state=to, due_at=due_in(to, s.terms, s.now, circle="town"), circle=Code("town")
        )
    return e.OrderUnclaimed(order=s.order.id, state=to, due_at=due_in(to, s.terms, s.now), unclaimed_at=s.now)


@_makes(c.LapseOrder)
def _lapse(s: Scene, o: c.LapseOrder, to: Code) -> e.OrderEvent:
    _due(s)
    return e.OrderLapsed(order=s.order.id, state=to, closed_at=s.now)


@_makes(c.ForgetOrder)
def _forget(s: Scene, o: c.ForgetOrder, to: Code) -> e.OrderEvent:
    at = forgotten_from(s.order, s.terms.kind)
    if at is None or s.now < at or s.order.forgotten_at is not None:
        raise Refusal("not_due", "还没有到清除的日子，或者已经清除。")
    return e.OrderForgotten(order=s.order.id, state=to, forgotten_at=s.now)


def forgotten_from(order: OrderState, kind: ServiceKind) -> datetime | None:
    """When an order that has ended is to be forgotten; None while it has not."""
    return order.closed_at + timedelta(days=kind.retention_days) if order.closed_at else None


def _due(s: Scene) -> datetime:
    if s.order.due_at is None or s.now < s.order.due_at:
        raise Refusal("not_due", "还没有到期，继续等。")
    return s.order.due_at
