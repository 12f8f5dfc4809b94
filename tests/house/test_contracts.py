"""The floor plan holds, and each wall is known to stand: a forbidden import written into a copy is caught."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

FORBIDDEN = {
    "a room looks upward": ("kernel/area.py", "import liren.trust.gate"),
    "trust looks into cases": ("trust/gate.py", "import liren.cases.commands"),
    "strangers meet": ("notices/queries/inbox.py", "import liren.cases.queries"),
    "strangers meet the other way": ("cases/queries/lists.py", "import liren.notices.queries"),
    "a page talks to a channel": ("web/middleware.py", "import liren.channels.apps"),
    "a room looks into the flows": ("cases/handlers/__init__.py", "import liren.flows.apps"),
    "a page touches tables": ("web/middleware.py", "import liren.cases.models"),
    "a flow touches tables": ("flows/apps.py", "import liren.people.models"),
    "an upper room touches a lower room's handlers": ("cases/queries/lists.py", "import liren.places.handlers"),
    "an event knows a rule": ("cases/events/base.py", "import liren.cases.rules.fold"),
    "a rule knows a table": ("cases/rules/fold.py", "import liren.cases.models"),
    "a rule knows Django": ("cases/rules/fold.py", "import django.utils.timezone"),
    "the kernel knows Django": ("kernel/area.py", "import django.conf"),
    "a command knows the driver": ("people/commands/persons.py", "import psycopg"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts over the package in `folder`."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--config", str(folder / "pyproject.toml")]
    return subprocess.run(
        command, cwd=folder, env={"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("copy")
    ignore = shutil.ignore_patterns("__pycache__", "static", "*.html", "*.toml.bak")
    shutil.copytree(ROOT / "src", folder / "src", ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_the_contracts_are_kept(copy):
    result = lint(copy)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("case", FORBIDDEN)
def test_a_forbidden_import_is_caught(copy, case):
    file, line = FORBIDDEN[case]
    path = copy / "src" / "liren" / file
    before = path.read_text()
    path.write_text(before + "\n" + line + "\n")
    try:
        result = lint(copy)
    finally:
        path.write_text(before)
    assert result.returncode == 1, f"{case}: {file} imports {line.split()[1]} and nobody noticed"
    assert "BROKEN" in result.stdout


def test_a_new_room_must_declare_its_floor(copy):
    room = copy / "src" / "liren" / "helpers"
    room.mkdir()
    (room / "__init__.py").write_text("")
    try:
        assert lint(copy).returncode == 1
    finally:
        shutil.rmtree(room)
