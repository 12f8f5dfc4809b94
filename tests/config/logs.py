"""Small logs in Boston's shape for the tests of replay, and the real ones."""

import csv
import gzip
import os
from itertools import islice
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAPS = ROOT / "src" / "liren" / "config" / "replay" / "maps"
BOSTON = MAPS / "boston.toml"
DATA = Path(os.environ.get("LIREN_DATA", ROOT.parent / "shared" / "data")) / "requests-311"

HERE = (-71.0772, 42.2715)
USUAL = {
    "case_enquiry_id": "1", "open_dt": "2011-07-01 08:00:00", "target_dt": "2011-07-05 08:00:00",
    "closed_dt": "2011-07-02 08:00:00", "longitude": str(HERE[0]), "latitude": str(HERE[1]),
    "neighborhood": "Mattapan", "police_district": "B3", "type": "Street Light Outages", "department": "PWDx",
}  # fmt: skip


def write(path: Path, *rows: dict[str, str]) -> Path:
    """A log with these rows; what a row does not say is as usual."""
    with open(path, "w", newline="", encoding="utf-8") as out:
        table = csv.DictWriter(out, USUAL)
        table.writeheader()
        table.writerows(USUAL | {"case_enquiry_id": str(n)} | row for n, row in enumerate(rows, start=1))
    return path


def real(name: str) -> Path:
    """A real log; without the data the test is skipped and says so."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"没有真实数据 {path}。请把 LIREN_DATA 指向数据目录。")
    return path


def head(source: Path, target: Path, rows: int, every: int = 1) -> Path:
    """The first rows of a log, or every so many of them."""
    opener = gzip.open if source.suffix == ".gz" else open
    with opener(source, "rt", encoding="utf-8") as lines, open(target, "w", encoding="utf-8") as out:
        out.write(next(lines))
        out.writelines(islice(lines, 0, rows * every, every))
    return target
