"""Rows to the types that the rules know: orders, members, and the terms an order runs under."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from types import UnionType
from typing import Any, get_args, get_type_hints
from uuid import UUID

import msgspec

from liren.catalogue import queries as catalogue
from liren.kernel import Actor, AreaCode, Code, Missing
from liren.services.commands import Time
from liren.services.kinds import FAMILY, ServiceKind
from liren.services.rules.fold import OrderState
from liren.services.rules.scene import Terms, Who
from liren.services.rules.stations import IN_HAND
from liren.services.rules.wishes import Hand, Wish, goes_home, mask_of_times
from liren.trust import rights, sealed, sql
from liren.trust.registry import Target

ORDER = "select o.* from services_order o where o.id = %s"
MEMBER = f"""
select m.*, (select count(*)::int from services_order o where o.handler = m.account
             and o.state in ({", ".join(f"'{s}'" for s in IN_HAND)})) as open
from services_member m
"""
CALENDAR = "china"


def state_of(row: dict[str, Any]) -> OrderState:
    """The state fields of a row in their own types."""
    fields: dict[str, Any] = {name: None if row[name] is None else kind(row[name]) for name, kind in _readers()}
    return OrderState(**fields)


@cache
def _readers() -> tuple[tuple[str, Any], ...]:
    return tuple((name, _reader(hint)) for name, hint in get_type_hints(OrderState).items())


def _reader(hint: Any) -> Any:
    parts = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    return next((p for p in parts if p in (Code, AreaCode)), _same)


def _same(content: Any) -> Any:
    return content


def load(order: UUID, *, lock: bool = False) -> dict[str, Any] | None:
    """The row of an order, locked when it is about to move; None when it is not there."""
    found: dict[str, Any] | None = sql.one(ORDER + (" for no key update" if lock else ""), (order,))
    return found


def times_of(row: dict[str, Any]) -> tuple[Time, ...]:
    """The times that the requester named."""
    return tuple(Time(day=date.fromisoformat(day), part=part) for day, part in row["times"])


def wish_of(row: dict[str, Any], kind: ServiceKind, now: datetime) -> Wish:
    """What an order asks of whoever takes it."""
    return Wish(
        kind=row["kind"], scope=row["scope"], gender=row["gender"], neighbour=row["neighbour"],
        visit=goes_home(kind, row["no_visit"]), mask=mask_of_times(times_of(row), now), requester=row["requester"],
    )  # fmt: skip


def hand_of(row: dict[str, Any]) -> Hand:
    """A member as far as matching asks, from a row of MEMBER."""
    return Hand(
        id=row["id"], account=row["account"], home=row["home"], skills=frozenset(row["skills"]),
        areas=tuple(row["areas"]), gender=row["gender"], visits=row["visits"], mask=row["free"], open=row["open"],
        most=row["most_open"], active=row["state"] == "active" and not row["paused"],
    )  # fmt: skip


def hand(member: UUID | None, *, lock: bool = False) -> Hand | None:
    """One member. `lock` when an order is about to be put into their hands, so that two can't slip in past the limit.

    Locked by a statement of its own: what is in hand is counted only after whoever was faster has committed.
    """
    if lock:
        sql.value("select id from services_member where id = %s for no key update", (member,))
    row = sql.one(MEMBER + " where m.id = %s", (member,)) if member else None
    return hand_of(row) if row else None


def member_of(account: UUID | None) -> Hand | None:
    """The membership of an account that has not ended; None without one."""
    if account is None:
        return None
    row = sql.one(MEMBER + " where m.account = %s and m.state <> 'left'", (account,))
    return hand_of(row) if row else None


def hands_for(areas: Sequence[str]) -> list[Hand]:
    """Active members who help somewhere in these areas, in the order of their ids."""
    rows = sql.rows(
        MEMBER
        + """ where m.state = 'active' and not m.paused
            and exists (select from unnest(m.areas) a, unnest(%s::text[]) w where starts_with(a, w) or starts_with(w, a))
            order by m.id""",
        (list(areas),),
    )
    return [hand_of(row) for row in rows]


def declined(orders: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    """(order, member) of every decline of these orders."""
    rows = sql.rows("select order_id, member from services_decline where order_id = any(%s)", (list(orders),))
    return {(row["order_id"], row["member"]) for row in rows}


def terms_by_id(entry: UUID, area: str, at: datetime, *, epoch: int | None = None) -> Terms:
    """The terms an order already runs under: its own entry, and the calendar of today."""
    return _terms(catalogue.by_id(entry, epoch=epoch), area, at, epoch)


def terms_by_code(code: str, area: str, at: datetime, *, epoch: int | None = None) -> Terms:
    """The terms of a kind as published for an area. Raises Missing for a kind that is not."""
    return _terms(catalogue.entry(FAMILY, code, area=area, at=at, epoch=epoch), area, at, epoch)


def _terms(entry: catalogue.Entry, area: str, at: datetime, epoch: int | None) -> Terms:
    calendar = catalogue.entry("calendar", CALENDAR, area=area, at=at, epoch=epoch)
    return Terms(entry=entry.id, kind=entry.spec, calendar=calendar.spec)


def target_of(row: dict[str, Any]) -> Target:
    """What a grant is laid against."""
    return Target(scope=row["scope"], kind=row["kind"], version=row["version"], row=row,
                  now_is={"state": row["state"], "version": row["version"]})  # fmt: skip


def who_of(viewer: Actor, row: dict[str, Any], mine: Hand | None) -> Who:
    """The roles of an actor towards an order. `mine` is the actor's own membership.

    A member is one only while the order is open to claims, in an area they help in and for a need they can meet; and
    nobody handles an order that is not in their hand.
    """
    if viewer.kind == "house":
        return Who(roles=frozenset({"house"}))
    roles = set()
    if rights.holds(viewer, "services.triage", target_of(row)):
        roles.add("desk")
    if viewer.link_case == row["id"] or (viewer.account is not None and viewer.account == row["requester"]):
        roles.add("requester")
    if viewer.account is not None and viewer.account == row["handler"]:
        roles.add("handler")
    elif mine is not None and mine.active and "requester" not in roles and _reaches(mine, row):
        roles.add("member")
    return Who(account=viewer.account, roles=frozenset(roles))


def _reaches(mine: Hand, row: dict[str, Any]) -> bool:
    return row["kind"] in mine.skills and any(row["scope"].startswith(area) for area in mine.areas)


def terms_kind(row: dict[str, Any]) -> ServiceKind:
    """The kind a row runs under, as it was published."""
    kind: ServiceKind = catalogue.by_id(row["entry"]).spec
    return kind


def account_names(accounts: Iterable[UUID]) -> dict[UUID, str]:
    """Names of accounts, members without a duty among them."""
    rows = sql.rows("select id, name from trust_account where id = any(%s)", (list(accounts),))
    return {row["id"]: row["name"] for row in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class WhereToGo:
    """Who asked, their number and their door."""

    name: str
    phone: str
    address: str


def unsealed(order: UUID) -> WhereToGo:
    """What was sealed; inside `look` or `sight.reading` only. Raises Missing once it is forgotten."""
    found = sql.value("select sealed from services_requester where order_id = %s", (order,))
    if found is None:
        raise Missing
    return msgspec.json.decode(sealed.unseal(found), type=WhereToGo)
