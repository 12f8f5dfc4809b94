"""liren test-db: a throw-away database for tests, gone when its owner ends."""

import argparse
import json
import os
import signal
from dataclasses import asdict
from typing import Any

from liren.config.supervisor.leash import tie
from liren.config.supervisor.temporary import temporary


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("test-db", help="启动测试用的临时数据库，结束时删除")
    parser.add_argument("--json", action="store_true", help="用一行 JSON 显示地址")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    tie(signal.SIGTERM, os.getppid())
    endings = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
    with temporary() as urls:
        shown = asdict(urls)
        print(
            json.dumps(shown) if args.json else "\n".join(f"{k}: {v}" for k, v in shown.items()),
            flush=True,
        )
        signal.pthread_sigmask(signal.SIG_BLOCK, endings)
        signal.sigwait(endings)
    return 0
