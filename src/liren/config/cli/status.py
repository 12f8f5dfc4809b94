"""liren status: what runs, on which ports, since when."""

import argparse
import json
from datetime import datetime
from typing import Any

from liren.config.supervisor import channels, state
from liren.config.supervisor.home import find
from liren.notices.kinds import CHANNELS


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("status", help="查看正在运行的里仁")
    parser.add_argument("--data", metavar="目录", help="只看这个数据目录")
    parser.add_argument("--json", action="store_true", help="用 JSON 显示")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when something runs, 3 when nothing does (as with service managers)."""
    found = [state.read(find(args.data, ""))] if args.data else state.running()
    instances = [{**one, "channels": channels.read(one["home"])} for one in found if one]
    if args.json:
        print(
            json.dumps(
                {"running": bool(instances), "instances": instances},
                ensure_ascii=False,
                indent=1,
            )
        )
    else:
        print("\n".join(map(_lines, instances)) or "没有正在运行的里仁。用 liren up 启动，或用 liren demo 看示范。")
    return 0 if instances else 3


def _lines(one: dict[str, Any]) -> str:
    lines = [f"{one['url']}  {'示范' if one['demo'] else '正式'}  自 {_when(one['since'])}  数据目录 {one['home']}"]
    if one.get("gateway"):
        lines.append(f"  设备连到 {one['gateway']}（TCP 和 UDP）")
    for name, part in one["parts"].items():
        if part["up"]:
            again = f"，已重启 {part['restarts']} 次" if part["restarts"] else ""
            lines.append(f"  {name:<9} 运行中，进程 {part['pid']}，自 {_when(part['since'])}{again}")
        else:
            lines.append(f"  {name:<9} 没有运行，正在重新启动")
    return "\n".join([*lines, *map(_channel, one["channels"])])


def _channel(one: dict[str, Any]) -> str:
    """短信  不通，自 11-23 14:02，等着 7 条（最早 11-23 13:50）：连不上短信平台"""
    name = CHANNELS.get(one["channel"], one["channel"]) or "待发"
    state = f"不通，自 {_when(one['down_since'])}" if one["down_since"] else "正常"
    sent = f"，上次发成 {_when(one['succeeded_at'])}" if one["succeeded_at"] else ""
    waits = f"，等着 {one['waiting']} 条（最早 {_when(one['oldest'])}）" if one["waiting"] else ""
    why = f"：{one['trouble']}" if one["trouble"] else ""
    return f"  {name:<9} {state}{sent}{waits}{why}"


def _when(moment: float) -> str:
    return datetime.fromtimestamp(moment).astimezone().strftime("%m-%d %H:%M:%S")
