"""How venues are said on every face: open or closed now, their hours, their zones, their free time. Pure but for the catalogue."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from liren.catalogue import queries as catalogue
from liren.venues.kinds import FAMILY
from liren.venues.queries import VenueCard
from liren.venues.rules import Opening, Period, by_day, hours_on, spans_words
from liren.web.display import SHANGHAI, Clock, day_words, time_words, worded


@dataclass(frozen=True, slots=True)
class DayHours:
    """One line of the hours: 周一, its spans in words ("" closed), whether it is today, the note of a day of its own."""

    name: str
    words: str
    today: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Zone:
    """A function zone as residents read it."""

    code: str
    label: str
    says: str


def weekday(number: int) -> str:
    """周一 for 1 … 周日 for 7."""
    return (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))[number - 1]


def said(opening: Opening, now: datetime, *, closed: bool = False) -> Clock:
    """现在开放，到 17:30; 现在不开放，明天 08:30 开; 已停用. Green and hollow marks: it is no deadline."""
    if closed:
        return Clock("hold", _("已停用"))
    if opening.changes is None:
        return Clock("done", _("一直开放")) if opening.open else Clock("hold", _("开放时间没有登记"))
    if opening.open:
        return Clock("done", _("现在开放，到 %(time)s") % {"time": _until(opening.changes)})
    when = f"{day_words(opening.changes, now)} {time_words(opening.changes)}"
    return Clock("hold", _("现在不开放，%(when)s 开") % {"when": when})


def _until(moment: datetime) -> str:
    local = moment.astimezone(SHANGHAI)
    return "24:00" if (local.hour, local.minute) == (0, 0) else f"{local:%H:%M}"


def week_lines(card: VenueCard, now: datetime) -> list[DayHours]:
    """The seven days from Monday, as they always are."""
    today = now.astimezone(SHANGHAI).isoweekday()
    days = by_day(card.timetable.week)
    return [DayHours(weekday(n), spans_words(days.get(n, ())), n == today) for n in range(1, 8)]


def odd_days(card: VenueCard, now: datetime) -> list[DayHours]:
    """Days from today on that have hours of their own."""
    table, today = card.timetable, now.astimezone(SHANGHAI).date()
    return [
        DayHours(date_words(day), spans_words(hours_on((), table.days, day)), day == today, table.notes.get(day, ""))
        for day in sorted(table.days)
        if day >= today
    ]


def date_words(day: date) -> str:
    """11 月 23 日 周一."""
    return _("%(m)d 月 %(d)d 日") % {"m": day.month, "d": day.day} + f" {weekday(day.isoweekday())}"


def zones(now: datetime, area: str = "") -> dict[str, Zone]:
    """Every zone that may be chosen in an area, by code, in the order of the catalogue."""
    found = sorted(catalogue.entries(FAMILY, area=area, at=now), key=lambda e: (e.spec.order, e.code))
    return {e.code: Zone(e.code, worded(e.spec.label), worded(e.spec.says)) for e in found}


def zones_of(card: VenueCard, now: datetime) -> list[Zone]:
    """The zones of one venue; one that left the catalogue is left out."""
    known = zones(now, card.area)
    return [zone for code, zone in known.items() if code in card.zones]


def free_words(periods: Iterable[Period]) -> str:
    """08:00–10:00，14:00–17:30; "" when nothing is free."""
    return _("，").join(f"{time_words(start)}–{_until(end)}" for start, end in periods)


def by_date(periods: Iterable[Period], first: date, count: int) -> list[tuple[date, list[Period]]]:
    """Periods under the day they begin on."""
    days = [first + timedelta(days=n) for n in range(count)]
    given = list(periods)
    return [(day, [p for p in given if p[0].astimezone(SHANGHAI).date() == day]) for day in days]
