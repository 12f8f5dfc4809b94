"""Sign-in: one statement brings the account with the grants that hold now; the actor is made from it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from liren.kernel import Actor, AreaCode, Grant
from liren.kernel.actor import ANONYMOUS
from liren.trust import sql
from liren.trust.models import Account

LOAD = """
select a.id, a.username, a.name, a.password, a.is_active, a.must_use_totp, a.demo, a.last_login, a.opened_at,
       coalesce((select json_agg(json_build_array(g."right", g.area, g.unit, g.kinds, g.secrecy_max, g.post))
                 from trust_grant g where g.account = a.id and g.during @> now()), '[]') as grants
from trust_account a where a.is_active and """


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """allauth's sign-in, with accounts loaded together with their grants."""

    def get_user(self, user_id: Any) -> Account | None:
        row = sql.one(LOAD + "a.id = %s", (user_id,))
        if row is None:
            return None
        grants = row.pop("grants")
        columns = [f.attname for f in Account._meta.concrete_fields]
        account = Account.from_db("default", columns, [row[c] for c in columns])
        account.actor = actor(account.id, account.name, grants)  # type: ignore[attr-defined]
        return account


def actor(account: UUID, name: str, grants: list[list[Any]]) -> Actor:
    """Who acts, with what holds now. An account without any duty is a resident."""
    held = tuple(
        Grant(
            right=right,
            area=AreaCode(area),
            unit=UUID(unit) if unit else None,
            kinds=tuple(kinds),
            secrecy=secrecy,
            post=post,
        )
        for right, area, unit, kinds, secrecy, post in grants
    )
    return Actor(kind="staff" if held else "resident", account=account, name=name, grants=held)


def actor_of(account: UUID) -> Actor:
    """The actor of an account, for jobs that act as a person (the demonstration's traffic) and for tests."""
    row = sql.one(LOAD + "a.id = %s", (account,))
    return actor(row["id"], row["name"], row["grants"]) if row else ANONYMOUS


def actors_of(accounts: Sequence[UUID]) -> dict[UUID, Actor]:
    """The actors of several accounts with what holds now, in one statement; a closed account is not among them."""
    rows = sql.rows(LOAD + "a.id = any(%s)", (list(accounts),))
    return {row["id"]: actor(row["id"], row["name"], row["grants"]) for row in rows}


def actor_of_request(request: HttpRequest) -> Actor:
    """Whoever sends this request."""
    return getattr(request.user, "actor", ANONYMOUS)
