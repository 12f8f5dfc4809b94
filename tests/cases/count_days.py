"""Counts 200 deadlines day by day, the slow way: `python -m tests.cases.count_days > tests/cases/due_examples.csv`.

Independent on purpose: nothing of Liren is imported, holidays come from the package `chinesecalendar`, and time is
walked minute by minute (second by second where a second matters), as somebody with a wall calendar and a watch would.

The law, as this script reads it (《民法典》第二百零一至二百零四条): a limit in hours starts at once and ends when so many of
its hours have passed; one in days leaves out the day it starts, ends at 17:30 of its last day, and a last day that is
no working day moves on. Such a limit has as much time as lies between its start and that end; a pause (缓办) takes
nothing of it away; an extension counts working days on from the end as it stands at the moment it is granted.
"""

import csv
import random
import sys
from datetime import date, datetime, time, timedelta

from chinese_calendar import is_workday

OFFICE = ((8 * 60 + 30, 12 * 60), (14 * 60, 17 * 60 + 30))
CLOSES = time(17, 30)
DAY = timedelta(days=1)
COLUMNS = ("no", "what", "start", "amount", "unit", "pauses", "extension", "due", "count")


def walk(start: datetime, unit: str, step: int):
    """Every step of time from `start` on, with whether it counts for this unit."""
    now, tick = start, timedelta(seconds=step)
    day, works = None, False
    while True:
        if now.date() != day:
            day, works = now.date(), is_workday(now.date())
        minute = now.hour * 60 + now.minute
        yield now, unit in ("urgent_hour", "day") or (works and any(a <= minute < b for a, b in OFFICE))
        now += tick


def last_day(start: datetime, days: int, unit: str) -> datetime:
    """Half past five on the last day of a limit in days."""
    day = start.date()
    while days:
        day += DAY
        days -= 1 if unit == "day" or is_workday(day) else 0
    while not is_workday(day):
        day += DAY
    return datetime.combine(day, CLOSES)


def time_in_it(start: datetime, amount: float, unit: str, step: int) -> int:
    """Seconds that a limit has, counted in its own time."""
    if unit in ("urgent_hour", "work_hour"):
        return round(amount * 3600)
    end, total = last_day(start, int(amount), unit), 0
    for now, counts in walk(start, unit, step):
        if now >= end:
            return total
        total += step if counts else 0


def run(start: datetime, budget: int, unit: str, pauses: list, step: int, until: datetime | None = None):
    """Walk until the time is used up (or until a moment): the end, and the seconds of each day."""
    days: dict[date, int] = {}
    left = budget
    for now, counts in walk(start, unit, step):
        if until is not None and now >= until:
            return now, days, left
        if counts and not any(a <= now < b for a, b in pauses):
            days[now.date()] = days.get(now.date(), 0) + step
            left -= step
            if left <= 0:
                return now + timedelta(seconds=step), days, 0


def finish(end: datetime, unit: str) -> datetime:
    """A limit in days that would end at night or on a day off ends when the next working day's business does."""
    if unit != "day":
        return end
    day = end.date()
    if end > datetime.combine(day, CLOSES):
        day += DAY
    while not is_workday(day):
        day += DAY
    return datetime.combine(day, CLOSES)


def count(start: datetime, amount: float, unit: str, pauses: list, extension: tuple | None):
    """The end of a limit, and the seconds each day brought until then."""
    moments = [start, *(m for p in pauses for m in p), *([extension[0]] if extension else [])]
    step = 1 if any(m.second for m in moments) or (amount * 60) % 1 else 60
    budget = time_in_it(start, amount, unit, step)
    if extension:
        granted, days = extension
        known = [p for p in pauses if p[0] < granted]
        end = run(start, budget, unit, known, step)[0]
        more = last_day(finish(end, unit), days, "work_day")
        budget += sum(run(end, 10**9, unit, [], step, until=more)[1].values())
    end = finish(run(start, budget, unit, pauses, step)[0], unit)
    return end, run(start, 10**9, unit, pauses, step, until=end)[1]


