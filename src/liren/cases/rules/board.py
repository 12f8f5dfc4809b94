"""What the leader's board counts: sets of cases, each a condition that both its number and its list are made of.

Four facts stay four (docs/explanation/why-closed-is-not-solved.md): handled, replied, checked, confirmed by the reporter.
Silence is 未确认 and satisfies nobody. An area is compared with its own past only. Data and pure functions; no clock.
"""

from dataclasses import dataclass
from datetime import timedelta
from math import sqrt
from typing import Literal

from liren.cases.rules.queues import OPEN

WEEK = timedelta(days=7)
WEEKS = 8  # of a trend
WINDOW = 4  # weeks that a card sums up
BEFORE = 4  # weeks that an area's last week is compared with
FEW = 10
HELP_GROUPS = ("care",)
"""Groups of kinds in which somebody asks for help for a person."""

_OPEN = "c.state in ({})".format(", ".join(f"'{state}'" for state in OPEN))
DUE = "coalesce(k.ended_at, k.due_at)"
"""When a case counts as due: its result came, or its limit passed without one."""
_COUNTED = (
    "c.state not in ('not_accepted', 'withdrawn', 'taken_back', 'merged', 'closed_as_logged', 'false_alarm')"
    " and (c.state <> 'replied' or c.confirm <> 'none')"
)
"""What was answered by a service order (replied, nobody asked) is counted among the orders."""


@dataclass(frozen=True, slots=True)
class CaseSet:
    """Cases `c` (with their last solve clock `k` where `at` is of it) that meet `where`; `help.kinds` and `now.at` are filled in.

    `at` is the moment by which a case falls into a window, "" for what stands open now.
    """

    label: str
    where: str
    at: str = ""
    order: str = "c.reported_at"

    @property
    def clocked(self) -> bool:
        """It asks the solve clock."""
        return "k." in self.at


SETS: dict[str, CaseSet] = {
    "open": CaseSet("在办的", _OPEN),
    "late": CaseSet("超期的", f"{_OPEN} and c.next_due_at < now.at", order="c.next_due_at"),
    "soon": CaseSet(
        "两小时内到期的",
        f"{_OPEN} and c.next_due_at >= now.at and c.next_due_at < now.at + interval '2 hours'",
        order="c.next_due_at",
    ),
    "danger": CaseSet("紧急的", f"{_OPEN} and c.severity = 'urgent'"),
    "help": CaseSet("有人等着帮忙的", f"{_OPEN} and c.kind = any(help.kinds)"),
    "waiting": CaseSet(
        "三天还没人接手的",
        "c.state in ('reported', 'filed', 'dispatched') and c.reported_at < now.at - interval '3 days'",
    ),
    "disputed": CaseSet("反映人说没解决的", "c.state in ('closed', 'replied') and c.confirm = 'disputed'"),
    "reported": CaseSet("反映的", "c.channel <> 'split'", at="c.reported_at"),
    "due": CaseSet("办出结果的和到期没办出的", _COUNTED, at=DUE),
    "on_time": CaseSet("按期办出结果的", f"{_COUNTED} and k.ended_at is not null and k.late_at is null", at=DUE),
    "left_out": CaseSet("不算在内的", f"not ({_COUNTED})", at=DUE),
    "handled": CaseSet("办理单位已反馈的", _COUNTED, at="k.ended_at"),
    "timed": CaseSet("按工作时计时、已反馈的", f"{_COUNTED} and k.unit = any(work.units)", at="k.ended_at"),
    "by_day": CaseSet("按自然日计时、已反馈的", f"{_COUNTED} and k.unit <> all(work.units)", at="k.ended_at"),
    "dispatched": CaseSet("派遣出去的", "true", at="c.dispatched_at"),
    "returned": CaseSet("被退回过的", "c.returns > 0", at="c.dispatched_at"),
    "reworked": CaseSet("返工过的", "c.reworks + c.reopens > 0", at="c.dispatched_at"),
    "replied": CaseSet("已回复的", "c.state = 'replied'", at="c.closed_at"),
    "checked": CaseSet("已核查的", "c.state = 'closed'", at="c.closed_at"),
    "unconfirmed": CaseSet("未确认的", "c.confirm = 'unconfirmed'", at="c.closed_at"),
    "confirmed": CaseSet("反映人已表态的", "c.solved is not null", at="c.confirmed_at"),
    "solved": CaseSet("反映人说解决了的", "c.solved", at="c.confirmed_at"),
    "rated": CaseSet("反映人评过满意的", "c.satisfied is not null", at="c.confirmed_at"),
    "satisfied": CaseSet("反映人说满意或基本满意的", "c.satisfied in (1, 2)", at="c.confirmed_at"),
}

Trend = Literal["few", "young", "worse", "same"]


@dataclass(frozen=True, slots=True)
class Change:
    """An area's last week beside the mean of its own four weeks before, in whole cases."""

    trend: Trend
    this: int
    more: int


def compare(this: int, before: int, *, young: bool = False) -> Change:
    """`this` week against `before`, the sum of the four weeks ahead of it. Below ten cases nothing is said.

    `young`: the records do not go back four weeks, so there is no past to compare with.

    Worse is what chance would rarely bring: at least two cases, and more than the root of the usual number, above it
    (counts that arrive independently scatter by about their root).
    """
    usual = before / BEFORE
    more = round(this - usual)
    if this < FEW or young:
        return Change("few" if this < FEW else "young", this, 0)
    return Change("worse" if more >= max(2.0, sqrt(usual)) else "same", this, more)
