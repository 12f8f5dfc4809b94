"""liren found: makes an empty county usable: its divisions, and the three administrators (三员) with first passwords."""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from liren.config.supervisor.attach import application
from liren.config.supervisor.trouble import Trouble

POSTS = {"system_admin": "系统管理员", "security_admin": "安全管理员", "auditor": "审计员"}


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("found", help="建县：导入区划，开设系统、安全、审计三个管理员")
    parser.add_argument("divisions", type=Path, metavar="区划.csv", help="列 code,name,level,parent；从省到村（社区）")
    parser.add_argument("--area", required=True, metavar="代码", help="本县（或本镇）的区划代码，例如 321181")
    for post, label in POSTS.items():
        parser.add_argument(
            f"--{post.replace('_', '-')}", required=True, metavar="姓名", dest=post, help=f"{label}的姓名"
        )
    parser.add_argument("--data", metavar="目录", help="数据目录，不写则用默认目录")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from liren.kernel import AreaCode, Refusal

    if len({getattr(args, post) for post in POSTS}) < len(POSTS):
        raise Trouble("三个管理员要由三个人担任，请写三个不同的姓名。")
    try:
        area = AreaCode(args.area)
    except ValueError:
        raise Trouble(f"“{args.area}”不是区划代码。县是 6 位，镇是 9 位，例如 321181。") from None
    with application(args.data):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
        import django

        django.setup()
        try:
            _divisions(args.divisions, area)
            for post in POSTS:
                print(_administrator(post, getattr(args, post), area))
        except Refusal as no:
            raise Trouble(no.sentence) from None
        from django.conf import settings

        settings.SETUP_CODE_FILE.unlink(missing_ok=True)
    print("请当面转交，首次登录后改密码并绑定动态口令。这些密码不会再显示。")
    return 0


def _divisions(path: Path, area: Any) -> None:
    from liren.config.cli.people import order
    from liren.places.commands import ImportDivisions
    from liren.places.rules.divisions import read_divisions

    rows, errors = read_divisions(path.read_bytes(), path.name)
    if errors:
        raise Trouble("区划文件有错，没有导入：\n" + "\n".join(str(e) for e in errors[:20]))
    wanted = tuple(r for r in rows if area.covers(r.code) or r.code.covers(area))
    order(ImportDivisions(area=area, rows=wanted))
    print(f"导入区划 {len(wanted)} 个。")


def _administrator(post: str, name: str, area: Any) -> str:
    """Account, person and duty of one administrator; a line to print. Goes on where an earlier run was cut off."""
    from liren.config.cli.people import open_account, order
    from liren.people.commands import AppointDuty, LinkAccount, RegisterPerson
    from liren.trust import sql

    account, person, duty = (_id(f"{what}:{post}") for what in ("account", "person", "duty"))
    username = post.replace("_", "-")
    if sql.value("select last_login is not null from trust_account where id = %s", (account,)):
        return f"{POSTS[post]}已经在用，登录名 {username}。忘了密码，用 liren account password。"
    password = open_account(account, username, name, area)
    if not sql.value("select true from people_person where id = %s", (person,)):
        order(RegisterPerson(person=person, area=area, name=name))
    if not sql.value("select account is not null from people_person where id = %s", (person,)):
        order(LinkAccount(person=person, account=account))
    if not sql.value("select true from people_duty where id = %s", (duty,)):
        order(AppointDuty(duty=duty, person=person, post=post, area=area, starts=datetime.now(UTC)))
    return f"{POSTS[post]} {name}：登录名 {username}，初始密码 {password}"


def _id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, "liren-founding:" + name)
