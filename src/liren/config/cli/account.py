"""liren account: opens a sign-in account for a registered person, gives one another first password or a post its new rights."""

import argparse
import os
from typing import Any

from liren.config.supervisor.attach import application
from liren.config.supervisor.trouble import Trouble


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("account", help="给名册里的人开登录账号，重设密码，按岗位重新授权")
    verbs = parser.add_subparsers(title="做什么", metavar="做什么", required=True)
    opening = verbs.add_parser("open", help="开账号，打印初始密码")
    opening.add_argument("name", metavar="姓名", help="名册里的姓名，要正好一人")
    opening.add_argument("username", metavar="登录名", help="登录名，例如工号")
    reset = verbs.add_parser("password", help="重设密码，打印新的初始密码")
    reset.add_argument("username", metavar="登录名", help="忘了密码的账号")
    rights = verbs.add_parser(
        "rights", help="岗位有了新版本，给这个岗位的人重新授权；网页上没有另一位安全管理员来办时用"
    )
    rights.add_argument("post", metavar="岗位", help="岗位的名称，例如安全管理员")
    for verb, run in ((opening, _open), (reset, _password), (rights, _rights)):
        verb.add_argument("--data", metavar="目录", help="数据目录，不写则用默认目录")
        verb.set_defaults(run=_ready, act=run)


def _ready(args: argparse.Namespace) -> int:
    from liren.kernel import Refusal

    with application(args.data):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
        import django

        django.setup()
        try:
            said = args.act(args)
        except Refusal as no:
            raise Trouble(no.sentence) from None
    print(said)
    return 0


def _handed(username: str, password: str) -> str:
    return f"登录名 {username}，初始密码 {password}。不会再显示，请当面转交，登录后改密码并绑定动态口令。"


def _open(args: argparse.Namespace) -> str:
    from liren.config.cli.people import open_account, order
    from liren.kernel import AreaCode
    from liren.kernel.actor import the_house
    from liren.kernel.ids import new_id
    from liren.people import queries as people
    from liren.people.commands import LinkAccount

    found = people.person_search(the_house("founding"), args.name, purpose="开设登录账号")
    if len(found) != 1:
        raise Trouble(f"名册里叫“{args.name}”的有 {len(found)} 人，要正好一人。请先登记，或核对姓名。")
    if found[0].account:
        raise Trouble(f"{args.name}已经有登录账号了。忘了密码，用 liren account password。")
    account = new_id()
    password = open_account(account, args.username, args.name, AreaCode(found[0].area))
    order(LinkAccount(person=found[0].id, account=account))
    return _handed(args.username, password)


def _password(args: argparse.Namespace) -> str:
    from liren.config.cli.people import open_account
    from liren.kernel import AreaCode
    from liren.trust import sql

    row = sql.one(
        """select a.id, a.name, p.area from trust_account a join people_person p on p.account = a.id
           where a.username = %s and a.is_active""",
        (args.username,),
    )
    if row is None:
        raise Trouble(f"没有登录名“{args.username}”，或者账号已经关闭。请核对登录名。")
    return _handed(args.username, open_account(row["id"], args.username, row["name"], AreaCode(row["area"])))


def _rights(args: argparse.Namespace) -> str:
    from datetime import UTC, datetime

    from liren.catalogue import queries as catalogue
    from liren.config.cli.people import order
    from liren.kernel import AreaCode
    from liren.people.commands import RegrantPost
    from liren.trust import sql

    posts = {e.spec.label: e.code for e in catalogue.entries("post", at=datetime.now(UTC))}
    if args.post not in posts:
        raise Trouble(f"没有岗位“{args.post}”。请写其中之一：{'、'.join(posts)}。")
    whole = sql.value("select code from places_area where closed_on is null order by length(code), code limit 1")
    if whole is None:
        raise Trouble("还没有导入区划，也就还没有人任职。请先 liren found。")
    order(RegrantPost(post=posts[args.post], area=AreaCode(whole)))
    return f"已重新授权：担任{args.post}的人从现在起照现在的版本。"
