"""liren events: live messages alone, for the supervisor and for a second machine."""

import argparse
import os
from typing import Any


def add(subparsers: Any) -> None:
    subparsers.add_parser("events", help="只运行实时消息（由 liren up 调用）").set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
    django.setup()
    from liren.config.live.process import main

    return main()
