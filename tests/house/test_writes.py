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
    "trust/imports.py": "imports on record, called by handlers",
    "trust/uploads.py": "upload chunks: files between dry run and import",
    "trust/devices.py": "login tables: which session is signed in where",
    "trust/heartbeat.py": "signs of life",
    "trust/pace.py": "rate limits of keys, shared by all workers",
    "trust/phones.py": "login tables: the code that was sent to a phone",
    "trust/sql.py": "the helper itself",
    "devices/intake.py": "raw device frames, kept before they are confirmed",
    "devices/signalling.py": "where GB/T 28181 devices are and what their catalogues offer, as they said it",
    "devices/outgoing.py": "raw device frames on their way down: who carries which, and what went over the wire",
    "gateway/listening/store.py": "signs of life",
    "attachments/staging.py": "upload chunks",
    "notices/hooking.py": "webhooks' own queue",
    "notices/heard.py": "signs of life of the doors at which platforms call",
    "notices/posting.py": "outgoing notices to groups, their own queue",
    "notices/outbox/claim.py": "outgoing letters' own queue",
    "notices/outbox/settle.py": "outgoing letters' own queue",
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


def root(node: ast.AST) -> str:
    """The first name of a chain: segno in segno.make(x).save."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def orm_writes(source: str) -> list[str]:
    """Calls that save through the ORM. None are `draft.save(…)` of our own module `draft`, `segno.make(…).save(…)`, and
    `book.save(…)` where `book` was made by a library."""
    tree = ast.parse(source)
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    ours = {
        alias.asname or alias.name
        for node in imports
        for alias in node.names
        if (SRC.parent / (node.module or "").replace(".", "/") / f"{alias.name}.py").exists()
    }
    foreign = {a.asname or a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    foreign |= {
        alias.name
        for node in imports
        if (node.module or "").split(".")[0] not in ("django", "liren")
        for alias in node.names
    }
    foreign |= {
        str(node.targets[0].id) for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and isinstance(node.value, ast.Call)
        and root(node.value) in foreign - {"django", "liren"}
    }  # fmt: skip
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "bulk_create", "save", "asave"):
            harmless = getattr(node.value, "id", "") in ours or root(node) in foreign - {"django", "liren"}
            if node.attr in ("objects", "bulk_create") or not harmless:
                found.append(ast.unparse(node))
    return found


def test_no_page_uses_the_orm_to_save():
    for path in [*(SRC / "web").rglob("*.py"), *(SRC / "flows").rglob("*.py")]:
        assert orm_writes(path.read_text()) == [], path


def test_saving_through_the_orm_would_be_noticed():
    assert orm_writes("account.save()") == ["account.save"]
    assert orm_writes("Account.objects.create()") == ["Account.objects"]
    assert orm_writes("from liren.web.resident import draft\ndraft.save(request, it)") == []
    assert orm_writes("from openpyxl import Workbook\nbook = Workbook()\nbook.save(file)") == []
    assert orm_writes("from liren.trust.models import Account\nit = Account()\nit.save()") == ["it.save"]
    assert orm_writes("from liren.trust.models import Account\nAccount().save()") != []
