"""Times, deadlines and figures as a person would write them; pure, with the present moment passed in.

The rules are those of the look ("Writing Chinese"): 24 hours; 今天 and 明天 within two days, else 11 月 23 日;
left over 剩 1 时 20 分, late 超 3 时 12 分; thousands grouped, a minus is −, a percentage carries its sample and
below ten cases there is none. Chinese is the source language; gettext turns it into English.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

SHANGHAI = ZoneInfo("Asia/Shanghai")
SOON = timedelta(hours=2)
COUNTED_DOWN = timedelta(hours=3)
FEW = 10


class Problem(NamedTuple):
    """One thing wrong with a form: the id of its field ("" for the whole) and the sentence with the remedy."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit ready to show: `state` is late, soon, okay, hold or done; `words` stand beside the shape."""

    state: str
    words: str


def span_words(span: timedelta) -> str:
    """A length of time in its two largest units: 26 分, 3 时 12 分, 1 天, 2 天 5 时; "" below a minute."""
    minutes = int(span.total_seconds()) // 60
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = []
    if days:
        parts.append(_("%(n)d 天") % {"n": days})
    if hours:
        parts.append(_("%(n)d 时") % {"n": hours})
    if minutes and not days:
        parts.append((_("%(n)02d 分") if hours else _("%(n)d 分")) % {"n": minutes})
    return " ".join(parts)


def day_words(moment: datetime, now: datetime) -> str:
    """昨天, 今天, 明天, else 11 月 23 日, with the year when it is another one."""
    day, today = moment.astimezone(SHANGHAI).date(), now.astimezone(SHANGHAI).date()
    near = {-1: _("昨天"), 0: _("今天"), 1: _("明天")}.get((day - today).days)
    if near:
        return near
    parts = {"y": day.year, "m": day.month, "d": day.day}
    return (_("%(m)d 月 %(d)d 日") if day.year == today.year else _("%(y)d 年 %(m)d 月 %(d)d 日")) % parts


def moment_words(moment: datetime, now: datetime) -> str:
    """A day and its time: 今天 09:40, 11 月 18 日 16:02."""
    return f"{day_words(moment, now)} {time_words(moment)}"


def time_words(moment: datetime) -> str:
    """The time of day alone: 14:32."""
    return f"{moment.astimezone(SHANGHAI):%H:%M}"


def table_words(moment: datetime) -> str:
    """A moment in a table: 11-23 09:12."""
    return f"{moment.astimezone(SHANGHAI):%m-%d %H:%M}"


def full_words(moment: datetime) -> str:
    """A moment on a receipt or a printed paper: 2026 年 11 月 23 日 14:32."""
    local = moment.astimezone(SHANGHAI)
    return _("%(y)d 年 %(m)d 月 %(d)d 日") % {"y": local.year, "m": local.month, "d": local.day} + f" {local:%H:%M}"


def clock_words(due: datetime, now: datetime) -> Clock:
    """The time limit `due` seen at `now`: late, soon (two hours or less) or okay, with its words.

    Counted down in the last three hours, the time of day within two days, the day alone beyond that.
    """
    left = due - now
    if left < timedelta():
        span = span_words(-left)
        return Clock("late", _("超 %(span)s") % {"span": span} if span else _("刚刚超期"))
    if left <= COUNTED_DOWN:
        span = span_words(left)
        state = "soon" if left <= SOON else "okay"
        return Clock(state, _("剩 %(span)s") % {"span": span} if span else _("剩不到 1 分"))
    days = (due.astimezone(SHANGHAI).date() - now.astimezone(SHANGHAI).date()).days
    return Clock("okay", moment_words(due, now) if days <= 1 else day_words(due, now))


def limit_clock(due: datetime | None, now: datetime, *, held: str = "", done: str = "") -> Clock:
    """The mark of a case: `done` and `held` are the words that replace the limit (已核查; 暂停，等配件)."""
    if done:
        return Clock("done", done)
    if held:
        return Clock("hold", held)
    return clock_words(due, now) if due else Clock("okay", _("不限时"))


def grouped(number: int) -> str:
    """Thousands grouped, a real minus sign: 1,286, −3."""
    return f"{number:,}".replace("-", "−")


def percent(part: int, whole: int) -> str:
    """A share with one decimal and its sample, 92.2%（118 / 128）; below ten cases only 件少, no figure."""
    if whole < FEW:
        return _("件少（%(whole)d）") % {"whole": whole}
    return _("%(share)s%%（%(part)s / %(whole)s）") % {
        "share": f"{100 * part / whole:.1f}",
        "part": grouped(part),
        "whole": grouped(whole),
    }


def size_words(square_metres: float) -> str:
    """The size of a place: 21,508 平方米, and from a square kilometre on 31.43 平方公里."""
    if square_metres < 1e6:
        return _("%(n)s 平方米") % {"n": grouped(round(square_metres))}
    return _("%(n)s 平方公里") % {"n": f"{square_metres / 1e6:,.2f}"}


def worded(words: str) -> str:
    """A word of a closed list that another room keeps in Chinese (a state, a source, a result), as the reader reads."""
    return _(words) if words else ""


def state_short(code: str) -> str:
    """Where a case stands, in at most four characters; the full words stand on its page."""
    short = {
        "reported": _("新到"), "filed": _("待派遣"), "dispatched": _("待签收"), "arbitration": _("待裁定"),
        "in_progress": _("办理中"), "suspended": _("缓办"), "feedback": _("待核查"), "closed": _("已结案"),
        "replied": _("已回复"), "merged": _("已并案"), "not_accepted": _("未受理"), "withdrawn": _("已撤回"), "taken_back": _("已收回"),
        "false_alarm": _("误报"), "drill_over": _("演练结束"),
    }  # fmt: skip
    return short.get(code, code)


def month_words(moment: datetime) -> str:
    """The month a moment lies in: 2026 年 11 月."""
    local = moment.astimezone(SHANGHAI)
    return _("%(year)s 年 %(month)s 月") % {"year": local.year, "month": local.month}


def date_words(moment: datetime) -> str:
    """A day by its date, never 今天: 11 月 23 日."""
    local = moment.astimezone(SHANGHAI)
    return _("%(m)d 月 %(d)d 日") % {"m": local.month, "d": local.day}
