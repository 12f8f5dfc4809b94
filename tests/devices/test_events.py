"""Stored events of this room are read for ever: one example per version."""

import json
from pathlib import Path

import msgspec
import pytest

from liren.trust import codec

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.json"))


@pytest.mark.parametrize("file", GOLDEN, ids=lambda f: f.stem)
def test_a_stored_event_is_read_and_would_be_written_alike(file):
    name, version = file.stem.split(".v")
    stored = json.loads(file.read_text())
    event = codec.read_event(name, int(version), stored)
    assert type(event).__name__ == name
    if int(version) == event.version:
        assert json.loads(msgspec.json.encode(codec.event_data(event))) == stored