# ---- the examples ------------------------------------------------------------------------------------------------

D = datetime.fromisoformat
NAMED = [
    # what, start, amount, unit, pauses, extension (granted at, working days)
    ("普通一周，五个工作日", "2026-11-23 14:32", 5, "work_day", [], None),
    ("午休里报的，一个工作时", "2026-11-23 12:40", 1, "work_hour", [], None),
    ("中午十二点整报的", "2026-11-23 12:00", 1, "work_hour", [], None),
    ("早上八点半整报的", "2026-11-23 08:30", 3.5, "work_hour", [], None),
    ("上班前报的，一整天工作时", "2026-11-23 06:00", 7, "work_hour", [], None),
    ("下班那一分钟报的，四个工作时", "2026-11-23 17:30", 4, "work_hour", [], None),
    ("下班前一分钟报的，四个工作时", "2026-11-23 17:29", 4, "work_hour", [], None),
    ("夜里报的，四个工作时", "2026-11-23 23:59", 4, "work_hour", [], None),
    ("夜里报的，一个工作日", "2026-11-23 23:59", 1, "work_day", [], None),
    ("零点整报的，一个工作日", "2026-11-24 00:00", 1, "work_day", [], None),
    ("周五下午报的，一个工作日", "2026-11-27 16:00", 1, "work_day", [], None),
    ("周六报的，一个工作日", "2026-11-28 10:00", 1, "work_day", [], None),
    ("周日深夜报的，一个工作日", "2026-11-29 23:00", 1, "work_day", [], None),
    ("国庆前一天傍晚，五个工作日，跨调休周六", "2026-09-30 16:30", 5, "work_day", [], None),
    ("国庆前一天傍晚，四个工作时", "2026-09-30 16:30", 4, "work_hour", [], None),
    ("国庆放假当中报的，两个工作日", "2026-10-03 09:00", 2, "work_day", [], None),
    ("调休上班的周六报的，四个工作时", "2026-10-10 15:00", 4, "work_hour", [], None),
    ("调休上班的周六报的，一个工作日", "2026-10-10 15:00", 1, "work_day", [], None),
    ("调休周六是最后一日", "2026-10-09 11:00", 1, "work_day", [], None),
    ("中秋前调休上班的周日报的", "2026-09-20 10:00", 3, "work_day", [], None),
    ("五一前报的，五个工作日，跨调休周六", "2026-04-30 17:00", 5, "work_day", [], None),
    ("五一当中报的，四个工作时", "2026-05-03 20:00", 4, "work_hour", [], None),
    ("五一后的调休周六", "2026-05-09 08:30", 7, "work_hour", [], None),
    ("春节前最后一个上班日（调休周六）报的，两个工作日", "2026-02-14 10:00", 2, "work_day", [], None),
    ("春节前一天上班日，四个工作时，一半留到节后", "2026-02-14 16:00", 4, "work_hour", [], None),
    ("除夕报的，五个工作日，节后有调休周六", "2026-02-16 22:00", 5, "work_day", [], None),
    ("春节里的紧急事，十五分钟", "2026-02-17 00:05", 0.25, "urgent_hour", [], None),
    ("春节里的紧急事，两小时", "2026-02-16 23:10", 2, "urgent_hour", [], None),
    ("春节里的急修，二十四小时", "2026-02-18 19:20", 24, "urgent_hour", [], None),
    ("清明，三个工作日", "2026-04-03 15:00", 3, "work_day", [], None),
    ("端午，两个工作日", "2026-06-18 17:29", 2, "work_day", [], None),
    ("元旦，跨年三个工作日（2025 到 2026）", "2025-12-30 10:00", 3, "work_day", [], None),
    ("元旦调休周日上班（2026-01-04）", "2025-12-31 17:00", 1, "work_day", [], None),
    ("元旦调休周日，四个工作时", "2025-12-31 17:00", 4, "work_hour", [], None),
    ("跨年的紧急事，两小时", "2025-12-31 23:15", 2, "urgent_hour", [], None),
    ("跨年三个工作日（2024 到 2025）", "2024-12-30 10:00", 3, "work_day", [], None),
    ("跨年四个工作时（2024 到 2025）", "2024-12-31 16:45", 4, "work_hour", [], None),
    ("年底最后一日到期", "2026-12-30 09:00", 1, "work_day", [], None),
    ("年底最后一个工作时", "2026-12-31 16:30", 1, "work_hour", [], None),
    ("2024 春节，五个工作日，两头都有调休周日", "2024-02-02 10:00", 5, "work_day", [], None),
    ("2024 春节前一天，四个工作时", "2024-02-09 16:00", 4, "work_hour", [], None),
    ("2024 清明后的调休周日", "2024-04-03 16:00", 2, "work_day", [], None),
    ("2024 五一前后两个调休", "2024-04-26 16:00", 5, "work_day", [], None),
    ("2024 中秋前的调休周六", "2024-09-13 16:00", 1, "work_day", [], None),
    ("2024 国庆前后两个调休", "2024-09-27 16:00", 7, "work_day", [], None),
    ("2024 闰年二月二十九日", "2024-02-28 15:00", 1, "work_day", [], None),
    ("2025 春节前的调休周日", "2025-01-24 17:00", 2, "work_day", [], None),
    ("2025 春节后的调休周六", "2025-01-27 17:00", 4, "work_day", [], None),
    ("2025 五一前的调休周日", "2025-04-25 16:30", 2, "work_day", [], None),
    ("2025 国庆中秋八天假", "2025-09-30 17:00", 1, "work_day", [], None),
    ("2025 国庆后的调休周六，十四个工作时", "2025-10-09 15:30", 14, "work_hour", [], None),
    ("十五个工作日，跨国庆", "2026-09-18 10:00", 15, "work_day", [], None),
    ("十五个工作日，跨春节", "2025-01-15 10:00", 15, "work_day", [], None),
    ("二十个工作日，跨五一", "2026-04-13 09:15", 20, "work_day", [], None),
    ("半个工作时", "2026-11-24 11:45", 0.5, "work_hour", [], None),
    ("四分之一个工作时，正好到十二点", "2026-11-24 11:45", 0.25, "work_hour", [], None),
    ("一个半工作时，跨下班", "2026-11-24 16:30", 1.5, "work_hour", [], None),
    ("一刻钟（不分昼夜）", "2026-11-22 03:00", 0.25, "urgent_hour", [], None),
    ("半小时（不分昼夜），跨零点", "2026-11-22 23:45", 0.5, "urgent_hour", [], None),
    ("带秒的一刻钟", "2026-11-22 03:00:07", 0.25, "urgent_hour", [], None),
    ("带秒的四个工作时", "2026-11-23 14:32:48", 4, "work_hour", [], None),
    ("带秒的一个工作日", "2026-11-23 17:29:59", 1, "work_day", [], None),
    ("五日（自然日）落在国庆里，顺延", "2026-09-28 10:00", 5, "day", [], None),
    ("七日（自然日）落在周一", "2026-11-23 10:00", 7, "day", [], None),
    ("三日（自然日）落在周末，顺延到周一", "2026-11-26 10:00", 3, "day", [], None),
    ("十五日（自然日）落在调休周六", "2026-09-25 10:00", 15, "day", [], None),
    ("一日（自然日）夜里报的", "2026-11-24 23:30", 1, "day", [], None),
    ("缓办跨整个国庆", "2026-09-28 09:00", 5, "work_day", [("2026-09-30 10:00", "2026-10-08 14:00")], None),
    ("缓办跨春节，从调休周六停起", "2026-02-12 09:00", 5, "work_day", [("2026-02-14 15:00", "2026-02-24 08:30")], None),
    ("缓办从放假停到放假，一秒没少", "2026-09-30 10:00", 3, "work_day", [("2026-10-02 10:00", "2026-10-05 10:00")], None),
    ("缓办只停一个午休", "2026-11-23 09:00", 4, "work_hour", [("2026-11-23 12:00", "2026-11-23 14:00")], None),
    ("缓办从夜里停到第二天夜里", "2026-11-23 10:00", 2, "work_day", [("2026-11-23 20:00", "2026-11-24 20:00")], None),
    ("停了两次", "2026-11-23 10:00", 3, "work_day", [("2026-11-23 15:00", "2026-11-24 10:00"), ("2026-11-25 09:00", "2026-11-27 17:30")], None),
    ("停表从开始那一分钟起", "2026-11-23 10:00", 4, "work_hour", [("2026-11-23 10:00", "2026-11-24 10:00")], None),
    ("到期前一分钟停，节后恢复还剩一分钟", "2026-09-29 10:00", 1, "work_day", [("2026-09-30 17:29", "2026-10-08 08:30")], None),
    ("到期前一分钟停，夜里恢复还剩一分钟", "2026-11-23 10:00", 1, "work_day", [("2026-11-24 17:29", "2026-11-25 22:00")], None),
    ("紧急事停三小时", "2026-11-22 03:00", 2, "urgent_hour", [("2026-11-22 04:00", "2026-11-22 07:00")], None),
    ("急修停到第二天，跨调休", "2026-10-09 20:00", 24, "urgent_hour", [("2026-10-10 02:00", "2026-10-11 02:00")], None),
    ("自然日停一天半，夜里恢复", "2026-11-23 10:00", 5, "day", [("2026-11-24 09:00", "2026-11-25 21:00")], None),
    ("自然日停过国庆，顺延", "2026-09-25 10:00", 7, "day", [("2026-09-29 09:00", "2026-10-01 09:00")], None),
    ("自然日停过，落在周六，再延一日", "2026-11-23 10:00", 3, "day", [("2026-11-24 09:00", "2026-11-26 03:00")], ("2026-11-27 17:00", 1)),
    ("最后一分钟延期两日", "2026-11-23 14:32", 5, "work_day", [], ("2026-11-30 17:29", 2)),
    ("到期那一分钟延期七日", "2026-11-23 14:32", 5, "work_day", [], ("2026-11-30 17:30", 7)),
    ("最后一秒延期一日", "2026-11-23 14:32", 2, "work_day", [], ("2026-11-25 17:29:59", 1)),
    ("超时以后批的延期，从原来的到期时间数", "2026-11-23 14:32", 2, "work_day", [], ("2026-11-26 10:00", 3)),
    ("最后一分钟延期，跨国庆和调休", "2026-09-23 09:00", 5, "work_day", [], ("2026-09-30 17:29", 5)),
    ("最后一分钟延期，跨春节", "2026-02-09 09:00", 5, "work_day", [], ("2026-02-14 17:29", 2)),
    ("最后一分钟延期，跨年", "2025-12-24 09:00", 5, "work_day", [], ("2025-12-31 17:29", 2)),
    ("工作时的延期，从半天里数起", "2026-11-23 10:15", 4, "work_hour", [], ("2026-11-23 15:00", 1)),
    ("不分昼夜的延期到下班为止", "2026-11-22 03:00", 24, "urgent_hour", [], ("2026-11-22 20:00", 1)),
    ("停过再延期", "2026-11-23 10:00", 5, "work_day", [("2026-11-24 10:00", "2026-11-26 10:00")], ("2026-12-01 09:00", 2)),
    ("先延期再停", "2026-11-23 10:00", 3, "work_day", [("2026-11-25 10:00", "2026-11-27 10:00")], ("2026-11-24 09:00", 2)),
    ("缓办跨国庆，恢复后最后一分钟延期", "2026-09-28 09:00", 3, "work_day", [("2026-09-29 17:30", "2026-10-08 08:30")], ("2026-10-09 17:29", 2)),
]  # fmt: skip
AROUND = (  # days around which something odd happens to the calendar
    "2024-02-03", "2024-02-08", "2024-02-17", "2024-04-03", "2024-04-06", "2024-04-27", "2024-05-10", "2024-06-07",
    "2024-09-13", "2024-09-28", "2024-10-11", "2024-12-30", "2025-01-25", "2025-01-27", "2025-02-07", "2025-04-03",
    "2025-04-26", "2025-05-30", "2025-09-27", "2025-09-30", "2025-10-10", "2025-12-31", "2026-01-03", "2026-02-13",
    "2026-02-27", "2026-04-03", "2026-04-30", "2026-05-08", "2026-06-18", "2026-09-19", "2026-09-24", "2026-09-30",
    "2026-10-09", "2026-12-18",
)  # fmt: skip
LIMITS = ((4, "work_hour"), (1, "work_day"), (5, "work_day"), (2, "urgent_hour"), (24, "urgent_hour"), (2, "work_day"),
          (0.25, "urgent_hour"), (15, "work_day"), (3, "work_day"), (2.5, "work_hour"), (7, "day"))  # fmt: skip
