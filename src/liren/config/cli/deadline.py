"""What `liren due` works out: under which entry a limit is counted, the count as data, and the same in Chinese."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import msgspec

from liren.cases.kinds import Kind, shipped_kinds
from liren.cases.workflows import CLOCK_LABELS
from liren.catalogue import families, worktime
from liren.catalogue.reckoning import DayCount, Extension, Pause, Step, day_by_day, reckon
from liren.catalogue.worktime import SHANGHAI, Calendar, Limit
from liren.web.reckoned import date_span, day_words, length_words, step_words

CLOCKS = ("accept", "contact", "solve", "verify", "callback")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The kind and the calendar that are counted under, and how each is named in the answer."""

    code: str
    kind: Kind
    calendar: Calendar
    entry: dict[str, Any]
    calendar_entry: dict[str, Any]


def as_shipped(code: str) -> Asked:
    """Kind and calendar as they ship. Raises ValueError for a kind that does not."""
    kinds = shipped_kinds()
    if code not in kinds:
        raise ValueError(f"没有“{code}”这个类别。可以写：{'、'.join(kinds)}。")
    ((path, spec),) = families.shipped(families.FAMILIES["calendar"])
    calendar = families.read(families.FAMILIES["calendar"], spec)
    kind = kinds[code]
    return Asked(
        code=code, kind=kind, calendar=calendar, entry=_named("", 0, None, kind.label, kind.legal_basis),
        calendar_entry=_named("", 0, None, calendar.label, calendar.legal_basis, code=path.stem),
    )  # fmt: skip


def published(code: str, area: str, at: datetime) -> Asked:
    """Kind and calendar as they hold for an area at a moment: the nearest one above it that published its own."""
    from liren.catalogue import queries
    from liren.kernel import Missing

    try:
        entry = queries.entry("case_kind", code, area=area, at=at)
        calendar = queries.entry("calendar", "china", area=area, at=at)
    except Missing:
        known = "、".join(e.code for e in queries.entries("case_kind", area=area, at=at))
        raise ValueError(f"{area} 没有发布“{code}”这个类别。可以写：{known}。") from None
    return Asked(
        code=code, kind=entry.spec, calendar=calendar.spec,
        entry=_named(entry.area, entry.version, entry.effective_from, entry.spec.label, entry.legal_basis),
        calendar_entry=_named(
            calendar.area, calendar.version, calendar.effective_from, calendar.spec.label, calendar.legal_basis,
            code=calendar.code,
        ),
    )  # fmt: skip


def with_calendar(asked: Asked, spec: dict[str, Any], name: str) -> Asked:
    """The same under another calendar. Raises ValueError naming every fault of the file."""
    kind = families.FAMILIES["calendar"]
    if found := families.problems(kind, spec, name):
        raise ValueError("；".join(str(problem) for problem in found))
    calendar = msgspec.convert(spec, worktime.Calendar)
    return replace(
        asked, calendar=calendar, calendar_entry=_named("", 0, None, calendar.label, calendar.legal_basis, code=name)
    )


def explained(
    asked: Asked, *, clock: str, severity: str, start: datetime, pauses: list[tuple[datetime, datetime | None]],
    grants: list[tuple[int, datetime]],
) -> dict[str, Any]:  # fmt: skip
    """The deadline with every step and every day, in JSON's own types; moments are Shanghai's with their offset.

    Raises ValueError for an unknown clock or a history that cannot have been.
    """
    if clock not in CLOCKS:
        raise ValueError(f"没有“{clock}”这个时限。可以写：{'、'.join(CLOCKS)}。")
    limit = asked.kind.limits_for(severity).of(clock)
    stood = [Pause(since, until) for since, until in pauses]
    found = reckon(start, limit, asked.calendar, stood, [Extension(at, days) for days, at in grants])
    return {
        "kind": asked.code, "label": asked.kind.label, "severity": severity,
        "clock": clock, "clock_label": CLOCK_LABELS[clock],
        "limit": {"amount": limit.amount, "unit": limit.unit, "words": str(limit)},
        "from": _said(start), "due_at": _said(found.due_at), "warn_at": _said(found.warn_at),
        "provisional": found.provisional, "budget_s": found.budget_s, "extended_s": found.extended_s,
        "used_s": found.used_s, "legal_basis": asked.entry["legal_basis"], "entry": asked.entry,
        "calendar": asked.calendar_entry,
        "steps": [_step(step, limit) for step in found.steps],
        "days": [_day(day, limit) for day in day_by_day(found, asked.calendar)],
    }  # fmt: skip


def in_words(answer: dict[str, Any]) -> str:
    """The answer as somebody reads it at a counter."""
    entry, calendar = answer["entry"], answer["calendar"]
    hurry = "，紧急" if answer["severity"] == "urgent" else ""
    lines = [f"{answer['label']}{hurry}，{answer['clock_label']}时限 {answer['limit']['words']}。"]
    lines.append(f"到期：{_moment(answer['due_at'])}" if answer["due_at"] else "现在停着，恢复办理后才有到期时间。")
    if answer["warn_at"]:
        lines.append(f"提醒：{_moment(answer['warn_at'])}")
    if answer["provisional"]:
        lines.append("暂算：其中有的日子国务院还没有公布放假安排，先按周一至周五算。")
    lines += ["", "怎么算的："]
    lines += [f"{n}. {_moment(s['at'])}  {s['words']}" for n, s in enumerate(answer["steps"], 1)]
    lines += ["", "逐日："]
    lines += [
        f"{d['words']}  {length_words(d['used_s'])}，累计 {length_words(d['total_s'])}" if d["used_s"] else d["words"]
        for d in answer["days"]
    ]
    lines += ["", f"时限照：{_whose(entry)}", f"日历照：{_whose(calendar)}"]
    lines += [f"依据：{answer['legal_basis']}"] if answer["legal_basis"] else []
    return "\n".join(lines)


def _named(
    area: str, version: int, since: datetime | None, label: str, basis: str, *, code: str = ""
) -> dict[str, Any]:
    named = {"label": label, "area": area, "version": version, "since": _said(since), "legal_basis": basis}
    return named | ({"code": code} if code else {})


def _whose(entry: dict[str, Any]) -> str:
    if entry["version"] <= 1 and not entry["area"]:
        return f"{entry['label']}（出厂）"
    where = f"{entry['area']} 发布的" if entry["area"] else "出厂的"
    return f"{entry['label']}（{where}第 {entry['version']} 版，{entry['since'][:10]} 起）"


def _step(step: Step, limit: Limit) -> dict[str, Any]:
    return {
        "at": _said(step.at), "what": step.what, "days": step.days, "used_s": step.used_s, "total_s": step.total_s,
        "due_at": _said(step.due_at), "words": step_words(step, limit),
    }  # fmt: skip


def _day(day: DayCount, limit: Limit) -> dict[str, Any]:
    return {
        "day": day.day.isoformat(), "last": day.last.isoformat(), "sort": day.sort, "nth": day.nth,
        "used_s": day.used_s, "total_s": day.total_s, "words": f"{date_span(day.day, day.last)} {day_words(day, limit)}",
    }  # fmt: skip


def _said(at: datetime | None) -> str | None:
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds") if at else None


def _moment(iso: str) -> str:
    at = datetime.fromisoformat(iso)
    return f"{at:%Y-%m-%d} 周{'一二三四五六日'[date.weekday(at)]} {at:%H:%M}" + (f":{at:%S}" if at.second else "")
