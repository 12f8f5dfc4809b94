"""时限怎么来的 in words: every step of a count, every day of it, and whose rule it was counted under."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from liren.cases import queries as cases
from liren.cases.queries.explained import Basis, ClockStory
from liren.cases.rules.explain import Line
from liren.catalogue.reckoning import DayCount, Step
from liren.catalogue.worktime import OFFICE_UNITS, UNIT_LABELS, Calendar, Limit
from liren.kernel import Actor
from liren.places import queries as places
from liren.web.display import SHANGHAI, date_words, full_words, table_words, time_words, worded


@dataclass(frozen=True, slots=True)
class Row:
    """One row: when, what, the time used since the row before and in all."""

    when: str
    what: str
    used: str
    total: str
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """One clock as a page shows it."""

    label: str
    ended: bool
    limit: str
    rows: tuple[Row, ...]
    days: tuple[Row, ...]
    notes: tuple[str, ...]


def reckoned(viewer: Actor, card: cases.CaseCard, now: datetime, *, only: Iterable[str] = ()) -> list[Reckoned]:
    """The clocks of a case in words, the one that presses first; `only` some kinds of clock."""
    wanted = set(only)
    stories = cases.clock_stories(viewer, card, now)
    return [_story(viewer, story) for story in stories if not wanted or story.explained.clock.kind in wanted]


def limit_words(limit: Limit) -> str:
    """4 个工作时, 15 分钟（不分昼夜）, 5 个工作日."""
    if limit.unit == "urgent_hour" and limit.amount < 1:
        return _("%(n)g 分钟（不分昼夜）") % {"n": limit.amount * 60}
    return f"{limit.amount:g} {worded(UNIT_LABELS[limit.unit])}"


def length_words(seconds: int) -> str:
    """A length of counted time: 1 时 20 分, 45 分, 30 秒."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    parts = [_("%(n)d 时") % {"n": hours}] if hours else []
    parts += [_("%(n)d 分") % {"n": minutes}] if minutes or not (hours or left) else []
    parts += [_("%(n)d 秒") % {"n": left}] if left else []
    return " ".join(parts)


def step_words(step: Step | Line, limit: Limit) -> str:
    """What one step says, without its moment."""
    until = _until(step.due_at, step.at) if step.due_at else ""
    said = {
        "start": _("开始算，限 %(limit)s，到 %(until)s") % {"limit": limit_words(limit), "until": until},
        "pause": _("停下不算，已经用的留着"),
        "resume": _("接着算，到 %(until)s") % {"until": until},
        "extend": _("延期 %(days)d 个工作日，从原来的到期时间往后数，到 %(until)s")
        % {"days": step.days, "until": until},
        "corrected": _("改了类别或程度，还从头一刻起，照新的时限重新算"),
        "recalculated": _("放假安排有了新的，照新的日历重新算"),
        "capped": _("转来的单子另写了期限，到 %(until)s；停表和延期都不推后它。两个期限里，早到的那个算数")
        % {"until": until},
        "late": _("到期没有办完，记为超时，以后改时限也照记"),
        "ended": _("这一步办完，不再算"),
        "waits": _("现在停着，恢复办理后接着算"),
        "due": _("到期"),
    }
    return said[step.what]


def day_words(day: DayCount, limit: Limit) -> str:
    """What one day (or a run of days) counted as."""
    if day.sort == "paused":
        return _("停表，不算")
    if not day.used_s and day.sort in ("holiday", "weekend"):
        return _("放假，不算") if day.sort == "holiday" else _("周末，不算")
    made_up = _("调休上班，") if day.sort == "makeup" else ""
    if day.nth:
        last = day.nth == int(limit.amount)
        said = _("最后一日") if last else _("第 %(n)d 日") % {"n": day.nth}
        return made_up + said
    if limit.unit in ("work_day", "day") and not day.total_s - day.used_s:
        return made_up + _("开始当天，不算一日")
    return made_up + (_("算时间") if day.used_s else _("不在上班时间，不算"))


