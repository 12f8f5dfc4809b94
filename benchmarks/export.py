"""A hundred thousand cases taken away: time, memory beyond a warm process, and the rows that come out when it is opened.

`python -m benchmarks export`.
"""

import csv
import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import which
from typing import Any

from benchmarks import house, load

SIZE, AT_ONCE = 100_000, 1_000
LIMIT = 60
"""Megabytes beyond what the process holds once everything is imported and connected (issue 3)."""


def main() -> None:
    """Print one line a format; AssertionError when memory or rows are wrong."""
    with house.opened() as one:
        load.ensure(one, SIZE, print)
        measured()


def measured() -> None:
    from liren.cases import queries as cases
    from liren.cases.queries.exports import pages_of
    from liren.cases.rules.desks import CHOSEN
    from liren.kernel.actor import the_house
    from liren.web.desk import columns
    from liren.web.sheets import delimited, geo, xlsx

    viewer, now = the_house("bench"), datetime.now(UTC)
    ids = b"".join(cases.gathered(viewer, cases.Filter(queue=q), now) for q in ("open", "ended"))
    own = columns.sheet_columns(CHOSEN)
    head = [label for label, _ in own]

    def rows(points: bool = False) -> Iterator[list[list[Any]]]:
        for page in pages_of(viewer, ids):
            yield [[*(cell(line) for _, cell in own), *((line.lon, line.lat) if points else ())] for line in page]

    def by(writer: Any, *, points: bool = False) -> Callable[[Path], None]:
        def write(path: Path) -> None:
            with path.open("wb") as file:
                for piece in writer.stream(head, rows(points)):
                    file.write(piece)

        return write

    next(pages_of(viewer, ids))
    with tempfile.TemporaryDirectory(prefix="liren-export-") as folder:
        paths = {name: Path(folder) / f"list.{name}" for name in ("xlsx", "csv", "geojson")}
        writers = (by(xlsx), by(delimited), by(geo, points=True))
        for (name, path), write in zip(paths.items(), writers, strict=True):
            used, cpu, took = spent(lambda write=write, path=path: write(path))
            print(
                f"{name:10} {took:5.1f} s，CPU {cpu:5.1f} s，多用内存 {used:5.1f} MB，文件 {path.stat().st_size / 1e6:5.1f} MB"
            )
            assert used <= LIMIT, f"{name} 用了 {used:.0f} MB"
        shown = turned(viewer, now)
        for name, found in opened(paths):
            print(f"{name:10} 打开后 {found:,} 行，一页页翻出来 {shown:,} 件")
            assert found == shown, name


def turned(viewer: Any, now: datetime) -> int:
    """How many cases the pages of the list show when one turns them to the end."""
    from liren.cases import queries as cases

    count = 0
    for queue in ("open", "ended"):
        page = cases.page(viewer, cases.Filter(queue=queue), now, size=AT_ONCE)
        count += len(page.lines)
        while page.after:
            page = cases.page(viewer, cases.Filter(queue=queue), now, after=page.after, size=AT_ONCE)
            count += len(page.lines)
    return count


def spent(what: Callable[[], None]) -> tuple[float, float, float]:
    """Megabytes at the peak beyond the start, CPU seconds and seconds of one piece of work (Linux: VmHWM, reset before)."""
    Path("/proc/self/clear_refs").write_text("5")
    before, cpu, began = _kilobytes("VmRSS"), time.process_time(), time.monotonic()
    what()
    return (_kilobytes("VmHWM") - before) / 1000, time.process_time() - cpu, time.monotonic() - began


def _kilobytes(name: str) -> int:
    line = next(x for x in Path("/proc/self/status").read_text().splitlines() if x.startswith(name + ":"))
    return int(line.split()[1])


def opened(paths: dict[str, Path]) -> Iterator[tuple[str, int]]:
    """Rows below the headings, as other programs read them."""
    with paths["csv"].open(encoding="utf-8-sig", newline="") as file:
        yield "csv", sum(1 for _ in csv.reader(file)) - 1
    yield "geojson", len(json.loads(paths["geojson"].read_text())["features"])
    if (office := which("soffice")) is None:
        print("LibreOffice: not on this machine")
        return
    folder = paths["xlsx"].parent
    words = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless",
             "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", str(folder / "out"), str(paths["xlsx"])]  # fmt: skip
    subprocess.run(words, check=True, capture_output=True)
    read = (folder / "out" / "list.csv").read_text("utf-8")
    yield "LibreOffice", sum(1 for _ in csv.reader(io.StringIO(read))) - 1


if __name__ == "__main__":
    sys.exit(main())
