"""What a page loads after its list: map and charts together stay under the budget of 500 kB (design §4), packed by gzip."""

import gzip
import re
from functools import cache
from pathlib import Path

import pytest

import liren.web

WEB = Path(liren.web.__file__).parent
BUILT = WEB / "static" / "built"
BUDGET = 500_000
LOADS = {"map": r"<c-map\b|built/map\.js", "chart": r"<c-chart\b|built/chart\.js", "desk": r"built/desk\.js"}
FROM = r"{% (?:extends|include) [\"']([\w/.-]+)[\"']"


@cache
def islands(template: Path) -> frozenset[str]:
    """The islands of a template, of what it extends and of what it includes."""
    text = template.read_text(encoding="utf-8")
    own = {name for name, sign in LOADS.items() if re.search(sign, text)}
    others = [WEB / found for found in re.findall(FROM, text) if (WEB / found).is_file() and WEB / found != template]
    return frozenset(own.union(*(islands(other) for other in others)))


def fetched(island: str) -> set[Path]:
    """The module of an island and every file that it names, and those that these name."""
    all_files = {file.name: file for file in BUILT.rglob("*.js")}
    found, waiting = set(), [BUILT / f"{island}.js"]
    while waiting:
        file = waiting.pop()
        found.add(file)
        text = file.read_text(encoding="utf-8")
        waiting += [other for name, other in all_files.items() if name in text and other not in found]
    return found


PAGES = {str(t.relative_to(WEB)): islands(t) for t in sorted(WEB.rglob("*.html")) if t.parent.name != "components"}


@pytest.mark.parametrize("page", [name for name, loads in PAGES.items() if loads])
def test_the_islands_of_a_page_weigh_less_than_the_budget(page):
    files = set().union(*(fetched(island) for island in PAGES[page]))
    weight = sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)
    assert weight < BUDGET, f"{page} loads {weight:,} bytes: {sorted(file.name for file in files)}"


def test_the_map_counts_with_its_worker_and_its_library():
    assert {"map.js", "show", "maplibre-gl-worker"} <= {re.sub(r"-\w{8}\.js$", "", f.name) for f in fetched("map")}
    assert "board/board.html" in {page for page, loads in PAGES.items() if "map" in loads}
