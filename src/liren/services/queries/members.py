"""Members as the community's desk and they themselves see them. No counts of what anybody did."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from liren.kernel import Actor, Missing
from liren.people import queries as people
from liren.services.commands import Free
from liren.services.rules.stations import IN_HAND
from liren.services.rules.wishes import free_of
from liren.trust import rights, sight, sql
from liren.trust.registry import Target

MANAGE = "services.manage"
RIGHTS = (MANAGE, "services.triage")


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberCard:
    """A membership. `open` is what is in hand now; `free` the parts of the week; `consent` how the member agreed, and when."""

    id: UUID
    account: UUID
    name: str
    state: str
    home: str
    skills: tuple[str, ...]
    areas: tuple[str, ...]
    free: tuple[Free, ...]
    gender: str
    visits: bool
    most_open: int
    paused: bool
    open: int
    version: int
    entered_at: datetime
    joined_at: datetime | None
    consent: str | None
    consent_on: date | None


MEMBERS = f"""
select m.id, m.account, a.name, m.state, m.home, m.skills, m.areas, m.free, m.gender, m.visits, m.most_open, m.paused,
       m.version, m.entered_at, m.joined_at, m.consent, m.consent_on,
       (select count(*)::int from services_order o where o.handler = m.account
        and o.state in ({", ".join(f"'{s}'" for s in IN_HAND)})) as open
from services_member m join trust_account a on a.id = m.account
"""


def membership(viewer: Actor) -> MemberCard | None:
    """The viewer's own membership that has not ended; None without one."""
    found = _cards("where m.account = %s and m.state <> 'left'", (viewer.account,)) if viewer.account else []
    return found[0] if found else None


def member_list(viewer: Actor, *, area: str = "", state: str = "", skill: str = "") -> list[MemberCard]:
    """Members whose home is in the viewer's areas, by state then name. Raises Missing without a right to."""
    right = _right(viewer)
    test = sight.where(viewer, right, "m.home")
    return _cards(
        f"""where {test.sql} and m.state <> 'left' and starts_with(m.home, %s) and (%s = '' or m.state = %s)
            and (%s = '' or %s = any(m.skills))
            order by array_position(array['applied', 'invited', 'active'], m.state::text), a.name, m.id""",
        (*test.params, area, state, state, skill, skill),
    )


def member_card(viewer: Actor, member: UUID) -> MemberCard:
    """One member, for themselves and for the desk of their area. Raises Missing."""
    found = _cards("where m.id = %s and m.state <> 'left'", (member,))
    if not found:
        raise Missing
    card = found[0]
    over = Target(scope=card.home)
    if card.account != viewer.account and not any(rights.holds(viewer, right, over) for right in RIGHTS):
        raise Missing
    return card


def member_counts(viewer: Actor) -> dict[str, int]:
    """How many members wait, are invited, are active, in the viewer's areas."""
    found = dict.fromkeys(("applied", "invited", "active"), 0)
    for card in member_list(viewer):
        found[card.state] += 1
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Somebody who may be invited: `account` is None for a person who cannot sign in; `state` of a membership there is."""

    account: UUID | None
    name: str
    area: str
    state: str = ""


def to_invite(viewer: Actor, words: str) -> list[Found]:
    """Persons with exactly this name or mobile number, and the account with exactly this sign-in name.

    Raises Missing without the right to manage members.
    """
    if not viewer.holds(MANAGE):
        raise Missing
    found = [(p.account, p.name, p.area) for p in people.person_search(viewer, words, purpose="请人加入服务队")]
    row = sql.one("select id, name from trust_account where username = %s and is_active", (words,))
    if row is not None and row["id"] not in [account for account, _name, _area in found]:
        found.append((row["id"], row["name"], ""))
    states = _states([account for account, _name, _area in found if account])
    return [Found(account=a, name=n, area=area, state=states.get(a, "") if a else "") for a, n, area in found]


def invited_name(viewer: Actor, account: UUID) -> str:
    """The name of whom an invitation goes to. Raises Missing without the right, and for no account that can sign in."""
    name = sql.value("select name from trust_account where id = %s and is_active", (account,))
    if not viewer.holds(MANAGE) or name is None:
        raise Missing
    return str(name)


def member_names(viewer: Actor, members: Iterable[UUID]) -> dict[UUID, str]:
    """How a notice calls a membership: one's own only."""
    ids = sql.values(
        "select id from services_member where id = any(%s) and account = %s", (list(members), viewer.account)
    )
    return dict.fromkeys(ids, "志愿服务队")


def account_of(viewer: Actor, member: UUID) -> UUID | None:
    """Whose membership it is; None once it has ended. For the house, which tells them something."""
    if viewer.kind != "house":
        raise Missing
    found: UUID | None = sql.value("select account from services_member where id = %s and state <> 'left'", (member,))
    return found


def _states(accounts: list[UUID]) -> dict[UUID, str]:
    rows = sql.rows(
        "select account, state from services_member where account = any(%s) and state <> 'left'", (accounts,)
    )
    return {row["account"]: row["state"] for row in rows}


def _right(viewer: Actor) -> str:
    right = next((r for r in RIGHTS if viewer.holds(r)), None)
    if right is None:
        raise Missing
    return right


def _cards(rest: str, params: tuple[object, ...]) -> list[MemberCard]:
    made = []
    for row in sql.rows(f"{MEMBERS} {rest}", params):
        row |= {"skills": tuple(row["skills"]), "areas": tuple(row["areas"]), "free": free_of(row["free"])}
        made.append(MemberCard(**row))
    return made
