"""liren triage train|predict|same: class suggestion and same-matter scores from CSV files, without a database."""

import argparse
import csv
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Lessons = tuple[Sequence[str], Sequence[str], Sequence[str] | None]
UNFIT = 2
"""Exit code for input that does not fit; the sentence says what to mend."""


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("triage", help="归类建议：训练、试用；比对两段话是不是同一件事")
    verbs = parser.add_subparsers(title="做什么", metavar="做什么", required=True)
    learning = verbs.add_parser("train", help="用已经归好类的记录训练模型，并说明它在没见过的记录上有多准")
    learning.add_argument("file", type=Path, nargs="?", metavar="FILE.csv", help="CSV 或 .csv.gz，UTF-8 或 GB 18030")
    learning.add_argument("--text", default="", metavar="COLUMN", help="正文在哪一列")
    learning.add_argument("--label", default="", metavar="COLUMN", help="类别在哪一列")
    learning.add_argument("--from-cases", action="store_true", help="不用文件，用本县已经结案的事；会记入访问记录")
    learning.add_argument("--area", default="", metavar="CODE", help="用哪个区域的事，区划代码")
    learning.add_argument("--data", metavar="目录", help="数据目录，不写则用默认目录")
    learning.add_argument("--people", default="", metavar="COLUMN", help="谁说的在哪一列；不写则相近的几条算一个人")
    learning.add_argument(
        "--beside", type=Path, metavar="MORE.csv", help="没有归类的记录，同样的列名；只用来认出哪些说法五个人以上都用"
    )
    learning.add_argument("--out", type=Path, required=True, metavar="MODEL", help="模型写到哪里")
    learning.add_argument("--folds", type=int, default=5, metavar="份数", help="轮流留出几份来检验，2 到 20，默认 5")
    learning.add_argument("--seed", type=int, default=0, help="随机种子，同一种子结果相同")
    learning.add_argument("--before", type=Path, metavar="OLDMODEL", help="旧模型，与新模型在同一批记录上对照")
    asking = verbs.add_parser("predict", help="逐行给出类别、把握和理由（CSV）；拿不准的类别留空")
    asking.add_argument("model", type=Path, metavar="MODEL", help="训练得到的模型")
    asking.add_argument("file", type=Path, metavar="FILE.csv", help="CSV 或 .csv.gz")
    asking.add_argument("--text", required=True, metavar="COLUMN", help="正文在哪一列")
    pairing = verbs.add_parser("same", help="逐行比对两列是不是同一件事，给出 0 到 1 的分（CSV）")
    pairing.add_argument("file", type=Path, metavar="FILE.csv", help="CSV 或 .csv.gz")
    pairing.add_argument("--left", required=True, metavar="COLUMN", help="第一段话在哪一列")
    pairing.add_argument("--right", required=True, metavar="COLUMN", help="第二段话在哪一列")
    for verb, run in ((learning, train), (asking, predict), (pairing, same)):
        verb.set_defaults(run=told(run))


def told(work: Callable[[argparse.Namespace], None]) -> Callable[[argparse.Namespace], int]:
    """Do it; input that does not fit is one sentence and exit code 2."""

    def run(args: argparse.Namespace) -> int:
        from liren.cases.triage.trouble import TriageError

        try:
            work(args)
        except TriageError as no:
            print(f"liren：{no.sentence}", file=sys.stderr)
            return UNFIT
        return 0

    return run


