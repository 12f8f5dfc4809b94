"""liren key: issues, lists and revokes the keys with which other systems come in."""

import argparse
import json
import os
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from liren.config.supervisor.attach import application
from liren.config.supervisor.trouble import Trouble


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("key", help="给别的系统发接口密钥，看有哪些，停用")
    verbs = parser.add_subparsers(title="做什么", metavar="做什么", required=True)
    create = verbs.add_parser("create", help="发一把密钥，只显示这一次")
    create.add_argument(
        "--scopes", required=True, metavar="范围,范围", help="权限范围，逗号隔开，例如 cases.read,cases.report"
    )
    create.add_argument("--name", required=True, metavar="名称", help="给哪个系统用，例如 12345平台")
    create.add_argument("--area", default="", metavar="代码", help="只管哪个区域；不写则是全县")
    create.add_argument("--days", type=int, metavar="天数", help="有效几天，最多 730；不写是 365")
    create.add_argument("--per-minute", type=int, default=600, metavar="次数", help="一分钟最多几次，默认 600")
    create.add_argument("--sandbox", action="store_true", help="沙箱密钥：样样都查，样样不存")
    listing = verbs.add_parser("list", help="有哪些密钥，看不到密钥本身")
    revoke = verbs.add_parser("revoke", help="停用一把，马上生效")
    revoke.add_argument("id", metavar="编号", help="密钥的编号，见 liren key list")
    revoke.add_argument("--reason", required=True, metavar="理由", help="为什么停用，会记下来")
    for verb, act in ((create, _create), (listing, _list), (revoke, _revoke)):
        verb.add_argument("--json", action="store_true", help="输出 JSON")
        verb.add_argument("--data", metavar="目录", help="数据目录，不写则用默认目录")
        verb.set_defaults(run=_ready, act=act)


def _ready(args: argparse.Namespace) -> int:
    from liren.kernel import Refusal

    with application(args.data):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
        import django

        django.setup()
        try:
            found, words = args.act(args)
        except Refusal as no:
            raise Trouble(no.sentence) from None
    print(json.dumps(found, ensure_ascii=False, indent=1) if args.json else words)
    return 0


def _create(args: argparse.Namespace) -> tuple[dict[str, Any], str]:
    from liren.config.cli.people import order
    from liren.kernel import AreaCode
    from liren.kernel.ids import new_id
    from liren.trust import clients, sql
    from liren.trust.commands import IssueKey

    whole = sql.value(
        "select code from places_area where closed_on is null and length(code) >= 6 order by length(code), code limit 1"
    )
    if not args.area and whole is None:
        raise Trouble("还没有导入区划。请先 liren found，或者用 --area 写明区域。")
    try:
        area = AreaCode(args.area or whole)
    except ValueError:
        raise Trouble(f"“{args.area}”不是区划代码。县是 6 位，镇是 9 位，例如 321181108。") from None
    client, secret = new_id(), clients.secret_for(new_id(), sandbox=args.sandbox)
    until = datetime.now(UTC) + (timedelta(days=args.days) if args.days is not None else clients.YEAR)
    scopes = tuple(part.strip() for part in args.scopes.split(",") if part.strip())
    order(
        IssueKey(
            client=client, secret=secret, name=args.name, scopes=scopes, area=area, until=until, sandbox=args.sandbox,
            per_minute=args.per_minute,
        )
    )  # fmt: skip
    found = {
        "id": str(client), "key": secret, "name": args.name, "scopes": list(scopes), "area": area,
        "until": until.isoformat(), "sandbox": args.sandbox, "per_minute": args.per_minute,
    }  # fmt: skip
    return found, f"{args.name}的密钥：{secret}\n不会再显示，请马上交给对方。有效到 {until:%Y-%m-%d}。"


def _list(args: argparse.Namespace) -> tuple[list[dict[str, Any]], str]:
    from liren.kernel.actor import the_house
    from liren.trust import clients

    now = datetime.now(UTC)
    found = clients.keys(the_house("founding"), now.date())
    cards = [
        {
            "id": str(k.id), "name": k.name, "head": k.head, "scopes": list(k.scopes), "area": k.area, "sandbox": k.sandbox,
            "until": k.until.isoformat(), "holds": k.holds(now), "last_day": k.last_day and k.last_day.isoformat(),
        }
        for k in found
    ]  # fmt: skip
    lines = [
        f"{k.id}  {k.head}…  {'在用' if k.holds(now) else '停用' if k.revoked_at else '过期'}  {k.name}  {','.join(k.scopes)}"
        for k in found
    ]
    return cards, "\n".join(lines) or "还没有密钥。用 liren key create 发一把。"


def _revoke(args: argparse.Namespace) -> tuple[dict[str, Any], str]:
    from liren.config.cli.people import order
    from liren.trust.commands import RevokeKey

    try:
        client = UUID(args.id)
    except ValueError:
        raise Trouble(f"“{args.id}”不是密钥的编号。请照 liren key list 抄写。") from None
    order(RevokeKey(client=client, reason=args.reason))
    return {"id": str(client), "revoked": True}, "已停用，马上生效。"
