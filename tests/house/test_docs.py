"""What the documents name exists: links, files, commands, variables, and the times of the example."""

import argparse
import re
import subprocess
import sys
import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from liren.catalogue.families import FAMILIES, load, problems, read
from liren.catalogue.worktime import Limit, due
from liren.config.cli import _parser

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    {*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "src").rglob("*.md"), *(ROOT / "tests").rglob("*.md")}
)
LINK = re.compile(r"\]\(([^)\s]+)\)")
NAMED = re.compile(r"`((?:src|docs|tests)/[\w./-]+)`")
ORDERED = re.compile(r"(?:^|`|bin/)liren ([a-z][a-z-]+)\b", re.M)
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.S)
VARIABLE = re.compile(r"""["'](LIREN_[A-Z_]+|DATABASE_URL)["']""")
SUBCOMMANDS = next(a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction)).choices.keys()
SHANGHAI = ZoneInfo("Asia/Shanghai")


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_relative_link_leads_somewhere(page):
    text = CODE.sub("", page.read_text("utf-8"))
    targets = [link.partition("#")[0] for link in LINK.findall(text) if "://" not in link and not link.startswith("#")]
    assert [target for target in targets if target and not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_file_that_a_page_names_is_there(page):
    assert [path for path in NAMED.findall(page.read_text("utf-8")) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_subcommand_that_a_page_names_exists(page):
    code = "\n".join(CODE.findall(page.read_text("utf-8")))
    unknown = set(ORDERED.findall(code)) - SUBCOMMANDS
    announced = {"verify"} if page.name in ("privacy.md", "SECURITY.md") else set()
    assert unknown <= announced


def test_the_links_of_the_decisions_are_complete():
    folder = ROOT / "docs" / "decisions"
    listed = set(LINK.findall((folder / "README.md").read_text("utf-8")))
    assert listed == {path.name for path in folder.glob("0*.md")}


def test_every_variable_that_the_code_reads_is_explained():
    used = {
        name
        for folder in ("src", "tests")
        for path in (ROOT / folder).rglob("*.py")
        for name in VARIABLE.findall(path.read_text("utf-8"))
    }
    explained = (ROOT / "docs" / "reference" / "environment.md").read_text("utf-8")
    assert sorted(name for name in used if f"`{name}`" not in explained) == []


def test_the_generated_reference_is_up_to_date():
    words = [sys.executable, "-m", "liren.config.cli", "docs", "--check"]
    ran = subprocess.run(words, capture_output=True, text=True, cwd=ROOT)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_example_kind_of_the_how_to_may_be_published():
    text = (ROOT / "docs" / "howto" / "add-a-case-kind.md").read_text("utf-8")
    example = tomllib.loads(re.search(r"```toml\n(.*?)```", text, re.S).group(1))
    assert problems(FAMILIES["case_kind"], example) == []


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        ("2026-09-30 16:30", 4, "work_hour", "8 Oct 11:30"),
        ("2026-09-30 16:30", 5, "work_day", "13 Oct 17:30"),
        ("2026-10-08 09:00", 4, "work_hour", "8 Oct 15:00"),
        ("2026-10-08 10:00", 4, "work_hour", "8 Oct 16:00"),
        ("2026-10-08 10:00", 1, "work_day", "9 Oct 17:30"),
    ],
)
def test_the_example_of_the_deadlines_page_is_right(start, amount, unit, end):
    family = FAMILIES["calendar"]
    calendar = read(family, load((family.folder / "china.toml").read_text("utf-8")))
    moment = due(datetime.fromisoformat(start).replace(tzinfo=SHANGHAI), Limit(amount, unit), calendar).at
    local = moment.astimezone(SHANGHAI)
    assert f"{local.day} {local:%b %H:%M}" == end
    assert end in (ROOT / "docs" / "explanation" / "deadlines.md").read_text("utf-8")
    assert local - datetime.fromisoformat(start).replace(tzinfo=SHANGHAI) > timedelta(0)
