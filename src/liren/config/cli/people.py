"""What `found` and `account` share: sign-in accounts opened on the server, as the house actor `founding`."""

import secrets
from datetime import UTC, datetime
from typing import Any
from uuid import UUID


def order(*commands: Any) -> None:
    """Carry out commands one by one. Raises Refusal."""
    from liren.kernel.actor import the_house
    from liren.kernel.ids import new_id
    from liren.trust import gate

    for command in commands:
        gate.execute(command, actor=the_house("founding"), now=datetime.now(UTC), key=new_id())


def open_account(account: UUID, username: str, name: str, area: Any) -> str:
    """Open an account that must bind TOTP; the first password. One that was never used just gets another password."""
    from liren.trust import sql
    from liren.trust.commands import OpenAccount, ResetPassword

    password = secrets.token_urlsafe(12)
    if sql.value("select true from trust_account where id = %s", (account,)):
        order(ResetPassword(account=account, password=password, area=area))
    else:
        order(
            OpenAccount(account=account, username=username, name=name, password=password, must_use_totp=True, area=area)
        )
    return password
