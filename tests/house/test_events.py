"""Events carry ids, codes, numbers and times; never a word that a person wrote."""

import json
import types
import typing
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from liren.kernel import AreaCode, Code, Event
from liren.trust import codec
from liren.trust.registry import EVENTS

ALLOWED = {UUID, Code, AreaCode, int, bool, float, datetime, date, type(None)}
TESTS = Path(__file__).parents[1]
GOLDEN = sorted(TESTS.glob("*/golden/*.v*.json"))


def ours() -> list[type[Event]]:
    return [e for e in EVENTS.values() if e.__module__.startswith("liren.")]


def leaves(annotation: object) -> set[object]:
    """The plain types in an annotation: unions and tuples opened."""
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) in (typing.Union, tuple):
        found: set[object] = set()
        for part in typing.get_args(annotation):
            if part is not Ellipsis:
                found |= leaves(part)
        return found
    return {annotation}


@pytest.mark.parametrize("event", ours(), ids=lambda e: e.__name__)
def test_an_event_has_no_room_for_free_words(event):
    hints = {k: v for k, v in typing.get_type_hints(event).items() if typing.get_origin(v) is not typing.ClassVar}
    for name, annotation in hints.items():
        assert leaves(annotation) <= ALLOWED, f"{event.__name__}.{name} could carry words: {annotation}"


@pytest.mark.parametrize("event", ours(), ids=lambda e: e.__name__)
def test_an_event_version_has_a_golden_file(event):
    room = event.__module__.split(".")[1]
    golden = TESTS / room / "golden" / f"{event.__name__}.v{event.version}.json"
    assert golden.exists(), f"keep an example of {event.__name__} version {event.version} in {golden}"


@pytest.mark.parametrize("file", GOLDEN, ids=lambda f: f"{f.parent.parent.name}/{f.stem}")
def test_a_stored_event_is_read_for_ever_and_would_be_written_alike(file):
    name, version = file.stem.split(".v")
    stored = json.loads(file.read_text())
    event = codec.read_event(name, int(version), stored)
    assert type(event).__name__ == name
    if int(version) == event.version:
        assert json.loads(msgspec.json.encode(codec.event_data(event))) == stored
