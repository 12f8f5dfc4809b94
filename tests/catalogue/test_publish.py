"""Entries are published through the gate, whole, numbered, and never changed afterwards."""

from datetime import UTC, datetime, timedelta

import pytest

from liren.catalogue import queries
from liren.catalogue.commands import PublishEntry
from liren.kernel import Missing, Refusal
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import gate, sql

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def publish(spec, *, area="", code="toy", effective=NOW):
    command = PublishEntry(
        entry=new_id(), family="case_kind", code=code, area=area, spec=spec, effective_from=effective,
        legal_basis="试验", verified_by="试验",
    )  # fmt: skip
    return gate.execute(command, actor=the_house("setup"), now=NOW, key=new_id())


def spec_of(db, code="noise"):
    return sql.value(
        "select spec from catalogue_entry where family = 'case_kind' and code = %s order by version limit 1", (code,)
    )


def test_what_ships_is_published_once(db):
    count = "select count(*) from catalogue_entry"
    before = sql.value(count)
    assert before > 20
    assert publish(spec_of(db), code="noise")["changed"] is False
    assert sql.value(count) == before


def test_a_change_is_a_new_version_from_its_moment_on(db):
    spec = {**spec_of(db), "label": "噪声扰民（新）"}
    answer = publish(spec, code="noise", effective=NOW + timedelta(days=1))
    assert answer["version"] == 2
    today = queries.entry("case_kind", "noise", at=NOW, epoch=-2)
    later = queries.entry("case_kind", "noise", at=NOW + timedelta(days=2))
    assert (today.version, later.version, later.spec.label) == (1, 2, "噪声扰民（新）")
    assert queries.by_id(today.id).spec.label != "噪声扰民（新）"


def test_the_nearest_area_wins_whole(db):
    publish({**spec_of(db), "label": "界牌的噪声"}, area="321181108", code="noise")
    assert queries.entry("case_kind", "noise", area="321181108003", at=NOW, epoch=-2).spec.label == "界牌的噪声"
    assert queries.entry("case_kind", "noise", area="321181109", at=NOW).version == 1


def test_a_bad_entry_is_refused_with_key_and_remedy(db):
    with pytest.raises(Refusal) as caught:
        publish({**spec_of(db), "lable": "错"}, code="noise")
    assert caught.value.field == "lable"
    assert "请" in caught.value.sentence


def test_an_unknown_entry_is_missing(db):
    with pytest.raises(Missing):
        queries.entry("case_kind", "nothing", at=NOW)
