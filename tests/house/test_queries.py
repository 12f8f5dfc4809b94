"""Every public question begins with who is asking."""

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "liren"
NO_PERSON = {"catalogue"}  # configuration only; says so in its docstring
ROOMS = sorted(
    path for room in ("people", "places", "attachments", "venues", "cases", "services", "notices", "devices")
    for path in [SRC / room / "queries.py", *(SRC / room / "queries").glob("*.py")] if path.exists()
)  # fmt: skip
# Questions that return public codes, names and version ids of places only; handlers ask them inside the gate.
ABOUT_PLACES = {
    "locate", "point_trouble", "outside_county", "county", "version_of", "name_path", "name_of", "communities",
    "bounds", "bounds_of", "sides", "tile_epochs", "tile",
}  # fmt: skip


@pytest.mark.parametrize("path", ROOMS, ids=lambda p: str(p.relative_to(SRC)))
def test_a_query_takes_its_viewer_first(path):
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.name not in ABOUT_PLACES:
            first = node.args.args[0].arg if node.args.args else None
            assert first == "viewer", f"{path.relative_to(SRC)}: {node.name} must take `viewer` first, not {first}"