def train(args: argparse.Namespace) -> None:
    """Writes the model and prints what held-out rows say of it."""
    from liren.cases.triage import model_file, report
    from liren.cases.triage import train as training
    from liren.cases.triage.trouble import TriageError

    if not 2 <= args.folds <= 20:
        raise TriageError("--folds 要在 2 到 20 之间，请改正。")
    if not args.out.absolute().parent.is_dir():
        raise TriageError(f"没有目录 {args.out.absolute().parent}，模型写不进去。请先建立它。")
    old = model_file.read(_content(args.before)) if args.before else None
    texts, labels, people = _from_cases(args) if args.from_cases else _from_file(args)
    beside, beside_people = _beside(args)
    made = training.train(
        texts, labels, people=people, beside=beside, beside_people=beside_people, folds=args.folds, seed=args.seed,
        made_on=f"{datetime.now(UTC):%Y-%m-%d}",
    )  # fmt: skip
    content = model_file.written(made.model)
    args.out.write_bytes(content)
    print(report.in_words(made.model.header))
    if old is not None:
        print(report.before_after(old, made, texts, labels))
    print(f"模型写在 {args.out}，{len(content) / 1e6:.2f} MB，{len(made.model.keys):,} 个片段。")


def _from_file(args: argparse.Namespace) -> Lessons:
    from liren.cases.triage import tables
    from liren.cases.triage.trouble import TriageError

    if args.file is None or not args.text or not args.label:
        raise TriageError("请写明用哪个 CSV 文件、正文和类别各在哪一列（--text、--label），或者写 --from-cases。")
    names = [args.text, args.label, *([args.people] if args.people else [])]
    texts, labels, *people = tables.columns(args.file, names, filled=[args.text, args.label])
    return texts, [label.strip() for label in labels], people[0] if people else None


def _beside(args: argparse.Namespace) -> tuple[list[str], list[str]]:
    """Messages without a label and who wrote them; who is known of both files or of neither."""
    from liren.cases.triage import tables
    from liren.cases.triage.trouble import TriageError

    if args.beside is None:
        return [], []
    if args.from_cases:
        raise TriageError("--beside 只能和 CSV 文件一起用：本县结案的事知道是谁说的，文件里的对不上。请去掉其中一个。")
    texts, *people = tables.columns(args.beside, [args.text, *([args.people] if args.people else [])])
    return texts, people[0] if people else []


def _from_cases(args: argparse.Namespace) -> Lessons:
    """The county's closed cases; that they were read, and for what, is in the access log before they are here."""
    import os

    from liren.cases.triage import lessons, report
    from liren.cases.triage.trouble import TriageError
    from liren.config.supervisor.attach import application
    from liren.kernel import AreaCode
    from liren.kernel.actor import the_house

    try:
        area = AreaCode(args.area)
    except ValueError as fault:
        raise TriageError("请用 --area 写明用哪个区域的事，例如县的六位代码。") from fault
    with application(args.data):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
        import django

        django.setup()
        from liren.cases.queries import triage

        found = triage.lessons(the_house("founding"), area, purpose="训练本县的归类模型")
    rows = lessons.chosen(found)
    if said := report.left_out(rows.left, lessons.FEWEST):
        print(said)
    return rows.texts, rows.labels, rows.people


def predict(args: argparse.Namespace) -> None:
    """CSV on stdout: row (1 is the first below the heading), label ("" in doubt), confidence, why."""
    from liren.cases.triage import model_file, tables

    model = model_file.read(_content(args.model))
    (texts,) = tables.columns(args.file, [args.text])
    out = csv.writer(sys.stdout)
    out.writerow(("row", "label", "confidence", "why"))
    for row, text in enumerate(texts, start=1):
        said = model.suggest(text)
        out.writerow((row, said.label, f"{said.confidence:.3f}", "；".join(span.text for span in said.why)))


def same(args: argparse.Namespace) -> None:
    """CSV on stdout: row, score."""
    from liren.cases.triage import alike, tables

    left, right = tables.columns(args.file, [args.left, args.right])
    out = csv.writer(sys.stdout)
    out.writerow(("row", "score"))
    out.writerows((row, f"{score:.4f}") for row, score in enumerate(alike.scores(left, right), start=1))


def _content(path: Path) -> bytes:
    from liren.cases.triage.trouble import TriageError

    if not path.is_file():
        raise TriageError(f"没有找到文件 {path}。请核对路径。")
    return path.read_bytes()
