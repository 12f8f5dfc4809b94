"""The closed list of writes beside the gate: only handlers, and the places named here, change rows."""

import ast
import re
from pathlib import Path

SRC = Path(__file__).parents[2] / "src" / "liren"
WRITES = re.compile(r"^\s*(with\b.*)?\b(insert\s+into|update\s+\w+\s+set|delete\s+from)\b", re.I | re.S)

BESIDE_THE_GATE = {
    "trust/journal.py": "the gate's own entries, deliveries and answers",
    "trust/keys.py": "the gate's own keys",
    "trust/deliveries.py": "deliveries and timers",
    "trust/timers.py": "timers, called by handlers",
    "trust/epochs.py": "epochs, called by handlers",
    "trust/sight.py": "the access log",
    "trust/heartbeat.py": "signs of life",
    "trust/sql.py": "the helper itself",
    "attachments/staging.py": "upload chunks",
    "notices/outbox.py": "outgoing letters' own queue",
}


def writers() -> set[str]:
    """Source files with a string that writes rows, or a call of sql.insert or sql.update."""
    found = set()
    for path in SRC.rglob("*.py"):
        name = str(path.relative_to(SRC))
        if "migrations" in name or "/handlers" in name:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            text = isinstance(node, ast.Constant) and isinstance(node.value, str) and WRITES.search(node.value)
            call = (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("insert", "update")
                and getattr(node.func.value, "id", "") == "sql"
            )
            if text or call:
                found.add(name)
    return found


def test_only_handlers_and_the_closed_list_write_rows():
    assert sorted(writers() - set(BESIDE_THE_GATE)) == []


def test_the_closed_list_names_nothing_that_is_gone():
    assert sorted(set(BESIDE_THE_GATE) - writers() - {"trust/sql.py"}) == []


def test_no_page_uses_the_orm_to_save():
    for path in [*(SRC / "web").rglob("*.py"), *(SRC / "flows").rglob("*.py")]:
        assert not re.search(r"\.objects\.|\.save\(|bulk_create", path.read_text()), path
