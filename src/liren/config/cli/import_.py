"""liren import divisions|areas|buildings|ground|venues FILE: a map and its venues into the county, whole or not at all."""

import argparse
import os
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from liren.config.supervisor.attach import application
from liren.config.supervisor.trouble import Trouble

WHAT = {"divisions": "区划（CSV、XLSX）", "areas": "网格边界（GeoJSON）", "buildings": "楼栋（CSV、XLSX、GeoJSON）",
        "ground": "道路、水系、绿地（GeoJSON）", "venues": "阵地（CSV、XLSX）"}  # fmt: skip
MOST_SHOWN = 50


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("import", help="导入区划、网格边界、楼栋、底图或阵地")
    parser.add_argument("what", choices=list(WHAT), metavar="种类", help="，".join(f"{k} {v}" for k, v in WHAT.items()))
    parser.add_argument("file", type=Path, metavar="文件")
    parser.add_argument("--datum", choices=["wgs84", "gcj02", "bd09"], default="", help="坐标系，文件没有说明就不写")
    parser.add_argument("--data", metavar="目录", help="数据目录，不写则用默认目录")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints what was added, or every row to mend (exit code 1, nothing written)."""
    if not args.file.is_file():
        raise Trouble(f"没有找到文件 {args.file}。请核对路径。")
    content = args.file.read_bytes()
    with application(args.data):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
        import django

        django.setup()
        from liren.kernel import Refusal
        from liren.kernel.rows import BadRows

        try:
            answer = carry_out(args.what, content, args.file.name, args.datum)
        except BadRows as bad:
            lines = [str(error) for error in bad.errors[:MOST_SHOWN]]
            if len(bad.errors) > MOST_SHOWN:
                lines.append(f"……还有 {len(bad.errors) - MOST_SHOWN} 处。")
            raise Trouble("\n".join(["没有导入，一行也没有写入。", *lines])) from bad
        except Refusal as refusal:
            raise Trouble(refusal.sentence) from refusal
    outside = f"，其中 {answer['outside']} 栋不在任何网格内" if answer.get("outside") else ""
    print(f"已导入 {args.file}：新增 {answer['added']}，更改 {answer['changed']}，没有变化 {answer['same']}{outside}。")
    return 0


def carry_out(what: str, content: bytes, name: str, datum: str) -> dict[str, Any]:
    """Through the gate as the house actor `import`, on record like one from the pages. Raises BadRows or another Refusal."""
    from liren.kernel.actor import the_house
    from liren.kernel.ids import new_id
    from liren.kernel.rows import BadRows, FileSource, RowError
    from liren.places import queries, rules
    from liren.trust import gate

    if what == "divisions":
        order: Any = rules.order_divisions(content, name)
    elif what == "areas":
        order = rules.order_areas(content, datum)
    else:
        county = queries.county()
        if county is None:
            raise BadRows((RowError(0, "", "还没有网格，不知道该归谁。", "请先导入网格，再导入这份文件。"),))
        if what == "ground":
            order = rules.order_ground(content, county, datum)
        elif what == "venues":
            order = _venues(content, name, county)
        else:
            order = rules.order_buildings(content, name, county, datum)
    order = replace(order, source=FileSource(id=new_id(), name=name, digest=sha256(content).digest()))
    return gate.execute(order, actor=the_house("import"), now=datetime.now(UTC), key=new_id())


def _venues(content: bytes, name: str, county: Any) -> Any:
    """The list as the page of the office reads it."""
    from liren.kernel.ids import new_id
    from liren.web.office.sorts import SORTS, Upload

    up = Upload(content=content, name=name, datum="", area=county, key=new_id(), now=datetime.now(UTC))
    return SORTS["venues"].order(up)
