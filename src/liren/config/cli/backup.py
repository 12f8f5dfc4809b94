"""liren backup FILE: everything in one file, while Liren runs."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from liren.config.supervisor import archive
from liren.config.supervisor.attach import attached
from liren.config.supervisor.home import find


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("backup", help="备份到一个文件，运行中也可以")
    parser.add_argument("file", type=Path, metavar="文件", help="备份文件，例如 liren-0601.tar")
    parser.add_argument("--data", metavar="目录", help="数据目录，不写则用默认目录")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    with attached(find(args.data, "main")) as source:
        held = archive.backup(source, args.file.absolute(), datetime.now(UTC))
    print(
        f"已备份到 {args.file}：{held.tables} 张表 {held.rows:,} 行，{held.attachments:,} 个附件，{held.size / 1e6:.1f} MB。"
    )
    print("文件里有解密用的密钥，请像保管钥匙一样保管它。")
    return 0
