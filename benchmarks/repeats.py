"""Planted repeats in Boston's log of 2011: how many are found again, and how many strangers are taken for one.

To each of `PLANTED` reports a second reporter is made: some metres and hours off, the type in other words, one in six
under another type of the same reason. Both it and as many reports without a repeat are compared with every report of the last
`BACK_D` days around. A report without a repeat is new: the place of one real report, the type and the hour of two others.
The log has real repeats of its own, so the share that points at the very report is too low, never too high.
"""

import csv
import gzip
import os
from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from liren.cases.triage.same import LIKELY, Report, same

DATA = Path(os.environ.get("LIREN_DATA", Path(__file__).parents[2] / "shared" / "data"))
PLANTED = 1000
BACK_D = 14
OFF_M, OFF_H, MISFILED = 25.0, 24.0, 1 / 6
CELL = 0.0025
STEPS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def main(planted: int = PLANTED) -> None:
    """Precision and recall along the threshold."""
    path = DATA / "requests-311" / "boston_2011q3.csv.gz"
    if not path.exists():
        print(f"没有真实数据 {path}，跳过。请把 LIREN_DATA 指向数据目录。")
        return
    found, reasons = log(path)
    rng = np.random.default_rng(0)
    chosen = rng.choice(len(found), 2 * planted, replace=False)
    near = cells(found)
    repeats, strangers = [], []
    for place, i in enumerate(chosen.tolist()):
        asked = second(found[i], reasons, rng) if place < planted else new(found, i, rng)
        around = candidates(asked, near, found)
        scored = max(((same(asked, found[j]).score, j) for j in around), default=(0.0, -1))
        (repeats if place < planted else strangers).append((scored[0], scored[1] == i))
    print(f"\n回放里埋下的重复（{planted:,} 件，另有 {planted:,} 件没有埋；默认门槛 {LIKELY}）")
    print("  门槛    找回    指对    没埋的被说成重复")
    for step in STEPS:
        told = [right for score, right in repeats if score >= step]
        false = sum(score >= step for score, _ in strangers)
        right = sum(told)
        print(
            f"  {step:.1f}   {right / planted:6.1%}  {right / max(len(told), 1):6.1%}  {false / planted:6.1%}"
            f"   （合起来 P {right / max(len(told) + false, 1):.2f} R {right / planted:.2f}）"
        )


def log(path: Path) -> tuple[list[Report], dict[str, list[str]]]:
    """The reports with a point, and the types of each reason."""
    with gzip.open(path, "rt", encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["latitude"] and row["longitude"]]
    kin: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        kin[row["reason"]].add(row["type"])
    other = {kind: sorted(of - {kind}) for of in kin.values() for kind in of}
    return [
        Report(lon=float(r["longitude"]), lat=float(r["latitude"]), at=datetime.fromisoformat(r["open_dt"]),
               kind=r["type"], words=r["type"])
        for r in rows
    ], other  # fmt: skip


def second(first: Report, other: dict[str, list[str]], rng: np.random.Generator) -> Report:
    """What another person says of the same thing: words dropped and turned about, the point and the hour off."""
    words = first.words.replace("/", " ").split()
    if len(words) > 1:
        words = [w for n, w in enumerate(rng.permutation(words).tolist()) if n == 0 or rng.random() > 0.3]
    kin = other.get(first.kind, [])
    kind = str(rng.choice(kin)) if kin and rng.random() < MISFILED else first.kind
    east, north = rng.normal(0, OFF_M, 2)
    assert first.lon is not None
    assert first.lat is not None
    assert first.at is not None
    lat = first.lat + north / 111_320
    lon = first.lon + east / (111_320 * np.cos(np.radians(first.lat)))
    return Report(
        lon=lon, lat=lat, at=first.at + timedelta(hours=float(rng.exponential(OFF_H))), kind=kind, words=" ".join(words)
    )


def new(found: list[Report], place: int, rng: np.random.Generator) -> Report:
    """A matter that nobody reported before, at a place where reports do lie."""
    kind, hour = (found[int(n)] for n in rng.integers(0, len(found), 2))
    return replace(found[place], at=hour.at, kind=kind.kind, words=kind.words)


def cells(found: list[Report]) -> dict[tuple[int, int], list[int]]:
    """The reports of each square of about 250 m."""
    made: dict[tuple[int, int], list[int]] = defaultdict(list)
    for n, one in enumerate(found):
        made[_cell(one)].append(n)
    return made


def candidates(asked: Report, near: dict[tuple[int, int], list[int]], found: list[Report]) -> list[int]:
    """Reports around that were there before."""
    x, y = _cell(asked)
    around = [n for dx in (-1, 0, 1) for dy in (-1, 0, 1) for n in near.get((x + dx, y + dy), [])]
    assert asked.at is not None
    return [n for n in around if timedelta(0) <= asked.at - found[n].at <= timedelta(days=BACK_D)]  # type: ignore[operator]


def _cell(one: Report) -> tuple[int, int]:
    assert one.lon is not None
    assert one.lat is not None
    return int(one.lon // CELL), int(one.lat // CELL)


if __name__ == "__main__":
    main()
