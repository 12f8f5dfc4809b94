"""What hangs on the registry is complete: labels, handlers, events that can be read, flows named as sentences."""

from pathlib import Path

from liren.kernel import Command, Event
from liren.trust.registry import DEEDS, EVENTS, FLOWS, HOUSES, RIGHTS

ROOT = Path(__file__).parents[2]
FLOWS_DIR = ROOT / "src" / "liren" / "flows"


def below(kind: type) -> set[type]:
    found = set()
    for child in kind.__subclasses__():
        found |= {child} | below(child)
    return {k for k in found if k.__module__.startswith("liren.")}


def test_every_command_has_a_handler():
    bare = {"CaseCommand", "OrderCommand", "MemberCommand", "HookCommand"}
    assert [c.__name__ for c in below(Command) if c not in DEEDS and c.__name__ not in bare] == []


def test_every_event_can_be_read_back():
    bare = {"CaseEvent", "OrderEvent"}
    assert [e.__name__ for e in below(Event) if e.__name__ not in EVENTS and e.__name__ not in bare] == []


def test_every_right_has_a_chinese_label():
    assert all(any("\u4e00" <= c <= "\u9fff" for c in label) for label in RIGHTS.values())


def test_every_command_says_in_chinese_what_it_does():
    ours = [d for d in DEEDS.values() if d.command.__module__.startswith("liren.")]
    assert [d.command.__name__ for d in ours if not any("\u4e00" <= c <= "\u9fff" for c in d.label)] == []


def test_every_flow_has_a_file_named_as_its_sentence_and_a_test():
    files = {p.stem for p in FLOWS_DIR.glob("when_*.py")}
    ours = {f.name.split(".")[0] for f in FLOWS.values() if f.do.__module__.startswith("liren.")}
    assert ours == files
    tests = "\n".join(p.read_text() for p in (ROOT / "tests" / "flows").glob("test_*.py"))
    assert [f for f in files if f not in tests] == []


def test_a_flow_orders_only_commands_that_exist():
    for name, may in HOUSES.items():
        assert all(c in DEEDS for c in may if c.__module__.startswith("liren.")), name


def test_the_glossary_knows_every_right_command_event_and_state():
    glossary = (ROOT / "docs" / "glossary.md").read_text()
    words = [*RIGHTS]
    words += [d.command.__name__ for d in DEEDS.values() if d.command.__module__.startswith("liren.")]
    words += [e.__name__ for e in EVENTS.values() if e.__module__.startswith("liren.")]
    assert [w for w in words if f"`{w}`" not in glossary] == []
