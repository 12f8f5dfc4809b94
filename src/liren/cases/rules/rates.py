"""Three rates and the figures beside them: sets of cases, and each rate as a formula on the sizes of its sets. Pure.

Formulas: domain.md §2.2 (数字城管月报; the arithmetic of a real monthly report, 996/1054 = 94.50 %, is a test) and §2.3 (三率).
A set is a condition that makes both its number and its list, so that a number opens exactly what it counted. Silence is
未确认 and satisfies nobody. Cases taken out (剔除) are a number of their own beside every rate they would have been in.
No set is of a person and no figure is grouped by one.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from math import ceil
from statistics import median
from typing import Literal

from liren.cases.followups import FollowUp
from liren.cases.rules.callbacks import starts

FEW = 10
"""Below so many cases a rate is not said: chance would say more than the work."""

WINDOW = re.compile(r"(?P<year>20[0-9]{2})-((?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4]))")

Of = Literal["reported", "filed", "dispatched", "fed", "due", "contact", "called"]
"""By which moment a set falls into a window: the report, the filing, the dispatch, the result, a limit, a finished call."""

_COUNTED = "c.state not in ('not_accepted', 'withdrawn', 'taken_back', 'merged', 'false_alarm') and (c.state <> 'replied' or c.result is not null)"
"""What was answered by a service order (replied, without a result of its own) is counted among the orders."""
_OUT = "exists (select from cases_exclusion x where x.case_id = c.id and x.state = 'confirmed')"
_WAITED = "exists (select from cases_clock w where w.case_id = c.id and w.kind = 'resume')"
_ENDED = "c.state in ('closed', 'replied')"
_DUE = f"{_COUNTED} and not {_OUT}"
_CALLED = f"b.state <> 'excluded' and not {_OUT}"
_REACHED = f"{_CALLED} and b.state = 'reached'"


@dataclass(frozen=True, slots=True)
class RateSet:
    """Cases `c` whose moment lies in the window and that meet `where`."""

    label: str
    of: Of
    where: str = "true"

    @property
    def calls(self) -> bool:
        """It says who was called: shown only to who had no hand in the case, and never below ten."""
        return self.of == "called"


SETS: dict[str, RateSet] = {
    "reported": RateSet("上报的", "reported"),
    "accepted": RateSet("上报里立了案的", "reported", "c.filed_at is not null"),
    "merged": RateSet("上报里并了案的", "reported", "c.state = 'merged'"),
    "self_solved": RateSet(
        "上报里网格自己办好的", "reported", f"c.dispatched_at is null and c.result is not null and {_ENDED}"
    ),
    "proactive": RateSet("上报里网格和巡查先发现的", "reported", "c.channel in ('field', 'patrol', 'device')"),
    "filed": RateSet("立案的", "filed"),
    "extended": RateSet("延过期或缓办过的", "filed", f"(c.extensions > 0 or {_WAITED})"),
    "dispatched": RateSet("派遣的", "dispatched"),
    "returned": RateSet("被退回过的", "dispatched", "c.returns > 0"),
    "overruled": RateSet("没照规则派的", "dispatched", "c.overruled"),
    "against": RateSet("违清单派出的", "dispatched", "c.against_list"),
    "reworked": RateSet("返工过的", "dispatched", "c.reworks + c.reopens > 0"),
    "fed": RateSet("派遣后已反馈的", "fed"),
    "due": RateSet("应结案的", "due", _DUE),
    "closed": RateSet("应结案里结了案的", "due", f"{_DUE} and {_ENDED}"),
    "on_time": RateSet("应结案里按期结案的", "due", f"{_DUE} and {_ENDED} and k.late_at is null"),
    "suspended": RateSet("应结案里缓办的", "due", f"{_DUE} and {_WAITED}"),
    "due_out": RateSet("应结案里剔除的", "due", f"{_COUNTED} and {_OUT}"),
    "must": RateSet("应响应的", "contact", f"{_COUNTED} and not {_OUT}"),
    "responded": RateSet(
        "按时联系到反映人的", "contact", f"{_COUNTED} and not {_OUT} and c.contacted_at is not null and c.contacted_at <= k.due_at"
    ),
    "must_out": RateSet("应响应里剔除的", "contact", f"{_COUNTED} and {_OUT}"),
    "reached": RateSet("回访问到的", "called", _REACHED),
    "solved": RateSet("回访说解决了的", "called", f"{_REACHED} and b.solved = 'yes'"),
    "partly": RateSet("回访说解决了一部分的", "called", f"{_REACHED} and b.solved = 'partly'"),
    "rated": RateSet("回访评了满意不满意的", "called", f"{_REACHED} and b.satisfied is not null"),
    "satisfied": RateSet("回访评满意的", "called", f"{_REACHED} and b.satisfied = 1"),
    "fairly": RateSet("回访评基本满意的", "called", f"{_REACHED} and b.satisfied = 2"),
    "not_contacted": RateSet("回访说没人联系过的", "called", f"{_REACHED} and not b.contacted"),
    "by_rule": RateSet("按规则必访、问到的", "called", f"{_REACHED} and b.why <> 'share'"),
    "unreachable": RateSet("三次没打通的", "called", f"{_CALLED} and b.state = 'unreachable'"),
    "refused": RateSet("不愿意评价的", "called", f"{_CALLED} and b.state = 'refused'"),
    "wrong_number": RateSet("号码不对的", "called", f"{_CALLED} and b.state = 'wrong_number'"),
    "expired": RateSet("没来得及打的", "called", f"{_CALLED} and b.state = 'expired'"),
    "called_out": RateSet("回访里剔除的", "called", f"(b.state = 'excluded' or {_OUT})"),
}  # fmt: skip

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """`part` of `whole`; `part` has a fraction where α has one."""

    part: Decimal
    whole: int

    @property
    def few(self) -> bool:
        return self.whole < FEW

    @property
    def percent(self) -> str:
        """Two decimals, halves up, as monthly reports print them; "" of nothing."""
        if not self.whole:
            return ""
        return str((100 * self.part / self.whole).quantize(Decimal("0.01"), ROUND_HALF_UP))


def filing(n: Counts, rule: FollowUp) -> Rate:
    """立案率 = 立案 ÷ 上报."""
    return _of(n["accepted"], n["reported"])


def closing(n: Counts, rule: FollowUp) -> Rate:
    """结案率 = 结案 ÷ 应结案 (due inside the window)."""
    return _of(n["closed"], n["due"])


def on_time(n: Counts, rule: FollowUp) -> Rate:
    """按期结案率 = 按期结案 ÷ 应结案, or ÷ (应结案 − 缓办): the rule's variant, printed with it."""
    less = n["suspended"] if rule.on_time == "due_less_suspended" else 0
    return _of(n["on_time"], max(n["due"] - less, 0))


