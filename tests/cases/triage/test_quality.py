"""A floor under the quality on real messages: one fold of five, messages only. The table is in benchmarks/triage.py."""

import csv
import gzip
import os
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import f1_score

from liren.cases.triage.alike import scores
from liren.cases.triage.corpus import corpus
from liren.cases.triage.groups import near_duplicates
from liren.cases.triage.train import judged, spread

DATA = Path(os.environ.get("LIREN_DATA", Path(__file__).parents[4] / "shared" / "data"))


def rows(path: str) -> list[dict[str, str]]:
    if not (DATA / path).exists():
        pytest.skip(f"没有真实数据 {DATA / path}。请把 LIREN_DATA 指向数据目录。")
    csv.field_size_limit(10_000_000)
    with gzip.open(DATA / path, "rt", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_seven_classes_of_real_messages_are_told_apart():
    found = rows("citizen-messages-zh/train_messages.csv.gz")
    texts = [f"{row['title']} {row['detail']}" for row in found]
    truth = np.unique([row["label"] for row in found], return_inverse=True)[1]
    groups = near_duplicates(texts)
    fold_of = spread(truth, groups, 5, 0)
    learnt, held = np.flatnonzero(fold_of != 0), np.flatnonzero(fold_of == 0)
    assert not set(groups[learnt]) & set(groups[held])
    said = judged(corpus(texts), learnt, held, truth, groups, 7, 0).argmax(axis=1)
    assert f1_score(truth[held], said, average="macro") > 0.89


def test_questions_that_mean_the_same_score_higher_than_others():
    found = [row for row in rows("question-pairs-zh/pairs.csv.gz") if row["source"] == "lcqmc"]
    score = np.array(scores([row["a"] for row in found], [row["b"] for row in found]))
    same = np.array([row["same"] == "1" for row in found])
    above = (score[same][:, None] > score[~same][None]).mean()
    assert above > 0.74