HOURS = ((8, 30), (17, 30), (2, 11), (12, 0), (14, 0), (16, 47), (22, 5), (10, 20), (11, 59), (0, 0), (17, 29))


def examples():
    """The named ones, and the rest of two hundred drawn around the odd days of three years with a fixed seed."""
    for what, start, amount, unit, pauses, extension in NAMED:
        stood = [(D(a), D(b)) for a, b in pauses]
        yield what, D(start), amount, unit, stood, (D(extension[0]), extension[1]) if extension else None
    draw = random.Random("时限")
    for n in range(200 - len(NAMED)):
        hour, minute = HOURS[n % len(HOURS)]
        start = D(AROUND[n % len(AROUND)]) + timedelta(days=draw.randint(-1, 1), hours=hour, minutes=minute)
        amount, unit = LIMITS[n % len(LIMITS)]
        pauses, extension = [], None
        if n % 3 == 1 and unit not in ("urgent_hour",):
            since = start + timedelta(minutes=draw.randint(0, 200))
            pauses = [(since, since + timedelta(days=draw.randint(0, 12), minutes=draw.randint(30, 900)))]
        if n % 4 == 2 and unit == "work_day":
            extension = (last_minute(start, amount, unit, pauses), draw.randint(1, 7))
        said = [f"{start:%Y-%m-%d} 前后"] + (["停一段"] if pauses else []) + (["最后一分钟延期"] if extension else [])
        yield "，".join(said), start, amount, unit, pauses, extension


def last_minute(start: datetime, amount: float, unit: str, pauses: list) -> datetime:
    return count(start, amount, unit, pauses, None)[0] - timedelta(minutes=1)


def rows():
    """Every example with its end and its count, as text."""
    for n, (what, start, amount, unit, pauses, extension) in enumerate(examples(), 1):
        end, days = count(start, amount, unit, pauses, extension)
        yield {
            "no": str(n), "what": what, "start": start.isoformat(" "), "amount": f"{amount:g}", "unit": unit,
            "pauses": " ".join(f"{a.isoformat()}..{b.isoformat()}" for a, b in pauses),
            "extension": f"{extension[1]}@{extension[0].isoformat()}" if extension else "",
            "due": end.isoformat(" "), "count": " ".join(f"{d.isoformat()}:{s}" for d, s in sorted(days.items())),
        }  # fmt: skip


def main() -> None:
    out = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    out.writeheader()
    out.writerows(rows())


if __name__ == "__main__":
    main()
