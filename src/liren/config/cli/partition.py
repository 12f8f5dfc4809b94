"""liren partition BUILDINGS.geojson: buildings into balanced, connected micro-grids, without a database."""

import argparse
import gzip
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from liren.config.supervisor.trouble import Trouble

T = TypeVar("T")
GZIP = b"\x1f\x8b"
MOST_UNPACKED = 1024**3


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("partition", help="把楼栋划成人口均匀、连成一片、沿路走的微网格")
    parser.add_argument(
        "buildings", type=Path, metavar="楼栋.geojson", help="点或面；可带 levels、height、households、population"
    )
    parser.add_argument("--roads", type=Path, metavar="道路.geojson", help="道路中心线，边界尽量沿路走")
    parser.add_argument("--people", default="", metavar="列名", help="人数取哪一列；不写则依次用人口、户数、层数×占地")
    sizing(parser, households=True)
    parser.add_argument("--previous", type=Path, metavar="方案.geojson", help="现行方案：尽量少动住户")
    parser.add_argument("--datum", choices=["wgs84", "gcj02", "bd09"], default="", help="坐标系，文件没有说明就不写")
    parser.add_argument("--out", type=Path, required=True, metavar="方案.geojson", help="结果写到哪里，每栋楼带 part")
    parser.set_defaults(run=run)


def sizing(parser: argparse.ArgumentParser, households: bool = False) -> None:
    """The options that both commands share."""
    how = parser.add_mutually_exclusive_group(required=not households)
    how.add_argument("--parts", type=int, metavar="个数", help="一共划成多少个")
    if households:
        how.add_argument("--households", type=float, metavar="户数", help="每个微网格约多少户（通常 50–100）")
    parser.add_argument("--seed", type=int, default=0, help="随机种子，同一种子结果相同")
    parser.add_argument("--tolerance", type=float, default=0.03, metavar="比例", help="人口偏差的容许范围，默认 0.03")
    parser.add_argument("--json", action="store_true", help="用 JSON 显示")


def run(args: argparse.Namespace) -> int:
    """Writes the plan and prints its figures; bad input is one sentence and exit code 1."""
    return told(lambda: _run(args))


def told(work: Callable[[], T]) -> T:
    """Do it; what is wrong with the input becomes the sentence that the operator reads."""
    from liren.places.partition import PartitionError

    try:
        return work()
    except PartitionError as trouble:
        raise Trouble(trouble.sentence) from trouble
    except MemoryError as trouble:
        raise Trouble("楼栋太多，内存不够。请按社区或网格拆开，分别划分。") from trouble


def content(path: Path) -> bytes:
    """What a file holds, unpacked when it is packed with gzip, else Trouble."""
    if not path.is_file():
        raise Trouble(f"没有找到文件 {path}。请核对路径。")
    held = path.read_bytes()
    if not held.startswith(GZIP):
        return held
    try:
        with gzip.open(path) as packed:
            plain = packed.read(MOST_UNPACKED + 1)
    except (OSError, EOFError) as trouble:
        raise Trouble(f"压缩文件 {path} 打不开，可能没有传完。请重新压缩再试。") from trouble
    if len(plain) > MOST_UNPACKED:
        raise Trouble(f"{path} 解压以后超过 {MOST_UNPACKED // 1024**2} MB。请按镇街拆开。")
    return plain


def writable(path: Path | None) -> None:
    """Trouble before the work instead of after it."""
    if path is not None and not path.absolute().parent.is_dir():
        raise Trouble(f"没有目录 {path.absolute().parent}，结果写不进去。请先建立它。")


def _run(args: argparse.Namespace) -> int:
    from liren.places.partition import plan_file, reading

    began = time.monotonic()
    writable(args.out)
    found = reading.read(content(args.buildings), args.datum or "wgs84")
    previous = reading.read(content(args.previous)) if args.previous else None
    roads = reading.read(content(args.roads), "wgs84") if args.roads else None
    made = plan_file.make(
        found, roads=roads, previous=previous, people=args.people, parts=args.parts, households=args.households,
        declared=bool(args.datum), tol=args.tolerance, seed=args.seed,
    )  # fmt: skip
    args.out.write_text(json.dumps(made.document, ensure_ascii=False), encoding="utf-8")
    said({**made.figures, "seconds": round(time.monotonic() - began, 2), "reasons": made.reasons}, args.json)
    return 0


LABELS = {
    "parts": "微网格", "buildings": "楼栋", "population": "人口", "max_dev": "最大偏差", "mean_dev": "平均偏差",
    "p95_dev": "95% 的偏差不超过", "contiguity_faults": "不连通处", "polsby_popper": "紧凑度（Polsby–Popper）",
    "road_share": "边界在路上", "bound_max_dev": "最大偏差的下限", "moved_share": "换了微网格的人口", "seconds": "用时（秒）",
}  # fmt: skip
SHARES = ("max_dev", "mean_dev", "p95_dev", "road_share", "bound_max_dev", "moved_share")


def said(figures: dict[str, Any], as_json: bool) -> None:
    """One JSON object, or the same for people."""
    if as_json:
        print(json.dumps(figures, ensure_ascii=False))
        return
    for name, label in LABELS.items():
        value = figures.get(name)
        if name in figures:
            shown = "不知道" if value is None else f"{value:.1%}" if name in SHARES else value
            print(f"{label}：{shown}")
    for sentence in figures["reasons"]:
        print(f"· {sentence}")
