"""liren due: when a limit ends and why this minute, step by step; the shipped kinds need no database."""

import argparse
import json
import os
import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liren.config.supervisor.attach import application

if TYPE_CHECKING:
    from liren.config.cli.deadline import Asked

BAD_INPUT = 2


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("due", help="算一个时限到哪一分钟，逐步说明为什么")
    parser.add_argument("--kind", required=True, metavar="类别", help="事项类别的代码，例如 road_damage")
    parser.add_argument(
        "--from", required=True, dest="start", metavar="时间", help="从什么时候算，例如 2026-09-30T16:30"
    )
    parser.add_argument(
        "--clock", default="solve", metavar="时限", help="accept contact solve verify callback，默认 solve"
    )
    parser.add_argument("--severity", default="normal", metavar="程度", help="normal 一般，urgent 紧急")
    parser.add_argument(
        "--area", default="", metavar="代码", help="照这个地方发布的时限和日历（读数据库）；不写则照出厂的"
    )
    parser.add_argument("--calendar", type=Path, metavar="日历.toml", help="照这份日历算，写法同 calendars/china.toml")
    parser.add_argument(
        "--pause", action="append", default=[], metavar="起..止", help="停表（缓办），可写多次；还没恢复就不写止"
    )
    parser.add_argument(
        "--extend", action="append", default=[], metavar="日数@时间", help="延期几个工作日、什么时候批的，只能一次"
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--data", metavar="目录", help="数据目录，写了 --area 才用到；不写则用默认目录")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints the deadline explained. Bad input is one sentence on stderr and exit code 2."""
    import sys

    try:
        return _run(args)
    except ValueError as wrong:
        print(f"liren：{wrong}", file=sys.stderr)
        return BAD_INPUT


def _run(args: argparse.Namespace) -> int:
    start = moment(args.start, "--from")
    pauses = [_pause(text) for text in args.pause]
    grants = [_grant(text) for text in args.extend]
    if len(grants) > 1:
        raise ValueError("延期只能一次，--extend 写了不止一个。请留下一个。")
    if args.severity not in ("normal", "urgent"):
        raise ValueError(f"--severity 只能写 normal 或 urgent，不能写“{args.severity}”。")
    if args.area and not re.fullmatch(r"\d{6}(\d{3}){0,3}(\d{2})?", args.area):
        raise ValueError(f"--area 的“{args.area}”不是区划代码。县 6 位，镇 9 位，例如 321181108。")
    if args.area:
        with application(args.data):
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
            import django

            django.setup()
            return _answer(args, start, pauses, grants)
    from liren.config.cli.docs import without_database

    without_database()
    return _answer(args, start, pauses, grants)


def _answer(
    args: argparse.Namespace, start: datetime, pauses: list[tuple[datetime, datetime | None]],
    grants: list[tuple[int, datetime]],
) -> int:  # fmt: skip
    from liren.config.cli import deadline

    asked: Asked = deadline.published(args.kind, args.area, start) if args.area else deadline.as_shipped(args.kind)
    if args.calendar:
        asked = deadline.with_calendar(asked, _toml(args.calendar), str(args.calendar))
    answer = deadline.explained(
        asked, clock=args.clock, severity=args.severity, start=start, pauses=pauses, grants=grants
    )
    print(json.dumps(answer, ensure_ascii=False, indent=1) if args.json else deadline.in_words(answer))
    return 0


def moment(text: str, option: str) -> datetime:
    """A moment as it is typed: ISO, Shanghai unless it names its offset. Raises ValueError with the remedy."""
    from liren.catalogue.worktime import SHANGHAI

    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{option} 的“{text}”不是时间。请写成 2026-09-30T16:30。") from None
    local = read if read.tzinfo else read.replace(tzinfo=SHANGHAI)
    if not 2000 <= local.year <= 2100:
        raise ValueError(f"{option} 的年份 {local.year} 太远了，请写 2000 到 2100 年之间的时间。")
    return local.astimezone(UTC)


def _pause(text: str) -> tuple[datetime, datetime | None]:
    since, dots, until = text.partition("..")
    if not dots:
        raise ValueError(f"--pause 的“{text}”里没有“..”。请写成 2026-10-09T10:00..2026-10-12T09:00。")
    stretch = moment(since, "--pause"), moment(until, "--pause") if until.strip() else None
    if stretch[1] and stretch[1] <= stretch[0]:
        raise ValueError(f"--pause 的“{text}”止不在起的后面，请对调。")
    return stretch


def _grant(text: str) -> tuple[int, datetime]:
    days, sign, at = text.partition("@")
    if not sign or not days.strip().isdecimal() or not 1 <= int(days) <= 7:
        raise ValueError(f"--extend 的“{text}”写得不对。请写成 日数@时间，1 到 7 个工作日，例如 2@2026-10-13T17:29。")
    return int(days), moment(at, "--extend")


def _toml(path: Path) -> dict[str, Any]:
    from liren.catalogue.families import load

    if not path.is_file():
        raise ValueError(f"没有找到日历文件 {path}。请核对路径。")
    try:
        return load(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"日历文件 {path} 读不懂：{error}。请对照 calendars/china.toml 改正。") from None
