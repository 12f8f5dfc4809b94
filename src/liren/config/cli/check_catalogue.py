"""liren check-catalogue: reads every shipped catalogue file and says, by file and key, what is wrong and what to do."""

import argparse
from typing import Any


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("check-catalogue", help="检查随程序提供的事项、岗位、通知等资料（开发用）")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from liren.config.cli.docs import without_database

    without_database()
    from liren.catalogue.families import FAMILIES, check_shipped, shipped

    found = check_shipped()
    for problem in found:
        print(problem)
    if found:
        return 1
    print(f"{len(FAMILIES)} 类资料，{sum(len(shipped(f)) for f in FAMILIES.values())} 个文件，都没有问题。")
    return 0
