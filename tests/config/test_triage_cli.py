"""liren triage on CSV files: what it writes, what it says, and how it refuses what it can't use."""

import csv
import gzip
import io
import subprocess
import sys
from pathlib import Path

import pytest

from liren.config.cli import main
from tests.cases.triage.made import messages


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    return written(tmp_path / "lessons.csv", list(zip(*messages(), strict=True)))


def written(path: Path, rows: list[tuple[str, ...]], encoding: str = "utf-8") -> Path:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("话", "类"), *rows])
    content = out.getvalue().encode(encoding)
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def train(path: Path, out: Path, *more: str) -> int:
    return main(["triage", "train", str(path), "--text", "话", "--label", "类", "--out", str(out), *more])


def test_train_then_predict_gives_a_row_for_each_row(lessons, tmp_path, capsys):
    model = tmp_path / "a.model"
    assert train(lessons, model) == 0
    told = capsys.readouterr().out
    assert "宏平均 F1" in told
    assert "把握是否可信" in told
    assert main(["triage", "predict", str(model), str(lessons), "--text", "话"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert list(rows[0]) == ["row", "label", "confidence", "why"]
    assert len(rows) == 120
    right = sum(row["label"] == label for row, label in zip(rows, messages()[1], strict=True))
    assert right > 110
    assert all(row["why"] for row in rows if row["label"])


def test_gb18030_and_gzip_are_read_and_give_the_same_model(lessons, tmp_path):
    other = written(tmp_path / "lessons.csv.gz", list(zip(*messages(), strict=True)), "gb18030")
    assert train(lessons, tmp_path / "a.model") == train(other, tmp_path / "b.model") == 0
    assert (tmp_path / "a.model").read_bytes() == (tmp_path / "b.model").read_bytes()


def test_an_old_model_is_shown_beside_the_new_one(lessons, tmp_path, capsys):
    train(lessons, tmp_path / "a.model")
    assert train(lessons, tmp_path / "b.model", "--before", str(tmp_path / "a.model")) == 0
    told = capsys.readouterr().out
    assert "旧模型 → 新模型" in told
    assert "它的数字不能当真" in told


def test_unlabelled_messages_may_stand_beside_and_need_no_label_column(lessons, tmp_path, capsys):
    beside = tmp_path / "more.csv"
    beside.write_text("话\n请问今年怎么报名\n听说路要修\n", encoding="utf-8")
    assert train(lessons, tmp_path / "a.model", "--beside", str(beside)) == 0
    assert train(lessons, tmp_path / "b.model", "--beside", str(tmp_path / "no.csv")) == 2
    assert "没有找到文件" in capsys.readouterr().err


def test_pairs_are_scored_row_by_row(tmp_path, capsys):
    path = written(tmp_path / "pairs.csv", [("路灯不亮了", "路灯坏了不亮"), ("路灯不亮了", "怎么交社保")])
    assert main(["triage", "same", str(path), "--left", "话", "--right", "类"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["row"] for row in rows] == ["1", "2"]
    assert float(rows[0]["score"]) > float(rows[1]["score"])


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("话", "")] * 3, "是空的（例如第 2 行）"),
        ([("甲乙丙丁", "一")] * 60, "只有一个类别"),
        ([("甲", "一"), ("乙", "二")], "太少了"),
        ([], "没有记录"),
    ],
)
def test_what_can_not_be_learnt_from_is_one_sentence_and_exit_2(rows, sentence, tmp_path, capsys):
    assert train(written(tmp_path / "x.csv", rows), tmp_path / "a.model") == 2
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "a.model").exists()


def test_a_missing_column_file_or_model_is_one_sentence_and_exit_2(lessons, tmp_path, capsys):
    assert main(["triage", "same", str(lessons), "--left", "话", "--right", "没有"]) == 2
    assert "没有“没有”这一列" in capsys.readouterr().err
    assert train(tmp_path / "none.csv", tmp_path / "a.model") == 2
    assert "没有找到文件" in capsys.readouterr().err
    assert main(["triage", "predict", str(lessons), str(lessons), "--text", "话"]) == 2
    assert "不是里仁的归类模型" in capsys.readouterr().err


def test_a_reader_that_has_seen_enough_closes_the_pipe_without_a_traceback(tmp_path):
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("a,b\n" + "路灯不亮,路灯坏了\n" * 50_000, "utf-8")
    words = [str(Path(sys.executable).parent / "liren"), "triage", "same", str(pairs), "--left", "a", "--right", "b"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"row,score\r\n"
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141
