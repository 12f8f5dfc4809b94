"""liren coverage: how many doors nobody answers for, and more than one person, on a day; for scripts and for the ear."""

import argparse
import json
import os
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from liren.config.supervisor.attach import application
from liren.config.supervisor.trouble import Trouble

HERE = ZoneInfo("Asia/Shanghai")
MOST_SHOWN = 20


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("coverage", help="核对每扇门的责任人：没有人负责的、不止一个人负责的")
    parser.add_argument("--json", action="store_true", help="用 JSON 显示")
    parser.add_argument("--on", metavar="日期", help="哪一天，例如 2026-11-23；不写是现在")
    parser.add_argument("--scope", metavar="代码", help="只看这个区域，6 到 17 位区划代码；不写是全县")
    parser.add_argument("--data", metavar="目录", help="数据目录，不写则用默认目录")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 0 whatever was found: a door without a name is news, not a failure of this command."""
    try:
        on = date.fromisoformat(args.on) if args.on else None
    except ValueError:
        raise Trouble(f"“{args.on}”不是日期，应当像 2026-11-23。") from None
    with application(args.data):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
        import django

        django.setup()
        told = _told(args.scope, on)
    print(json.dumps(told, ensure_ascii=False) if args.json else _words(told))
    return 0


def _told(scope: str | None, on: date | None) -> dict[str, Any]:
    from liren.kernel import AreaCode
    from liren.kernel.actor import the_house
    from liren.people import queries as people
    from liren.places import queries as places

    try:
        area = AreaCode(scope) if scope else places.county()
    except ValueError:
        raise Trouble(f"“{scope}”不是区划代码，应当是 6、9、12、15 或 17 位数字。") from None
    if area is None:
        raise Trouble("还没有导入网格，不知道有哪些门。请先 liren import areas。")
    now = datetime.now(UTC)
    house = the_house("coverage")
    at = now if on is None or on == people.day_of(now) else datetime.combine(on, time(12), HERE)
    found = people.coverage(house, area, at, now=now)
    near = found.chain[0].level if found.chain else ""
    return {
        "on": found.on.isoformat(),
        "scope": str(area),
        "doors": found.doors,
        "households": found.households,
        "without": found.without,
        "more": found.more,
        "overloaded": len(found.loads),
        "links": {
            link.level: {kind: n for (level, kind), n in sorted(found.faults.items()) if level == link.level}
            for link in found.chain
        },
        "doors_without": [
            door
            for kind in ("nobody", "ended", "closed", "away")
            for door in _doors(house, found, near, kind)
        ] + _outside(house, found),
        "doors_more": _doors(house, found, near, "two"),
    }  # fmt: skip


def _doors(house: Any, found: Any, level: str, kind: str) -> list[dict[str, Any]]:
    from liren.places import queries as places

    areas = [place.area for place in found.faulty(level, kind)]
    rows = places.doors_of(house, areas, found.on, max(1, found.doors))
    return [
        {"code": d.code, "address": d.address, "area": d.area, "households": d.households, "kind": kind} for d in rows
    ]


def _outside(house: Any, found: Any) -> list[dict[str, Any]]:
    from liren.places import queries as places

    rows = places.buildings_outside(house) if found.outside else []
    return [
        {"code": d.code, "address": d.address, "area": None, "households": d.households, "kind": "outside"}
        for d in rows
    ]


def _words(told: dict[str, Any]) -> str:
    lines = [
        f"{told['on']} {told['scope']}：{told['doors']} 扇门（{told['households']} 户），"
        f"没有人负责 {told['without']} 扇，不止一个人负责 {told['more']} 扇，管得太多 {told['overloaded']} 处。"
    ]
    listed = [*told["doors_without"], *told["doors_more"]]
    lines += [
        f"  {door['area'] or '—':<17} {door['code']} {door['address']} {door['kind']}" for door in listed[:MOST_SHOWN]
    ]
    if len(listed) > MOST_SHOWN:
        lines.append(f"  ……还有 {len(listed) - MOST_SHOWN} 扇，加 --json 看全部。")
    return "\n".join(lines)