def reworked(n: Counts, rule: FollowUp) -> Rate:
    """返工率 = 返工次数大于 0 的 ÷ 派遣."""
    return _of(n["reworked"], n["dispatched"])


def returned(n: Counts, rule: FollowUp) -> Rate:
    """退单率 = 被退回的 ÷ 派遣."""
    return _of(n["returned"], n["dispatched"])


def extended(n: Counts, rule: FollowUp) -> Rate:
    """延期率 = 延期或缓办的 ÷ 立案."""
    return _of(n["extended"], n["filed"])


def repeated(n: Counts, rule: FollowUp) -> Rate:
    """重复上报率 = 并案 ÷ 上报: how well the product tells people what is known, nobody's score."""
    return _of(n["merged"], n["reported"])


def self_solved(n: Counts, rule: FollowUp) -> Rate:
    """自办率 = 网格自行解决 ÷ 上报."""
    return _of(n["self_solved"], n["reported"])


def proactive(n: Counts, rule: FollowUp) -> Rate:
    """主动发现占比 = 网格和巡查来源 ÷ 全部上报."""
    return _of(n["proactive"], n["reported"])


def response(n: Counts, rule: FollowUp) -> Rate:
    """响应率 = first effective contact inside the limit ÷ orders that must be responded to."""
    return _of(n["responded"], n["must"])


