"""liren demo: the same with a demonstration town, demo accounts and live traffic, only in a directory of its own."""

import argparse
from typing import Any

from liren.config.supervisor.home import find, write_json
from liren.config.supervisor.supervisor import Supervisor
from liren.config.supervisor.trouble import Trouble

from .up import serve, serving


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("demo", help="启动示范镇：演示账号和实时案件")
    serving(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    home = find(args.data, "demo")
    if not home.demo:
        if not home.fresh:
            raise Trouble(f"{home.path} 是正式数据，不能放入示范数据。请用 --data 换一个空目录。")
        home.make()
        write_json(home / "demo.json", {"made_by": "liren demo"})
    return serve(args, Supervisor(home, args.host, args.port))
