"""Open a sign-in account for a registered person, until the office has a page for it.

python docs/howto/open_account.py DATA_DIRECTORY NAME USERNAME
"""

import os
import secrets
import sys
from datetime import UTC, datetime

from liren.config.supervisor.attach import application


def main(data: str, name: str, username: str) -> None:
    """Open the account, link it to the one person of that name, print the first password."""
    with application(data):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
        import django

        django.setup()
        from liren.kernel import Refusal
        from liren.kernel.actor import the_house
        from liren.kernel.ids import new_id
        from liren.people import queries as people
        from liren.people.commands import LinkAccount
        from liren.trust import gate
        from liren.trust.commands import OpenAccount

        house, now = the_house("founding"), datetime.now(UTC)
        found = people.person_search(house, name, purpose="开设登录账号")
        if len(found) != 1:
            raise SystemExit(f"名册里叫“{name}”的有 {len(found)} 人，要正好一人。请先登记，或核对姓名。")
        if found[0].account:
            raise SystemExit(f"{name}已经有登录账号了。")
        account, password = new_id(), secrets.token_urlsafe(12)
        order = OpenAccount(
            account=account, username=username, name=name, password=password, must_use_totp=True, area=found[0].area
        )
        try:
            gate.execute(order, actor=house, now=now, key=new_id())
            gate.execute(LinkAccount(person=found[0].id, account=account), actor=house, now=now, key=new_id())
        except Refusal as no:
            raise SystemExit(no.sentence) from None
        sys.stdout.write(f"{name}：登录名 {username}，初始密码 {password}（不会再显示）\n")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