def solving(n: Counts, rule: FollowUp) -> Rate:
    """解决率 = called back as 已解决 ÷ effective call-backs."""
    return _of(n["solved"], n["reached"])


def satisfaction(n: Counts, rule: FollowUp) -> Rate:
    """满意率 = (满意 + α·基本满意) ÷ effective ratings."""
    return Rate(part=n["satisfied"] + Decimal(str(rule.alpha)) * n["fairly"], whole=n["rated"])


@dataclass(frozen=True, slots=True)
class Figure:
    """A rate as a report prints it: the sets of its formula in their order, and what stands beside it as left out."""

    code: str
    title: str
    formula: Callable[[Counts, FollowUp], Rate]
    top: tuple[str, ...]
    whole: tuple[str, ...]
    rest: tuple[str, ...] = ()

    @property
    def calls(self) -> bool:
        return SETS[self.whole[0]].calls


THREE = (
    Figure("response", "响应率", response, ("responded",), ("must",), ("must_out",)),
    Figure("solving", "解决率", solving, ("solved",), ("reached",),
           ("unreachable", "refused", "wrong_number", "expired", "called_out")),
    Figure("satisfaction", "满意率", satisfaction, ("satisfied", "fairly"), ("rated",),
           ("unreachable", "refused", "called_out")),
)  # fmt: skip
CLOSING = (
    Figure("closing", "结案率", closing, ("closed",), ("due",), ("due_out",)),
    Figure("on_time", "按期结案率", on_time, ("on_time",), ("due", "suspended"), ("due_out",)),
)
BESIDE = (
    Figure("reworked", "返工率", reworked, ("reworked",), ("dispatched",)),
    Figure("returned", "退单率", returned, ("returned",), ("dispatched",)),
    Figure("extended", "延期率", extended, ("extended",), ("filed",)),
)
"""Shown wherever a closing rate is: a closing rate alone is what gaming looks like (domain.md §2.2)."""
SENDING = ("dispatched", "returned", "overruled", "against")
"""How the desk sends, as numbers: sent, given back, elsewhere than the rules say, left with the town against the list.

By the unit that has the case, never by who sent it: a return may be the sender's mistake or the unit's.
"""
OTHERS = (
    Figure("filing", "立案率", filing, ("accepted",), ("reported",)),
    Figure("repeated", "重复上报率", repeated, ("merged",), ("reported",)),
    Figure("self_solved", "自办率", self_solved, ("self_solved",), ("reported",)),
    Figure("proactive", "主动发现占比", proactive, ("proactive",), ("reported",)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """Working seconds from dispatch to result: median and P90 (nearest rank), None of nothing."""

    count: int
    median_s: int | None
    p90_s: int | None


def spans(seconds: Sequence[int]) -> Spans:
    """What takes how long. A mean is not said: one case that waited a year would be it."""
    if not seconds:
        return Spans(count=0, median_s=None, p90_s=None)
    ordered = sorted(seconds)
    return Spans(count=len(ordered), median_s=round(median(ordered)), p90_s=ordered[ceil(0.9 * len(ordered)) - 1])


@dataclass(frozen=True, slots=True)
class Window:
    """A month ("2026-11") or a quarter ("2026-Q4") of the calendar here; `until` is excluded."""

    code: str
    since: datetime
    until: datetime


def window(code: str) -> Window:
    """The window of a code. Raises ValueError for one that is none."""
    found = WINDOW.fullmatch(code)
    if not found:
        raise ValueError(f"no window {code!r}")
    year = int(found["year"])
    first, months = (3 * int(found["quarter"]) - 2, 3) if found["quarter"] else (int(found["month"]), 1)
    later = first + months
    ends = date(year + 1, later - 12, 1) if later > 12 else date(year, later, 1)
    return Window(code, starts(date(year, first, 1)), starts(ends))


def window_of(day: date) -> str:
    """The month that a day is in."""
    return f"{day:%Y-%m}"


def _of(part: int, whole: int) -> Rate:
    return Rate(part=Decimal(part), whole=whole)
