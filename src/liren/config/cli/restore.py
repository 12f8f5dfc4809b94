"""liren restore FILE --data DIR: a new home from a backup, counted against the backup's own list."""

import argparse
from pathlib import Path
from typing import Any

from liren.config.supervisor import archive
from liren.config.supervisor.attach import attached
from liren.config.supervisor.home import find
from liren.config.supervisor.trouble import Trouble


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("restore", help="从备份文件恢复到一个空目录")
    parser.add_argument("file", type=Path, metavar="文件", help="备份文件")
    parser.add_argument("--data", required=True, metavar="目录", help="空目录，没有就新建")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    home = find(args.data, "")
    if not args.file.is_file():
        raise Trouble(f"没有找到备份文件 {args.file}。请核对文件名。")
    archive.check_empty(home)
    try:
        held = archive.unpack(args.file, home)
        with attached(home) as target:
            done = archive.load(target, held)
    except BaseException:
        home.clear()
        raise
    print(
        f"已恢复并核对：{done.tables} 张表 {done.rows:,} 行，{done.attachments:,} 个附件。用 liren up --data {home.path} 启动。"
    )
    return 0
