"""Triage on real messages: the suggestion beside a linear SVM in the same folds, and how well repeats are found.

Folds are grouped by near-duplicates, and both learn from the same labelled rows; messages without a label tell ours which
runs are common speech (none that is a near-duplicate of a held-out row). The anchor is char 1-3-gram TF-IDF + LinearSVC(C=0.5)
as README.md of citizen-messages-zh names it. Messages and titles stand in LIREN_DATA and are used for this only.
"""

import csv
import gzip
import os
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import repeats
from liren.cases.triage import alike, model_file, train
from liren.cases.triage.corpus import corpus
from liren.cases.triage.groups import near_duplicates

DATA = Path(os.environ.get("LIREN_DATA", Path(__file__).parents[2] / "shared" / "data"))
SEEDS = tuple(int(n) for n in os.environ.get("LIREN_BENCH_SEEDS", "0").split())
LIMIT_MS = 30
UNLABELLED = ("unlabelled_messages", "hotspot_messages", "replies")
SHORTEST = 20
"""Characters of a message without a label that is read at all."""
Ints = NDArray[np.int_]


def main() -> None:
    """The class suggestion, its speed and size, then same matters: pairs of questions and planted repeats."""
    if not (DATA / "citizen-messages-zh").is_dir():
        print(f"没有真实数据 {DATA}，跳过。请把 LIREN_DATA 指向数据目录。")
        return
    messages, titles = rows("train_messages"), rows("train_titles")
    more = [text(row) for name in UNLABELLED for row in rows(name)]
    more = [one for one in more if len(one) >= SHORTEST]
    for named, extra in (("来件", []), ("来件和标题", titles)):
        beside([*messages, *extra], len(messages), named, more)
    speed(messages, titles, more)
    pairs()
    repeats.main()


def rows(name: str, folder: str = "citizen-messages-zh") -> list[dict[str, str]]:
    """The rows of one file."""
    csv.field_size_limit(10_000_000)
    with gzip.open(DATA / folder / f"{name}.csv.gz", "rt", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def text(row: dict[str, str]) -> str:
    """Title and detail, as a reporter writes both in one box."""
    return f"{row.get('title', '')} {row.get('detail', '')}".strip()


def beside(found: list[dict[str, str]], judged: int, named: str, more: list[str]) -> None:
    """Five folds over the first `judged` rows; the rows behind them (titles) are only learnt from, `more` has no labels."""
    texts = [text(row) for row in found]
    truth = np.unique([row["label"] for row in found], return_inverse=True)[1]
    groups, counted = near_duplicates(texts), counts(texts)
    read, everybody = corpus([*texts, *more]), near_duplicates([*texts, *more])
    others = np.arange(len(texts), len(everybody))
    for seed in SEEDS:
        fold_of = train.spread(truth[:judged], groups[:judged], train.FOLDS, seed)
        ours, theirs = [], []
        print(f"\n{named}，种子 {seed}：{'里仁':>12}{'':9}{'字 1-3 元 + LinearSVC':>16}")
        for fold in range(train.FOLDS):
            held = np.flatnonzero(fold_of == fold)
            near = np.isin(groups, groups[held])
            learnt = np.flatnonzero(~near & np.append(fold_of != fold, np.ones(len(texts) - judged, bool)))
            far = others[~np.isin(everybody[others], everybody[held])]
            scores = train.judged(read, learnt, held, truth, everybody, truth.max() + 1, 0, far)
            ours.append(quality(truth[held], scores.argmax(axis=1)))
            theirs.append(quality(truth[held], svm(counted, truth, learnt, held)))
            print(f"  第 {fold + 1} 份 {len(held):5} 行   {_pair(ours[-1])}   {_pair(theirs[-1])}", flush=True)
        a, b = np.array(ours), np.array(theirs)
        for name, column in (("正确率", 0), ("宏平均 F1", 1)):
            d = a[:, column] - b[:, column]
            print(
                f"  {name}：{_spread(a[:, column])} 对 {_spread(b[:, column])}，相差 {_spread(d)}，最小 {d.min():+.4f}"
            )


def counts(texts: list[str]) -> Any:
    """How often each run of one to three characters stands in each text, counted once for all folds."""
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer(analyzer="char", ngram_range=(1, 3), dtype=np.float64).fit_transform(texts).tocsr()


def svm(counted: Any, truth: Ints, learnt: Ints, held: Ints) -> Ints:
    """The anchor's suggestions for the held-out rows: TfidfVectorizer of the rows learnt from, then the SVM."""
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.svm import LinearSVC

    known = np.bincount(counted[learnt].indices, minlength=counted.shape[1]) > 0
    turn = TfidfTransformer().fit(counted[learnt][:, known])
    judge = LinearSVC(C=0.5, random_state=0).fit(turn.transform(counted[learnt][:, known]), truth[learnt])
    return np.asarray(judge.predict(turn.transform(counted[held][:, known])))


def quality(truth: Ints, said: Ints) -> tuple[float, float]:
    """Accuracy and macro-F1."""
    from sklearn.metrics import f1_score

    return float((truth == said).mean()), float(f1_score(truth, said, average="macro"))


def speed(messages: list[dict[str, str]], titles: list[dict[str, str]], more: list[str]) -> None:
    """One model of everything: its size, how honest its confidence is, and how long one suggestion takes with its why."""
    found = [*messages, *titles]
    began = time.process_time()
    made = train.train([text(row) for row in found], [row["label"] for row in found], beside=more)
    seconds = time.process_time() - began
    content = model_file.written(made.model)
    model, took = model_file.read(content), []
    for row in messages:
        began = time.perf_counter()
        model.suggest(text(row))
        took.append(1000 * (time.perf_counter() - began))
    of = made.model.header["held_out"]
    print(f"\n全部训练一次：{seconds:.0f} 秒 CPU，模型 {len(content) / 1e6:.2f} MB，{len(model.keys):,} 个片段")
    print(f"一次建议连同理由：中位 {np.median(took):.1f} ms，p95 {np.percentile(took, 95):.1f} ms（限 {LIMIT_MS} ms）")
    print(
        f"把握与实际平均相差 {of['calibration_error']:.3f}；给出建议 {of['suggested']:.1%}，其中正确 {of['suggested_right']:.1%}"
    )


def pairs() -> None:
    """Pairs of questions, the same or not: area under the curve, and precision and recall along it."""
    from sklearn.metrics import roc_auc_score

    found = rows("pairs", "question-pairs-zh")
    score = np.array(alike.scores([row["a"] for row in found], [row["b"] for row in found]))
    same = np.array([row["same"] == "1" for row in found])
    source = np.array([row["source"] for row in found])
    print("\n问句是否同义（只看文字）")
    for name in ("lcqmc", "afqmc", "pawsx"):
        here = source == name
        print(f"  {name}：AUC {roc_auc_score(same[here], score[here]):.3f}；" + curve(score[here], same[here]))


def curve(
    score: NDArray[Any], same: NDArray[np.bool_], steps: tuple[float, ...] = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
) -> str:
    """Precision and recall at each threshold."""
    told = []
    for step in steps:
        said = score >= step
        precision = (same & said).sum() / max(said.sum(), 1)
        told.append(f"{step:.1f}: P {precision:.2f} R {(same & said).sum() / same.sum():.2f}")
    return "  ".join(told)


def _pair(one: tuple[float, float]) -> str:
    return f"正确率 {one[0]:.4f} F1 {one[1]:.4f}"


def _spread(values: NDArray[Any]) -> str:
    return f"{values.mean():.4f} ± {values.std(ddof=1):.4f}"


if __name__ == "__main__":
    main()
