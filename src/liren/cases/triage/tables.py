"""Columns of a CSV file (.csv or .csv.gz, UTF-8 or GB 18030), with clear sentences for what is missing."""

import csv
import gzip
import io
import zlib
from collections.abc import Sequence
from pathlib import Path

from liren.cases.triage.trouble import TriageError

LARGEST = 500_000_000
_FIELD = 10_000_000


def columns(path: Path, names: Sequence[str], *, filled: Sequence[str] = ()) -> list[list[str]]:
    """The values of the named columns, one list each, in row order.

    Raises TriageError: no such file, not a CSV, a column that is not there, or an empty value in a column of `filled`
    (the row is counted as in a spreadsheet: the heading is row 1).
    """
    csv.field_size_limit(_FIELD)
    try:
        reader = csv.DictReader(io.StringIO(_text(path), newline=""), strict=True)
        heading = reader.fieldnames or []
        for name in names:
            if name not in heading:
                there = "、".join(heading[:20]) or "没有标题行"
                raise TriageError(f"{path} 里没有“{name}”这一列。有的列是：{there}。请核对列名。")
        rows = [[(row[name] or "") for name in names] for row in reader]
    except csv.Error as fault:
        raise TriageError(f"{path} 不是合格的 CSV（{fault}）。请用电子表格另存为 CSV 再试。") from fault
    if not rows:
        raise TriageError(f"{path} 里只有标题，没有记录。请换一个文件。")
    for place, name in enumerate(names):
        if name in filled:
            empty = [n for n, row in enumerate(rows, start=2) if not row[place].strip()]
            if empty:
                raise TriageError(
                    f"“{name}”这一列有 {len(empty)} 行是空的（例如第 {empty[0]} 行）。请补上，或者删去这些行。"
                )
    return [list(column) for column in zip(*rows, strict=True)]


def _text(path: Path) -> str:
    if not path.is_file():
        raise TriageError(f"没有找到文件 {path}。请核对路径。")
    content = path.read_bytes()
    if content[:2] == b"\x1f\x8b":
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
                content = packed.read(LARGEST + 1)
        except (OSError, EOFError, zlib.error) as fault:
            raise TriageError(f"{path} 的压缩包坏了，解不开。请重新复制一份。") from fault
    if len(content) > LARGEST:
        raise TriageError(f"{path} 太大了（超过 {LARGEST // 1_000_000} MB）。请分成几个文件。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TriageError(f"{path} 的编码既不是 UTF-8 也不是 GB 18030。请用电子表格另存为 UTF-8 的 CSV。")
