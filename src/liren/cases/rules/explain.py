"""时限怎么来的: one clock told step by step, so that anybody can count along."""

from datetime import date, datetime, timedelta

from liren.cases.rules.clocks import Clock, budget
from liren.cases.rules.words import moment, stretch
from liren.cases.workflows import CLOCK_LABELS
from liren.catalogue.worktime import OFFICE_UNITS, SHANGHAI, Calendar, Limit, worked


def explain(clock: Clock, calendar: Calendar, now: datetime) -> tuple[str, ...]:
    """The sentences, in the order in which one would count."""
    said = [f"{moment(clock.started_at)} 开始算“{CLOCK_LABELS[clock.kind]}”，限 {Limit(clock.limit, clock.unit)}。"]
    if clock.unit in OFFICE_UNITS:
        hours = "、".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in calendar.hours)
        said.append(f"只算上班时间（{hours}）；以日计的，开始当天不算，到最后一天下班为止。")
        said.extend(_off_days(clock, calendar, now))
    if clock.extended_s:
        said.append(f"延期加了 {stretch(clock.extended_s)}（折成计时时间）。")
    if clock.running_since is None and clock.ended_at is None:
        left = max(budget(clock, calendar)[0] - clock.used_s, 0)
        said.append(f"现在停着：用了 {stretch(clock.used_s)}，还剩 {stretch(left)}，恢复办理后接着算。")
    if clock.due_at:
        said.append(f"到 {moment(clock.due_at)} 为止。")
    if clock.provisional:
        said.append("其中有的日子国务院还没有公布放假安排，先按周一至周五算，公布后会重算并告诉您。")
    if clock.late_at:
        said.append(f"{moment(clock.late_at)} 已经超时，以后改时限也照记。")
    if clock.ended_at:
        used = worked(clock.started_at, clock.ended_at, clock.unit, calendar)
        said.append(f"{moment(clock.ended_at)} 结束，从开始算起用了 {stretch(used)}。")
    return tuple(said)


def _off_days(clock: Clock, calendar: Calendar, now: datetime) -> list[str]:
    """Which days between start and end were not counted, and which weekends were."""
    day = clock.started_at.astimezone(SHANGHAI).date()
    last = (clock.due_at or now).astimezone(SHANGHAI).date()
    off, worked_instead = [], []
    while day <= last:
        if not calendar.is_working(day):
            off.append(day)
        elif day in calendar.workdays:
            worked_instead.append(day)
        day += timedelta(days=1)
    said = []
    if off:
        said.append(f"不算休息日：{_days(off)}。")
    if worked_instead:
        said.append(f"调休上班，算工作日：{_days(worked_instead)}。")
    return said


def _days(days: list[date]) -> str:
    return "、".join(f"{d.month} 月 {d.day} 日" for d in days)