def date_span(first: date, last: date) -> str:
    """9 月 30 日 周三, or 10 月 1 日至 7 日 for a run of days."""
    if first == last:
        return _("%(m)d 月 %(d)d 日") % {"m": first.month, "d": first.day} + f" {_weekday(first)}"
    if first.month == last.month:
        return _("%(m)d 月 %(d)d 日至 %(e)d 日") % {"m": first.month, "d": first.day, "e": last.day}
    span = {"m": first.month, "d": first.day, "n": last.month, "e": last.day}
    return _("%(m)d 月 %(d)d 日至 %(n)d 月 %(e)d 日") % span


def basis_words(basis: Basis, what: str) -> str:
    """时限照“路灯不亮”，界牌镇发布的第 2 版，2026 年 3 月 1 日起；依据……"""
    if basis.area:
        whose = _("%(place)s发布的第 %(n)d 版，%(since)s起") % {
            "place": places.name_of(basis.area), "n": basis.version, "since": _day(basis.since),
        }  # fmt: skip
    elif basis.version > 1:
        whose = _("出厂的第 %(n)d 版，%(since)s起") % {"n": basis.version, "since": _day(basis.since)}
    else:
        whose = _("出厂的，一直没有改过")
    law = _("；依据：%(law)s") % {"law": basis.legal_basis} if basis.legal_basis else ""
    return _("%(what)s照“%(label)s”，%(whose)s%(law)s。") % {
        "what": what, "label": worded(basis.label), "whose": whose, "law": law,
    }  # fmt: skip


def hours_words(calendar: Calendar) -> str:
    """Office hours as one says them: 08:30–12:00、14:00–17:30."""
    return "、".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in calendar.hours)


def _story(viewer: Actor, story: ClockStory) -> Reckoned:
    told = story.explained
    limit = told.found.limit
    return Reckoned(
        label=worded(story.card.label), ended=told.clock.ended_at is not None, limit=limit_words(limit),
        rows=tuple(_row(line, limit) for line in told.lines), days=tuple(_day_row(d, limit) for d in told.days),
        notes=tuple(_notes(viewer, story)),
    )  # fmt: skip


def _row(line: Line, limit: Limit) -> Row:
    total = "" if line.what == "start" else length_words(line.total_s)
    used = length_words(line.used_s) if line.used_s else ""
    return Row(table_words(line.at), step_words(line, limit), used, total, line.what in ("due", "late"))


def _day_row(day: DayCount, limit: Limit) -> Row:
    used = length_words(day.used_s) if day.used_s else ""
    return Row(_short_span(day.day, day.last), day_words(day, limit), used, length_words(day.total_s) if used else "")


def _notes(viewer: Actor, story: ClockStory) -> Iterable[str]:
    told = story.explained
    if told.found.limit.unit in OFFICE_UNITS:
        calendar = cases.calendar_of(viewer, told.clock.calendar)
        yield _("只算上班时间（%(hours)s）；以日计的，开始当天不算，到最后一日下班为止。") % {
            "hours": hours_words(calendar)
        }
    if told.found.provisional and not told.clock.ended_at:
        yield _("其中有的日子国务院还没有公布放假安排，先按周一至周五算，公布后会重算。")
    yield basis_words(story.kind, _("时限"))
    if told.found.limit.unit != "urgent_hour":
        yield basis_words(story.calendar, _("日子"))


def _short_span(first: date, last: date) -> str:
    """09-30 周三, 10-01 至 10-07: what a narrow table holds on one line."""
    if first == last:
        return f"{first:%m-%d} {_weekday(first)}"
    return _("%(first)s 至 %(last)s") % {"first": f"{first:%m-%d}", "last": f"{last:%m-%d}"}


def _weekday(day: date) -> str:
    return (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))[day.weekday()]


def _until(moment: datetime, since: datetime) -> str:
    """A moment seen from another: the year is said only when it is not the same."""
    same = moment.astimezone(SHANGHAI).year == since.astimezone(SHANGHAI).year
    return f"{date_words(moment)} {time_words(moment)}" if same else full_words(moment)


def _day(moment: datetime) -> str:
    return full_words(moment).rpartition(" ")[0]
