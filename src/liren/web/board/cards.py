"""Figures in words: the indicator cards, each with formula, window, sample and what is left out. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from liren.cases.queries.board import Figures
from liren.cases.rules.board import FEW, WEEK, WEEKS, WINDOW
from liren.web.display import grouped, table_words
from liren.web.spark import Spark, spark

HOUR = 3600
GOAL_ON_TIME, GOAL_SOLVED = 95, 90
"""Lines of comparison, not promises: 按期 95 % and 解决 90 % are the usual goals of 12345 annual plans."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A week of a trend: `n` is the figure, "" where there were too few cases to say one."""

    day: str
    n: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A number inside a formula and the list that it opens: “按期 118”."""

    words: str
    count: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One indicator. `figure` is "" below ten cases; `parts` are the numbers of its formula, `rest` what is left out."""

    code: str
    title: str
    figure: str
    unit: str
    href: str
    parts: tuple[Part, ...]
    says: str
    rest: tuple[Part, ...]
    trend: tuple[Point, ...]
    goal: int | None = None
    on_wall: bool = True

    @property
    def line(self) -> Spark:
        """The trend as a small line."""
        unit = "%" if self.unit == "%" else f" {self.unit}"
        points = [
            (f"{p.day}：{p.n}{unit}" if p.n else f"{p.day}：{p.words}", float(p.n) if p.n else None) for p in self.trend
        ]
        return spark(points, self.goal)


def link(name: str, area: str, weeks: int = 0, **more: str) -> str:
    """The list behind a number: the same set, area and window."""
    kept = {"in": area, "weeks": str(weeks) if weeks else "", **more}
    return f"{reverse('board-cases', args=[name])}?{urlencode({k: v for k, v in kept.items() if v})}"


def cards(found: Figures, area: str, now: datetime) -> list[Card]:
    """The six cards of the board, in their order."""

    def part(words: str, name: str) -> Part:
        return Part(words=words, count=found.of(name, WINDOW), href=link(name, area, WINDOW))

    def share(code: str, title: str, top: Part, whole: Part, **more: object) -> Card:
        name, of = _names[code]
        return Card(
            code=code, title=title, figure=_percent(top.count, whole.count), unit="%", href=top.href, parts=(top, whole),
            trend=_trend(found, name, of, now), **more,  # type: ignore[arg-type]
        )  # fmt: skip

    return [
        share(
            "on_time", _("按期办结率"), part(_("按期办出结果"), "on_time"), part(_("办出的和到期没办出的"), "due"),
            says=_("返工率、退回率看旁边，只看按期会看漏。"), rest=(part(_("不受理、撤回、并案"), "left_out"),),
            goal=GOAL_ON_TIME,
        ),
        share(
            "solved", _("解决率（反映人说）"), part(_("说解决了"), "solved"), part(_("表了态的"), "confirmed"),
            says=_("没有回音的是未确认，不算解决。"), rest=(part(_("未确认"), "unconfirmed"),), goal=GOAL_SOLVED,
        ),
        share(
            "satisfied", _("满意率（反映人说）"), part(_("满意或基本满意"), "satisfied"), part(_("评过的"), "rated"),
            says=_("和解决率分开问，不合成一个数。"), rest=(part(_("未确认"), "unconfirmed"),),
        ),
        share(
            "reworked", _("返工率"), part(_("核查不通过或重开过"), "reworked"), part(_("派遣出去的"), "dispatched"),
            says=_("越低越好。同一批里退回率 %(share)s。") % {"share": _words(found.of("returned", WINDOW), found.of("dispatched", WINDOW))},
            rest=(part(_("退回过"), "returned"),),
        ),
        _hours(found, area, now),
        Card(
            code="facts", title=_("四种“办好”，分开数"), figure="", unit="", href="",
            parts=(
                part(_("办理单位已反馈"), "handled"), part(_("已回复"), "replied"), part(_("已核查"), "checked"),
                part(_("反映人已表态"), "confirmed"),
            ),
            says=_("反馈是办的人说的，核查是另一个人看的，表态是反映人自己说的。"), rest=(part(_("未确认"), "unconfirmed"),), trend=(),
            on_wall=False,
        ),
    ]  # fmt: skip


_names = {
    "on_time": ("on_time", "due"), "solved": ("solved", "confirmed"), "satisfied": ("satisfied", "rated"),
    "reworked": ("reworked", "dispatched"),
}  # fmt: skip


def _hours(found: Figures, area: str, now: datetime) -> Card:
    """The mean of working hours from report to result; what is timed by the clock on the wall is left out."""
    count, by_day = found.of("timed", WINDOW), found.of("by_day", WINDOW)
    mean = f"{found.worked(WINDOW) / count / HOUR:.1f}" if count >= FEW else ""
    href = link("timed", area, WINDOW)
    points = tuple(
        _point(now - n * WEEK, f"{found.worked_s[n] / found.weeks[n]['timed'] / HOUR:.1f}" if found.weeks[n]["timed"] >= FEW else "", "")
        for n in reversed(range(WEEKS))
    )  # fmt: skip
    return Card(
        code="hours", title=_("平均办理用时"), figure=mean, unit=_("工作时"), href=href,
        parts=(Part(words=_("从受理到反馈"), count=count, href=href),), says=_("取平均数，暂停的时间不算。"),
        rest=(Part(words=_("按自然日计时"), count=by_day, href=link("by_day", area, WINDOW)),), trend=points,
        on_wall=False,
    )  # fmt: skip


def by_week(found: Figures, name: str, now: datetime) -> list[tuple[str, int]]:
    """How many cases of a set each of the eight weeks had, by the day that the week ends on; the oldest first."""
    return [(_day(now - n * WEEK), found.weeks[n][name]) for n in reversed(range(WEEKS))]


def _trend(found: Figures, name: str, of: str, now: datetime) -> tuple[Point, ...]:
    """Eight weeks, the oldest first; a week below ten cases has no figure."""
    return tuple(
        _point(now - n * WEEK, _percent(found.weeks[n][name], found.weeks[n][of]), "%") for n in reversed(range(WEEKS))
    )


def _point(end: datetime, n: str, unit: str) -> Point:
    return Point(day=_day(end), n=n, words=n + unit if n else _("件少"))


def _day(end: datetime) -> str:
    return table_words(end - timedelta(seconds=1))[:5]


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole >= FEW else ""


def _words(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole >= FEW else _("件少（%(n)s）") % {"n": grouped(whole)}
