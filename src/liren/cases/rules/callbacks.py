"""Call-backs: who is drawn, what a try comes to, and who must never know of it. Pure.

The seed of a day is drawn and its hash published before the day begins, so nobody who ends a case can know whether it will
be drawn; the seed itself is published after the calls, so anybody can draw again (docs/howto/call-back.md). Until then
not even the numbers of a draw are shown: one drawn of one would name it.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from uuid import UUID

from liren.cases.followups import FollowUp
from liren.cases.kinds import SATISFACTION
from liren.catalogue.worktime import SHANGHAI, Calendar, Limit, due
from liren.kernel import Refusal

NAME = "里仁为美:回访"
DRUM = 2**64
TRIES, DAYS = 3, 2
"""Unreachable is who did not answer three times on two days (domain.md §2.3)."""

A_DAY = timedelta(days=1)
HELD = timedelta(minutes=30)
"""A call that was taken and not told of is free again after so long."""
REST = timedelta(hours=2)
AHEAD = 7
"""Days for which seeds are ready: a worker that stood still for less loses no day."""

CAUGHT_UP = 31
"""Days back for which a missed draw is made up: who ended longer ago can't be helped by a call any more."""

STATES: dict[str, str] = {
    "waiting": "等回访",
    "reached": "打通了",
    "unreachable": "三次没打通",
    "refused": "不愿意评价",
    "wrong_number": "号码不对",
    "excluded": "已剔除",
    "expired": "没来得及打",
}
OUTCOMES: dict[str, str] = {
    "reached": "打通了，问到了",
    "no_answer": "没人接，打不通",
    "refused": "打通了，不愿意评价",
    "wrong_number": "号码不对",
}
SOLVED: dict[str, str] = {"yes": "解决了", "partly": "解决了一部分", "no": "没有解决"}
RATED = ("closed", "replied")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A case that ended on the day of a draw."""

    id: UUID
    severity: str
    confirm: str
    satisfied: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """The draw that the seed of a missed day follows from."""

    town: str
    day: date
    revealed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A case in a draw: its ticket, and why it is called back ("" when it is not)."""

    case: UUID
    ticket: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """Where a call-back stands: the state, tries and the different days they were on, the earliest next try."""

    state: str
    tries: int
    days: int
    next_at: datetime | None


def digest(town: str, day: date, seed: str) -> str:
    """What is published before the day: 64 hex digits that give nothing of the seed away and fit no other."""
    return sha256(f"{NAME}:{town}:{day}:{seed}".encode()).hexdigest()


def following(town: str, day: date, seed: str) -> str:
    """The seed of a day that had none, made from the last one that stood before it: 64 hex digits.

    That seed was fixed and shut before the day began. Whoever ended a case could not know it, and whoever makes the draw
    up afterwards can't choose it; when it is published, anybody can make this one again.
    """
    return sha256(f"{NAME}:补抽:{town}:{day}:{seed}".encode()).hexdigest()


def check_follows(town: str, day: date, before: Before | None, now: datetime) -> None:
    """Raise Refusal unless the seed of a missed day may follow from the draw `before` it."""
    if before is None or before.town != town or before.day >= day:
        raise Refusal("follows", "补抽要接着同一个镇前面最近一天的种子。")
    if before.revealed:
        raise Refusal("seed_open", "前面那天的种子已经公开，再接着它抽就知道会抽到谁了，这一天不能补抽。")
    if day > today(now):
        raise Refusal("day_ahead", "还没到的日子不用补抽，种子事先定。")


def ticket(town: str, day: date, seed: str, case: UUID) -> str:
    """The 64 hex digits that a case draws; its first 16 as a number against `share` of 2^64 decide."""
    return sha256(f"{NAME}:{town}:{day}:{seed}:{case}".encode()).hexdigest()


def by_chance(ticket: str, share: float) -> bool:
    """The ticket is below the share."""
    return int(ticket[:16], 16) < share * DRUM


def draw(cases: list[Ended], town: str, day: date, seed: str, rule: FollowUp) -> list[Drawn]:
    """Every case with its ticket, in the order of the tickets; `why` is `share` or the rule that wants it anyway."""
    found = [_one(case, ticket(town, day, seed, case.id), rule) for case in cases]
    return sorted(found, key=lambda one: one.ticket)


def _one(case: Ended, ticket: str, rule: FollowUp) -> Drawn:
    wanted = {
        "urgent": case.severity == "urgent",
        "disputed": case.confirm == "disputed",
        "unsatisfied": case.satisfied == 3,
    }
    always = next((why for why in rule.always if wanted[why]), "")
    return Drawn(case=case.id, ticket=ticket, why="share" if by_chance(ticket, rule.share) else always)


def starts(day: date) -> datetime:
    """The first moment of a day here."""
    return datetime.combine(day, time(), SHANGHAI)


def due_on(day: date, days: int, calendar: Calendar) -> date:
    """The working day on which something of `day` is due, so many working days later."""
    return due(starts(day), Limit(days, "work_day"), calendar).at.astimezone(SHANGHAI).date()


def tried(outcome: str, tries: int, days: int, last: date | None, now: datetime) -> Tried:
    """Where a call-back stands after one more try. Raises Refusal for a third try on one day, or no such outcome."""
    today = now.astimezone(SHANGHAI).date()
    if outcome not in OUTCOMES:
        raise Refusal("outcome", "请选这一次打电话的结果。", field="outcome")
    fresh = last != today
    if tries == TRIES - 1 and days == 1 and not fresh:
        raise Refusal("same_day", "今天已经打过两次，第三次要换一天再打。", field="outcome")
    tries, days = tries + 1, days + fresh
    if outcome != "no_answer":
        return Tried(state=outcome, tries=tries, days=days, next_at=None)
    if tries >= TRIES:
        return Tried(state="unreachable", tries=tries, days=days, next_at=None)
    spent = tries == TRIES - 1 and days == 1
    return Tried(
        state="waiting", tries=tries, days=days, next_at=starts(today + timedelta(days=1)) if spent else now + REST
    )


def check_answers(outcome: str, contacted: bool | None, solved: str | None, satisfied: int | None) -> None:
    """Who was reached has answered the first two questions; who was not has answered none. Raises Refusal."""
    if outcome != "reached":
        if contacted is not None or solved is not None or satisfied is not None:
            raise Refusal(
                "not_reached", "没有问到的，三个问题都不要选；问到了请改选“打通了，问到了”。", field="outcome"
            )
        return
    if contacted is None:
        raise Refusal("contacted", "第一个问题还没有选：有没有人联系过。", field="contacted")
    if solved not in SOLVED:
        raise Refusal("solved", "第二个问题还没有选：解决了没有。", field="solved")
    if satisfied is not None and satisfied not in SATISFACTION:
        raise Refusal("satisfied", f"请选一个：{'、'.join(SATISFACTION.values())}，或者不评价。", field="satisfied")


def today(now: datetime) -> date:
    """The day it is here."""
    return now.astimezone(SHANGHAI).date()
