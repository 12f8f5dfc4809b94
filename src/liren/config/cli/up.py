"""liren up: run Liren in the foreground until Ctrl-C or SIGTERM."""

import argparse
import os
import signal
from typing import Any

from liren.config.supervisor.home import find
from liren.config.supervisor.leash import tie
from liren.config.supervisor.supervisor import Supervisor
from liren.config.supervisor.trouble import Trouble


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("up", help="启动里仁：数据库、网页、实时消息、后台任务")
    serving(parser)
    parser.set_defaults(run=run)


def serving(parser: argparse.ArgumentParser) -> None:
    """The options that `up` and `demo` share."""
    parser.add_argument(
        "--port",
        type=int,
        default=8000,
        metavar="端口",
        help="网页端口，默认 8000，0 表示任选一个",
    )
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="地址",
        help="监听的地址，默认只接受本机访问；0.0.0.0 接受所有",
    )
    parser.add_argument("--data", metavar="目录", help="数据目录，没有就新建；不写则用默认目录")
    parser.add_argument("--tied", action="store_true", help="启动它的程序结束时，它也结束")


def serve(args: argparse.Namespace, supervisor: Supervisor) -> int:
    """Run until the end; with --tied the end of our parent counts as SIGTERM."""
    if args.tied:
        tie(signal.SIGTERM, os.getppid())
    supervisor.say = lambda line: print(line, flush=True)
    supervisor.run()
    return 0


def run(args: argparse.Namespace) -> int:
    home = find(args.data, "main")
    if home.demo:
        raise Trouble(
            f"{home.path} 是示范数据，演示账号人人可用，不能正式使用。请用 liren demo 启动，或用 --data 换一个目录。"
        )
    return serve(args, Supervisor(home, args.host, args.port))
