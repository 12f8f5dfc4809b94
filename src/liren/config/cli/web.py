"""liren web: the web server alone, for the supervisor and for a second machine."""

import argparse
from typing import Any


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("web", help="只运行网页服务（由 liren up 调用）")
    parser.add_argument("--host", default="127.0.0.1", metavar="地址", help="监听的地址")
    parser.add_argument("--port", type=int, default=8000, metavar="端口", help="网页端口")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from liren.config.supervisor.web import serve

    serve(args.host, args.port)
    return 0
