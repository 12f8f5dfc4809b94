"""liren migrate: bring the database up to this version, under the owner's role."""

import argparse
import os
from typing import Any

from liren.config.supervisor.trouble import Trouble


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("migrate", help="更新数据库结构（liren up 会自动做）")
    parser.add_argument("--partitions", action="store_true", help="只补建日志分区")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    owner_url = os.environ.get("LIREN_OWNER_DATABASE_URL")
    if owner_url is None:
        raise Trouble("缺少环境变量 LIREN_OWNER_DATABASE_URL。请用 liren up 启动，它会替您备好。")
    if args.partitions:
        from liren.trust import partitions, roles

        for name in partitions.ensure(owner_url):
            print(f"partition {name}")
        roles.ensure(owner_url)
        return 0
    from django.core.management import call_command

    from liren.config.migrate import migrate

    migrate()
    if "LIREN_STATIC" in os.environ:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    return 0
