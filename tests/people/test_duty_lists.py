"""A list of duties goes in as one: a handful of statements, the same entries, and the row named that can't be."""

from contextlib import contextmanager

import pytest

from liren.kernel import AreaCode, Refusal
from liren.kernel.ids import new_id
from liren.kernel.rows import BadRows, FileSource
from liren.people import commands, matching
from liren.people.handlers import imports
from liren.trust import sql
from tests.people.appointing import COMMUNITY, NOW, TOWN, appointed, order, person

pytestmark = pytest.mark.usefixtures("db")


def rows(names, post="grid_keeper", grid=1):
    return tuple(
        commands.DutyRow(
            row=n + 2, duty=new_id(), name=name, phone="", post=post, unit_name="",
            area=AreaCode(f"{COMMUNITY}{grid + n:03d}") if post.startswith("grid") else TOWN, starts=NOW,
        )
        for n, name in enumerate(names)
    )  # fmt: skip


def taken_over(told):
    source = FileSource(id=new_id(), name="任职.csv", digest=b"d" * 32)
    return order(commands.ImportDuties(area=TOWN, rows=told, source=source))


def journal():
    with reading_all():
        return sql.values("select name from trust_entry where name in ('DutyAppointed', 'GrantsIssued') order by id")


@contextmanager
def reading_all():
    from django.db import transaction

    with transaction.atomic():
        sql.setting("liren.scopes", "*")
        yield


def test_thirty_rows_take_as_many_statements_as_three_and_are_journaled_one_by_one():
    names = [f"甲{n}" for n in range(33)]
    for name in names:
        person(name)
    before = len(journal())
    with sql.counted() as few:
        assert taken_over(rows(names[:3], grid=100))["added"] == 3
    with sql.counted() as many:
        assert taken_over(rows(names[3:], grid=110))["added"] == 30
    assert len(many) <= len(few) < 15, "a process asks the catalogue once in a while whether it moved"
    assert sorted(journal()[before:]) == ["DutyAppointed"] * 33 + ["GrantsIssued"] * 33
    assert sql.value("select count(distinct duty) from trust_grant where post = 'grid_keeper'") == 33


def test_a_seat_that_was_taken_meanwhile_is_named_by_its_row(monkeypatch):
    person("先到"), person("后到")
    told = rows(["先到", "后到"], post="grid_leader", grid=200)
    found = matching.match_duties(told, TOWN, NOW)
    appointed(person("别人"), "grid_leader", AreaCode(f"{COMMUNITY}201"))
    monkeypatch.setattr(imports.matching, "match_duties", lambda *_: found)
    with pytest.raises(BadRows) as refused:
        taken_over(told)
    assert [(e.row, e.column) for e in refused.value.errors] == [(3, "岗位")]
    assert "已有人任职" in refused.value.errors[0].sentence
    assert not sql.value("select count(*) from people_duty where id = any(%s)", ([r.duty for r in told],))


def test_one_list_does_not_make_somebody_two_of_the_three_administrators():
    person("一身二任")
    told = (*rows(["一身二任"], post="system_admin"), *rows(["一身二任"], post="auditor"))
    with pytest.raises(Refusal, match="此期间已经是系统管理员"):
        taken_over(told)
