"""Keys for the tests of doors: issued through the gate, as the office does."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from liren.kernel import Actor, AreaCode, Grant
from liren.kernel.ids import new_id
from liren.trust import clients, gate
from liren.trust.commands import IssueKey, RevokeKey

TOWN = AreaCode("321181108")
ALL = ("cases.read", "cases.words", "cases.report", "cases.note", "services.read")
KEEPER_OF_KEYS = Actor(kind="staff", account=new_id(), grants=(Grant(right="trust.keys", area=TOWN),))


def issue(*scopes: str, area: str = TOWN, sandbox: bool = False, now: datetime | None = None, **more: Any) -> str:
    """The secret of a new key."""
    secret = clients.secret_for(new_id(), sandbox=sandbox)
    order = IssueKey(
        client=more.pop("client", None) or new_id(), secret=secret, name=more.pop("name", "试用系统"), scopes=scopes,
        area=AreaCode(area), sandbox=sandbox, **more,
    )  # fmt: skip
    gate.execute(order, actor=KEEPER_OF_KEYS, now=now or datetime.now(UTC), key=new_id())
    return secret


def revoke(client: UUID, now: datetime | None = None) -> None:
    gate.execute(
        RevokeKey(client=client, reason="不再对接"), actor=KEEPER_OF_KEYS, now=now or datetime.now(UTC), key=new_id()
    )
