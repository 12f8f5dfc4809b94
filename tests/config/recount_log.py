"""Counts a request log from its file alone: no Liren code, so that a fault there cannot hide here.

python tests/config/recount_log.py FILE.csv[.gz] MAP.toml [FROZEN.json]
prints one JSON object in the shape of `liren replay --json`, with what a second pair of eyes finds.
"""

import csv
import gzip
import json
import sys
import tomllib
from collections import Counter
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import h3

ROOMS = Path(__file__).parents[2] / "src" / "liren"
CHINA = timezone(timedelta(hours=8))


def moment(text, zone):
    text = (text or "").strip()
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone).timestamp()
    except ValueError:
        return None


def coordinates(row, columns):
    try:
        return float(row[columns["lon"]]), float(row[columns["lat"]])
    except ValueError:
        return None


def recount(file, map_file, frozen_file=None):
    """The counts as a dict."""
    chart = tomllib.loads(Path(map_file).read_text())
    columns, zone = chart["columns"], ZoneInfo(chart["time_zone"])
    opener = gzip.open if str(file).endswith(".gz") else open
    with opener(file, "rt", encoding="utf-8-sig", newline="") as lines:
        whole = list(csv.DictReader(lines))
    kept, seen = [], set()
    for row in whole:
        name = row[columns["id"]].strip()
        opened = moment(row[columns["opened"]], zone)
        if name and name not in seen and opened is not None:
            seen.add(name)
            kept.append((row, opened, moment(row[columns["due"]], zone), moment(row[columns["closed"]], zone)))
    as_of = max((t for _, o, _, c in kept for t in (o, c) if t is not None), default=None)
    classes = Counter(_class(due, closed, as_of) for _, _, due, closed in kept)
    counts = {
        "in": len(whole),
        "refused": len(whole) - len(kept),
        "closed": sum(c is not None for *_, c in kept),
        "open": sum(c is None for *_, c in kept),
        "no_due": classes["closed_no_due"] + classes["open_no_due"],
        "on_time": classes["closed_on_time"] + classes["open_not_due"],
        "late": classes["closed_late"] + classes["open_overdue"],
        "classes": dict(sorted(classes.items())),
        "by_own_limits": _own(kept, chart, columns, as_of),
    }
    return counts | _places([row for row, *_ in kept], columns, frozen_file)


def _class(due, closed, as_of):
    """The row's one class: open or closed, against the log's own due time."""
    if closed is not None:
        return "closed_no_due" if due is None else ("closed_late" if closed > due else "closed_on_time")
    return "open_no_due" if due is None else ("open_overdue" if due < as_of else "open_not_due")


def _places(rows, columns, frozen_file):
    """Located, outside and by default: by the frozen file's cells, or by this file as the first."""
    points = [coordinates(row, columns) for row in rows]
    tally = Counter(points)
    default = {p for p, n in tally.items() if p and n > 1 and n * 100 > len(rows)}
    real = [p for p in points if p and p not in default and not (p[0] == int(p[0]) and p[1] == int(p[1]))]
    if frozen_file:
        frozen = json.loads(Path(frozen_file).read_text())
        default |= {tuple(p) for p in frozen["defaults"]}
        real = [p for p in real if p not in default]
        cells = set(frozen["grids"])
    else:
        cells = {_cell(p) for p in real}
    located = sum(_cell(p) in cells for p in real)
    by_default = sum(p in default for p in points)
    return {"located": located, "placed_by_default": by_default, "outside": len(rows) - located - by_default}


def _cell(point):
    return h3.cell_to_parent(h3.latlng_to_cell(point[1], point[0], 9), 8)


def _own(kept, chart, columns, as_of):
    """Late and on time against the solve limit of each kind, counted minute by minute of the office day."""
    limits, known = {}, _calendar()
    tally = Counter()
    for row, opened, _, closed in kept:
        kind = chart["types"].get(" ".join(row[columns["type"]].split()), chart["fallback"])
        if kind not in limits:
            limits[kind] = tomllib.loads((ROOMS / f"cases/kinds/{kind}.toml").read_text())["limits"]["solve"]
        end, guessed = _deadline(opened, limits[kind], known)
        tally["late" if (as_of if closed is None else closed) > end else "on_time"] += 1
        tally["provisional"] += guessed
    return dict(sorted(tally.items()))


def _calendar():
    told = tomllib.loads((ROOMS / "catalogue/calendars/china.toml").read_text())
    off = {d for year in told["years"] for d in year["holidays"]}
    on = {d for year in told["years"] for d in year["workdays"]}
    return off, on, {year["year"] for year in told["years"]}, told["hours"]


def _works(day, known):
    off, on, _, _ = known
    return day in on or (day.weekday() < 5 and day not in off)


def _deadline(opened, limit, known):
    """(timestamp of the end, whether a year without a notice was touched)."""
    start = datetime.fromtimestamp(opened, CHINA)
    if limit["unit"] == "urgent_hour":
        return opened + limit["amount"] * 3600, False
    if limit["unit"] == "work_hour":
        end = _office_end(start, round(limit["amount"] * 3600), known)
    else:
        end = _day_end(start.date(), limit, known)
    years = set(range(start.year, end.year + 1))
    return end.timestamp(), not years <= known[2]


def _day_end(day, limit, known):
    left = int(limit["amount"])
    while left:
        day += timedelta(days=1)
        left -= 1 if limit["unit"] == "day" or _works(day, known) else 0
    while not _works(day, known):
        day += timedelta(days=1)
    return datetime.combine(day, known[3][-1][1], CHINA)


def _office_end(start, seconds, known):
    day: date = start.date()
    while True:
        for opens, closes in known[3] if _works(day, known) else ():
            begin = max(datetime.combine(day, opens, CHINA), start)
            close = datetime.combine(day, closes, CHINA)
            room = max((close - begin).total_seconds(), 0)
            if seconds <= room:
                return begin + timedelta(seconds=seconds)
            seconds -= room
        day += timedelta(days=1)


if __name__ == "__main__":
    json.dump(recount(*sys.argv[1:]), sys.stdout, ensure_ascii=False, indent=1)
