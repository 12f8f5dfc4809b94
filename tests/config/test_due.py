"""`liren due`: a deadline explained on a machine without a database, and what it says to bad input."""

import json
import os
import subprocess
import sys

import pytest

from liren.config.cli import main

USUAL = ["due", "--kind", "road_damage", "--from", "2026-09-30T16:30"]


def told(capsys, *words):
    assert main([*USUAL, *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_it_works_without_any_database(tmp_path):
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "liren.config.cli", *USUAL, "--json"],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["due_at"] == "2026-10-13T17:30:00+08:00"


def test_the_answer_names_the_end_the_warning_and_the_rule(capsys):
    found = told(capsys)
    assert (found["due_at"], found["warn_at"]) == ("2026-10-13T17:30:00+08:00", "2026-10-12T17:30:00+08:00")
    assert found["provisional"] is False
    assert found["limit"] == {"amount": 5.0, "unit": "work_day", "words": "5 个工作日"}
    assert found["entry"]["label"] == "道路破损"
    assert found["calendar"]["code"] == "china"
    assert "《城市道路管理条例》" in found["legal_basis"]


def test_every_pause_and_extension_is_a_step_with_its_seconds(capsys):
    found = told(capsys, "--pause", "2026-10-09T10:00..2026-10-12T09:00", "--extend", "2@2026-10-13T17:29")
    assert found["due_at"] == "2026-10-19T17:30:00+08:00"
    assert [(s["what"], s["used_s"], s["total_s"]) for s in found["steps"]] == [
        ("start", 0, 0), ("pause", 34200, 34200), ("resume", 0, 34200), ("extend", 48540, 82740), ("due", 100860, 183600),
    ]  # fmt: skip
    assert found["steps"][-1]["total_s"] == found["budget_s"] == found["days"][-1]["total_s"]
    assert sum(day["used_s"] for day in found["days"]) == found["budget_s"]
    assert [d["sort"] for d in found["days"]][:5] == ["work", "holiday", "work", "work", "paused"]


def test_urgent_counts_round_the_clock_and_next_year_is_provisional(capsys):
    assert told(capsys, "--severity", "urgent", "--clock", "accept")["due_at"] == "2026-09-30T16:45:00+08:00"
    assert main(["due", "--kind", "road_damage", "--from", "2026-12-30 10:00", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["provisional"] is True


def test_a_pause_that_lasts_has_no_end_yet(capsys):
    found = told(capsys, "--pause", "2026-10-09T10:00..")
    assert (found["due_at"], found["steps"][-1]["what"]) == (None, "waits")


def test_another_calendar_from_a_file(capsys, tmp_path):
    file = tmp_path / "ours.toml"
    file.write_text('label = "本县"\nhours = [[09:00:00, 12:00:00], [13:00:00, 17:00:00]]\n', "utf-8")
    found = told(capsys, "--calendar", str(file))
    assert (found["due_at"], found["calendar"]["label"]) == ("2026-10-07T17:00:00+08:00", "本县")


def test_in_words_it_can_be_read_at_a_counter(capsys):
    assert main([*USUAL]) == 0
    said = capsys.readouterr().out
    assert "到期：2026-10-13 周二 17:30" in said
    assert "10 月 1 日至 7 日 放假，不算" in said
    assert "10 月 10 日 周六 调休上班，第 3 日" in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--kind", "moon"], "没有“moon”这个类别"),
        (["--from", "昨天"], "不是时间"),
        (["--from", "1026-01-01"], "太远"),
        (["--clock", "lunch"], "没有“lunch”这个时限"),
        (["--severity", "hot"], "normal 或 urgent"),
        (["--pause", "2026-10-09"], "没有“..”"),
        (["--pause", "2026-10-09..2026-10-08"], "请对调"),
        (["--pause", "2026-10-09..2026-10-12", "--pause", "2026-10-10..2026-10-14"], "停表"),
        (["--pause", "2026-09-01..2026-09-02"], "开始以后"),
        (["--extend", "9@2026-10-09T10:00"], "1 到 7"),
        (["--extend", "2@2026-10-09", "--extend", "2@2026-10-10"], "只能一次"),
        (["--pause", "2026-10-09..", "--extend", "2@2026-10-10"], "恢复办理以后才能批"),
        (["--area", "镇上"], "不是区划代码"),
        (["--calendar", "/nowhere.toml"], "没有找到日历文件"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(capsys, words, sentence):
    assert main([*USUAL, *words]) == 2
    said = capsys.readouterr()
    assert (sentence in said.err, said.out) == (True, "")
    assert said.err.count("\n") == 1
