"""A training from closed cases: which kinds are learnt, what the report compares, and which words it tells."""

from dataclasses import dataclass

import pytest

from liren.cases.triage import TriageError, model_file
from liren.cases.triage.comparing import ByWords, compared
from liren.cases.triage.course import taken
from liren.cases.triage.lessons import chosen
from liren.cases.triage.train import train
from liren.kernel import progress
from tests.cases.triage.made import messages

HINTS = {"道路": ("路面", "井盖"), "学校": ("学校",), "医院": ("医院", "医生")}


@dataclass(frozen=True)
class Lesson:
    words: str
    kind: str
    person: str
    day: str = "2026-11-23"


def lessons(n: int = 120, day: str = "2026-11-23") -> list[Lesson]:
    return [Lesson(w, k, f"p{i}", day) for i, (w, k) in enumerate(zip(*messages(n), strict=True))]


def test_kinds_with_too_few_cases_are_left_out_and_counted():
    rows = chosen([*lessons(), *(Lesson("狗叫", "狗", f"d{i}") for i in range(19))])
    assert rows.kept == {"医院": 40, "学校": 40, "道路": 40}
    assert rows.left == {"狗": 19}
    assert (rows.read, len(rows.texts)) == (139, 120)


def test_too_few_in_all_is_one_sentence_with_both_numbers():
    with pytest.raises(TriageError) as no:
        chosen(lessons(30))
    assert "可以学的有 30 件" in no.value.sentence
    assert "满 20 件的类别有 0 个" in no.value.sentence


def test_the_report_compares_with_the_words_of_the_catalogue_label_by_label_and_fold_by_fold():
    report = taken(lessons(), ByWords(HINTS), made_on="2026-11-23").report
    assert report["after"]["macro_f1"] > report["before"]["macro_f1"]
    assert [one["label"] for one in report["each_before"]] == [one["label"] for one in report["each_after"]]
    assert sum(one["rows"] for one in report["each_after"]) == 120
    assert len(report["folds"]) == 5
    assert not report["learnt"]
    assert report["won"] - report["lost"] == round(120 * (report["after"]["accuracy"] - report["before"]["accuracy"]))


def test_a_message_that_no_word_fits_is_wrong_for_nobody_in_particular():
    told = compared(ByWords({"道路": ("没有这个词",), "学校": ()}), train(*messages()), *messages())
    assert told["before"]["macro_f1"] == 0
    assert {said for _true, said, *_times in told["pairs"]} == {""}


def test_rows_reported_after_the_model_before_was_made_are_counted_alone():
    before = model_file.read(taken(lessons(60), ByWords(HINTS), made_on="2026-10-01").content)
    rows = [*lessons(60, "2026-09-30"), *lessons(90, "2026-11-01")]
    report = taken(rows, before, made_on="2026-11-23").report
    assert report["learnt"]
    assert report["fresh"]["rows"] == 90


def test_the_words_told_stand_mostly_in_their_own_kind():
    words = taken(lessons(), ByWords(HINTS), made_on="").report["words"]
    assert set(words["道路"]) & {"路面", "坑洼", "人行道", "塌陷", "井盖", "裂缝"}
    assert not any(set(words[kind]) & {"今天早上", "请问", "谢谢", "我们小区附近"} for kind in words)


def test_how_far_it_is_is_said_fold_by_fold_and_a_listener_may_stop_it():
    heard = []
    with progress.heard(lambda *said: heard.append(said)):
        train(*messages())
    assert [done for _step, done, _total in heard] == list(range(7))

    def stop(step: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with progress.heard(stop), pytest.raises(KeyboardInterrupt):
        train(*messages())
