"""liren partition-graph NODES.csv EDGES.csv: the same for an adjacency that is there already."""

import argparse
import csv
import time
from pathlib import Path
from typing import Any

from liren.config.cli.partition import content, said, sizing, told, writable


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("partition-graph", help="把现成的相邻关系划成均匀、连通的几份")
    parser.add_argument("nodes", type=Path, metavar="点.csv", help="id、population、area，可带 x、y、perimeter（米）")
    parser.add_argument(
        "edges", type=Path, metavar="边.csv", help="a、b、length，可带 road（0 无、1 干路、2 街道、3 小路）"
    )
    sizing(parser)
    parser.add_argument("--out", type=Path, metavar="方案.csv", help="结果写到哪里：id、part")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints the figures, writes the plan where asked; bad input is one sentence and exit code 1."""
    return told(lambda: _run(args))


def _run(args: argparse.Namespace) -> int:
    from liren.places.partition import graph_file

    began = time.monotonic()
    writable(args.out)
    made = graph_file.make(content(args.nodes), content(args.edges), args.parts, tol=args.tolerance, seed=args.seed)
    if args.out:
        with args.out.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("id", "part"))
            writer.writerows(made.rows)
    said({**made.figures, "seconds": round(time.monotonic() - began, 2), "reasons": made.reasons}, args.json)
    return 0
