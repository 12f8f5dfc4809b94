"""Where somebody is reached: masked for themselves, whole for the house that sends."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import Actor, Missing
from liren.notices.inbox import mine
from liren.notices.masking import masked
from liren.notices.models.blind import blind
from liren.notices.rules.channels import cleaned
from liren.trust import sealed, sql


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressCard:
    """One's own address of a channel as a page shows it."""

    channel: str
    masked: str
    how: str
    bound_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """Who is reached at an address: an account, or the subject of a secret link."""

    account: UUID | None
    link: UUID | None


def addresses_of(viewer: Actor) -> list[AddressCard]:
    """The viewer's own addresses, masked. Raises Missing for somebody who has no inbox."""
    own = mine(viewer)
    rows = sql.rows(
        f"""select channel, address, how, bound_at from notices_address
            where {own.sql} and stopped_at is null order by channel""",
        own.params,
    )
    return [
        AddressCard(channel=row["channel"], masked=masked(row["channel"], sealed.unseal(row.pop("address"))),
                    how=row["how"], bound_at=row["bound_at"])
        for row in rows
    ]  # fmt: skip


def choice_of(viewer: Actor) -> list[str] | None:
    """The viewer's own order of channels, None when nothing was chosen yet."""
    own = mine(viewer)
    found: list[str] | None = sql.value(f"select channels from notices_choice where {own.sql}", own.params)
    return found


def bearers_of(viewer: Actor, channel: str, address: str) -> list[Bearer]:
    """Whom an address stands for, for the door at which the provider told it. Only the house asks."""
    if viewer.kind != "house":
        raise Missing
    return sql.rows(
        """select account, link from notices_address
           where channel = %s and blind = %s and stopped_at is null order by bound_at desc""",
        (channel, blind(channel, cleaned(channel, address))),
        into=Bearer,
    )


def bound(viewer: Actor, bearers: Collection[UUID]) -> dict[tuple[UUID, str], str]:
    """The whole addresses of accounts and links, by bearer and channel, for the house that sends."""
    if viewer.kind != "house":
        raise Missing
    ids = list(bearers)
    rows = sql.rows(
        """select coalesce(account, link) as bearer, channel, address from notices_address
           where stopped_at is null and (account = any(%s) or link = any(%s))""",
        (ids, ids),
    )
    return {(row["bearer"], row["channel"]): sealed.unseal(row["address"]) for row in rows}
