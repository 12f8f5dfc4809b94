"""Events add up to the case, and every event ever written can still be read."""

import json
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liren.cases import commands as c
from liren.cases.events import EVENTS, CaseEvent
from liren.cases.rules.fold import STATE_FIELDS, apply, fold, told_by
from liren.cases.rules.scene import Found
from liren.kernel import Refusal
from liren.trust import codec, registry
from tests.cases.scenes import EVERYBODY, HERE, a_case, terms

GOLDEN = Path(__file__).parent / "golden"
FILES = sorted(p for p in GOLDEN.glob("*.json") if p.stem.split(".v")[0] in EVENTS)
TOLD_ELSEWHERE = {
    "cause",
    "order",
    "service",
    "limit_at",
    "case",
    "child",
    "how",
    "was",
    "sort",
    "call",
    "by_unit",
    "upheld",
    "ended",
    "until",
    "note",
    "account",
    "before",
}


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(sorted(c.COMMANDS)), st.integers(0, 500_000)), max_size=40))
def test_the_events_of_any_life_fold_to_its_state(script: list[tuple[str, int]]):
    life = a_case()
    for act, wait in script:
        life.later(seconds=wait)
        for who in EVERYBODY:
            try:
                life.do(who, c.COMMANDS[act], found=Found(terms=terms("other"), place=HERE))
                break
            except Refusal:
                continue
    assert fold(life.events) == life.case
    assert life.case.version == len(life.events)


def test_nothing_folds_to_nothing():
    assert fold([]) is None


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS.keys())
def test_an_event_says_nothing_that_neither_the_state_nor_a_note_keeps(event: type[CaseEvent]):
    assert {f.name for f in fields(event)} <= {*STATE_FIELDS, *TOLD_ELSEWHERE}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_an_event_of_every_version_is_still_read_and_folded(path: Path):
    registry.events(*EVENTS.values())
    name, version = path.stem.split(".v")
    event = codec.read_event(name, int(version), json.loads(path.read_text()))
    assert isinstance(event, CaseEvent)
    state = apply(None if name == "CaseReported" else a_case().case, event)
    assert all(getattr(state, field) == getattr(event, field) for field in told_by(name))


def test_every_event_has_a_golden_file():
    assert {p.stem for p in FILES} >= {f"{name}.v{event.version}" for name, event in EVENTS.items()}
