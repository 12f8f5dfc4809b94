"""What a requester may choose from: kinds of help by group, the times of the next days, who should come."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from liren.catalogue import queries as catalogue
from liren.services.commands import Time
from liren.services.kinds import FAMILY, GENDERS, GROUPS, PARTS, ServiceKind
from liren.services.rules.wishes import part_end
from liren.web.display import SHANGHAI

DAYS = 7
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the table of times: its name and, for each part of it, the value to send (None: over already)."""

    label: str
    parts: tuple[tuple[str, str | None], ...]


def kinds(area: str, now: datetime) -> dict[str, ServiceKind]:
    """The kinds of help on offer in an area, in the order in which they are shown."""
    found = {entry.code: entry.spec for entry in catalogue.entries(FAMILY, area=area, at=now)}
    return dict(sorted(found.items(), key=lambda one: (one[1].order, one[0])))


def grouped(offered: dict[str, ServiceKind]) -> list[tuple[str, list[tuple[str, ServiceKind]]]]:
    """The kinds under the labels of their groups."""
    groups = {
        label: [(code, kind) for code, kind in offered.items() if kind.group == group]
        for group, label in GROUPS.items()
    }
    return [(label, of) for label, of in groups.items() if of]


def days(now: datetime) -> list[Day]:
    """The next seven days with their parts."""
    today = now.astimezone(SHANGHAI).date()
    found = []
    for n in range(DAYS):
        day = today + timedelta(days=n)
        name = {0: _("今天"), 1: _("明天")}.get(n, _("周%s") % _(WEEKDAYS[day.weekday()]))
        parts = tuple(
            (label, value_of(Time(day=day, part=part)) if part_end(Time(day=day, part=part)) > now else None)
            for part, label in PARTS.items()
        )
        found.append(Day(f"{name} {day.month}/{day.day}", parts))
    return found


def value_of(time: Time) -> str:
    """A time as a check box sends it."""
    return f"{time.day.isoformat()}/{time.part}"


def times_words(times: tuple[Time, ...]) -> str:
    """The times that suit, as they are read again."""
    said = [
        _("%(month)d 月 %(day)d 日%(part)s") % {"month": t.day.month, "day": t.day.day, "part": _(PARTS[t.part])}
        for t in times
    ]
    return "、".join(said) or _("什么时候都行")


def genders() -> list[tuple[str, str]]:
    """Who should come."""
    return [(code, _(label)) for code, label in GENDERS.items()]


def wishes(gender: str, neighbour: bool, no_visit: bool) -> str:
    """Whom a requester wants, in words; "" for anybody."""
    said = [_(GENDERS[gender])] if gender != "any" else []
    said += [_("只要本网格的邻居")] if neighbour else []
    said += [_("不进家门")] if no_visit else []
    return "，".join(said)
