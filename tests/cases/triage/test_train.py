"""What a model learns, what it may not keep, and that it says why."""

import subprocess
import sys

import numpy as np
import pytest

from liren.cases.triage import TriageError, model_file
from liren.cases.triage.grams import grams, normalise
from liren.cases.triage.groups import near_duplicates
from liren.cases.triage.report import compared
from liren.cases.triage.train import Trained, spread, train
from tests.cases.triage.made import messages


@pytest.fixture(scope="module")
def made() -> Trained:
    return train(*messages())


def test_a_suggestion_names_its_label_its_confidence_and_the_words_that_mattered(made: Trained) -> None:
    text = "请问，幼儿园旁边的学校招生，老师说要补课"
    said = made.model.suggest(text)
    assert said.label == "学校"
    assert said.confidence > 0.8
    assert sum(chance for _, chance in said.ranked) == pytest.approx(1, abs=0.001)
    assert {span.text for span in said.why} & {"学校", "招生", "老师", "补课"}
    assert all(text[span.start : span.end] == span.text for span in said.why)


def test_words_it_never_saw_are_in_doubt(made: Trained) -> None:
    assert made.model.suggest("ZZZ QQQ").label == ""
    assert made.model.suggest("").ranked == ()


def test_the_same_rows_and_seed_give_the_same_bytes(made: Trained) -> None:
    assert model_file.written(train(*messages()).model) == model_file.written(made.model)


def test_a_file_read_back_suggests_the_same(made: Trained) -> None:
    again = model_file.read(model_file.written(made.model))
    text = messages(3, seed=9)[0][0]
    assert again.suggest(text).label == made.model.suggest(text).label
    assert again.header["held_out"] == made.model.header["held_out"]


def test_what_fewer_than_five_people_say_is_not_in_the_model() -> None:
    texts, labels = messages()
    people = [f"person {i}" for i in range(len(texts))]
    secret = "诸葛钢铁住三单元"
    for i in range(0, 12, 3):
        texts[i] += f"，{secret}{i}"
    for i in range(12, 60, 3):
        texts[i] += "，欧阳翠花"
        people[i] = "one and the same"
    keys = set(train(texts, labels, people=people).model.keys.tolist())
    assert not keys & set(grams("诸葛钢铁").keys.tolist())
    assert not keys & set(grams("欧阳翠花").keys.tolist())
    assert keys & set(grams("学校").keys.tolist())


def test_words_of_two_labelled_messages_are_learnt_when_others_without_a_label_show_that_several_people_use_them() -> (
    None
):
    texts, labels = messages()
    for i in (1, 4):
        texts[i] += "，幼升小摇号"
    found = grams("幼升小摇号")
    runs = set(found.keys[found.lengths > 2].tolist())
    said = [
        "幼升小摇号什么时候开始报名呢", "隔壁邻居说幼升小摇号结果出来了", "我家娃没赶上幼升小摇号怎么办才好",
        "对幼升小摇号这套规矩很有想法",
    ]  # fmt: skip
    assert not runs & set(train(texts, labels).model.keys.tolist())
    assert runs & set(train(texts, labels, beside=said).model.keys.tolist())
    people = [f"person {i}" for i in range(len(texts))]
    one = train(texts, labels, people=people, beside=said, beside_people=["person 1"] * 4)
    assert not runs & set(one.model.keys.tolist())


def test_words_that_no_labelled_message_holds_are_not_in_the_model() -> None:
    secret = [f"欧阳翠花{n}" for n in ("请问", "听说", "今年", "孩子", "老师", "你好")]
    keys = set(train(*messages(), beside=secret).model.keys.tolist())
    assert not keys & set(grams("欧阳翠花").keys.tolist())


def test_digits_never_reach_a_model_as_they_were_written() -> None:
    assert normalise("电话１３８ 0000\n1234") == "电话000 0000 0000"


def test_a_model_file_is_numbers_and_a_header_without_any_text(made: Trained) -> None:
    content = model_file.written(made.model)
    with np.load(__import__("io").BytesIO(content), allow_pickle=False) as held:
        header = held["header"].tobytes().decode()
        assert {held[name].dtype.kind for name in held.files} <= {"u", "i", "f"}
    assert not any(word in header for word in ("路面", "老师", "挂号"))


def test_near_duplicates_share_a_fold_and_a_title_goes_with_its_message() -> None:
    long = "永胜路二十三号门口的路灯已经三天不亮了，晚上出门很不安全，请尽快派人来修理一下"
    texts = [long, long + "谢谢", "永胜路二十三号门口的路灯已经三天不亮了", *messages(60)[0]]
    groups = near_duplicates(texts)
    assert len(set(groups[:3].tolist())) == 1
    assert groups[3] != groups[0]
    folds = spread(np.arange(len(texts)) % 3, groups, 5, 0)
    assert len(set(folds[:3].tolist())) == 1


@pytest.mark.parametrize(
    ("texts", "labels", "sentence"),
    [
        (["路"] * 60, ["道路"] * 60, "只有一个类别"),
        (["路", "校"] * 10, ["道路", "学校"] * 10, "只有 20 行"),
        (["路"] * 60, ["道路"] * 58 + ["学校"] * 2, "学校（2 行）"),
    ],
)
def test_what_can_not_be_learnt_from_is_said(texts: list[str], labels: list[str], sentence: str) -> None:
    with pytest.raises(TriageError) as no:
        train(texts, labels)
    assert sentence in no.value.sentence


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"\x80\x04."])
def test_a_file_that_is_no_model_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(TriageError):
        model_file.read(content)


def test_a_damaged_model_is_not_read(made: Trained) -> None:
    content = model_file.written(made.model)
    with pytest.raises(TriageError):
        model_file.read(content[: len(content) // 2])


def test_old_and_new_are_judged_on_the_same_rows(made: Trained) -> None:
    texts, labels = messages(150, seed=3)
    told = compared(made.model, train(texts, labels), texts, labels)
    assert told["rows"] == 150
    assert told["before"]["accuracy"] > 0.9
    assert not told["same_data"]


def test_predicting_needs_no_scikit_learn(made: Trained, tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "a.model"
    path.write_bytes(model_file.written(made.model))
    told = subprocess.run(
        [sys.executable, "-c", "import sys; from pathlib import Path; from liren.cases.triage import model_file;"
         f"print(model_file.read(Path({str(path)!r}).read_bytes()).suggest('学校老师补课').label);"
         "print([m for m in sys.modules if m.split('.')[0] in ('sklearn', 'scipy', 'django')])"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.split() == ["学校", "[]"]
