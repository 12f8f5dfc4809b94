"""liren coverage: what scripts read, and sentences for what they ask wrongly."""

import json

import pytest

from liren.config.cli import main
from liren.trust import sql
from tests.scene import TOWN

KEYS = {"on", "scope", "doors", "households", "without", "more", "overloaded", "links", "doors_without", "doors_more"}


def told(capsys, *words: str) -> dict:
    assert main(["coverage", "--json", *words]) == 0
    return json.loads(capsys.readouterr().out)


def test_doors_without_a_name_are_counted_and_listed(town, capsys, monkeypatch):
    monkeypatch.setenv("LIREN_DATABASE_URL", "the test's own")
    whole = told(capsys)
    assert set(whole) == KEYS
    assert (whole["without"], whole["doors_without"], whole["scope"]) == (0, [], TOWN[:6])
    code = town.made.at(17)[0].code
    duty = sql.value("select id from people_duty where area = %s and post = 'micro_grid_keeper'", (code,))
    sql.run("update people_duty set during = tstzrange(lower(during), now()) where id = %s", (duty,))
    after = told(capsys, "--scope", TOWN)
    assert after["without"] == len(after["doors_without"]) > 0
    assert {(d["area"], d["kind"]) for d in after["doors_without"]} == {(code, "ended")}
    assert after["links"]["micro_grid"] == {"ended": after["without"]}
    assert told(capsys, "--scope", TOWN, "--on", "2020-01-01")["doors"] == 0, "no building is known on that day"
    assert main(["coverage"]) == 0
    assert "没有人负责" in capsys.readouterr().out


@pytest.mark.parametrize(("words", "says"), [(("--on", "gestern"), "不是日期"), (("--scope", "12x"), "不是区划代码")])
def test_a_wrong_question_is_one_sentence(town, capsys, monkeypatch, words, says):
    monkeypatch.setenv("LIREN_DATABASE_URL", "the test's own")
    assert main(["coverage", *words]) == 1
    assert says in capsys.readouterr().err
