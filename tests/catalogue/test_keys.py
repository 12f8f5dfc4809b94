"""The keys an area may set: asked, said, compared and read back without a change that nobody made."""

import pytest

from liren.catalogue import keys, toml
from liren.catalogue.families import FAMILIES, load, shipped

SHIPPED = [(kind, path, spec) for kind in FAMILIES.values() for path, spec in shipped(kind)]
KIND = FAMILIES["case_kind"]
NOISE = next(spec for kind, path, spec in SHIPPED if path.stem == "noise")


def as_typed(kind, spec):
    told = {}
    for leaf in keys.leaves(kind):
        told |= keys.typed(leaf, keys.get(spec, leaf.path))
    return told


@pytest.mark.parametrize(("kind", "path", "spec"), SHIPPED, ids=lambda one: getattr(one, "stem", ""))
def test_a_form_that_nobody_touched_is_the_entry_itself(kind, path, spec):
    filled = keys.filled(kind, spec, as_typed(kind, spec))
    assert (filled.problems, filled.spec) == ([], spec)


@pytest.mark.parametrize(("kind", "path", "spec"), SHIPPED, ids=lambda one: getattr(one, "stem", ""))
def test_an_entry_survives_its_text(kind, path, spec):
    assert load(toml.dump(spec)) == spec


def said(parts):
    return [(part.words, part.changed) for part in parts]


def test_a_change_is_said_in_words():
    new = keys.filled(KIND, NOISE, as_typed(KIND, NOISE) | {"limits.accept": "6", "photo.after": "1"}).spec
    told = {c.label: (said(c.old), said(c.new)) for c in keys.changes(KIND, NOISE, new)}
    assert told == {
        "签收时限": ([("4 个工作时", True)], [("6 个工作时", True)]),
        "办理后要照片": ([("否", True)], [("是", True)]),
    }


def test_of_a_list_only_what_came_and_went_stands_out():
    new = keys.put(NOISE, "hints", [*NOISE["hints"][1:], "半夜唱歌"])
    (change,) = keys.changes(KIND, NOISE, new)
    assert [part.words for part in change.old if part.changed] == [NOISE["hints"][0]]
    assert [part.words for part in change.new if part.changed] == ["半夜唱歌"]


def test_what_a_release_alone_may_change_is_named():
    assert [p.key for p in keys.locked(KIND, NOISE, NOISE | {"secrecy": 0})] == ["secrecy"]
    assert [p.key for p in keys.locked(KIND, NOISE, NOISE | {"fields": []})] == ["fields"]
    assert keys.locked(KIND, NOISE, keys.put(NOISE, "label", "吵")) == []


def test_every_editable_key_is_a_key_of_its_family():
    for kind in FAMILIES.values():
        assert len(keys.leaves(kind)) == len(kind.editable)


def test_no_area_can_give_a_post_more_rights():
    assert set(FAMILIES["post"].editable) == {"label", "households_most", "places_most"}
