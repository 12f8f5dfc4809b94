"""liren worker: the background worker alone, for the supervisor and for a second machine."""

import argparse
from typing import Any


def add(subparsers: Any) -> None:
    subparsers.add_parser("worker", help="只运行后台任务（由 liren up 调用）").set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from liren.config.worker import main

    return main()
