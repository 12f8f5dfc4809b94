"""liren replay: feed a request log of another system through the gate into a county of its own."""

import argparse
import json
from pathlib import Path
from typing import Any

from liren.config.supervisor.home import find
from liren.config.supervisor.trouble import Trouble


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("replay", help="把一份请求记录按原来的时间回放成一个县")
    parser.add_argument("file", metavar="FILE.csv", type=Path, help="记录文件，CSV，可以是 .gz")
    parser.add_argument("--map", required=True, metavar="MAP.toml", type=Path, help="说明各列含义的映射文件")
    parser.add_argument("--json", action="store_true", help="最后一行是 JSON 账目")
    parser.add_argument("--data", metavar="目录", help="数据目录，没有就新建；不写则每种映射各用一个默认目录")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from liren.config.replay import files, mapping, rows
    from liren.config.replay.session import opened

    map = mapping.read(args.map)
    log = rows.read(args.file, map)
    home = find(args.data, f"replay-{map.code}")
    frozen = files.the_map(log, map, home, args.file)
    with opened(home):
        from liren.config.replay.account import in_words
        from liren.config.replay.run import replay
        from liren.kernel import Refusal

        try:
            account = replay(log, map, frozen)
        except Refusal as refusal:
            raise Trouble(refusal.sentence) from refusal
    if log.refused:
        report = home / f"{args.file.name}.refused.csv"
        files.note_refused(report, log.refused)
        print(f"没有收 {len(log.refused):,} 行，每行的原因在 {report}。")
    print(json.dumps(account.as_json(), ensure_ascii=False) if args.json else in_words(account))
    return 0 if account.lost == 0 else 1
