"""Accounts as whoever keeps them sees them: who signs in, since when, with a second step or not. Never a password."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import Actor, AreaCode, Missing
from liren.trust import sql
from liren.trust.sight import need, where


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCard:
    """A person's account. `code_until`: a one-time code is out until then; `totp`: the second step is set up."""

    person: UUID
    account: UUID
    name: str
    area: str
    username: str
    is_active: bool
    must_use_totp: bool
    totp: bool
    last_login: datetime | None
    opened_at: datetime
    code_until: datetime | None


CARD = """
select p.id as person, a.id as account, p.name, p.area, a.username, a.is_active, a.must_use_totp, a.last_login, a.opened_at,
       r.until as code_until,
       exists (select from mfa_authenticator m where m.user_id = a.id and m.type = 'totp') as totp
from people_person p join trust_account a on a.id = p.account left join trust_reset r on r.account = a.id
"""


def account_list(
    viewer: Actor, area: AreaCode, *, words: str = "", after: str = "", limit: int = 50
) -> list[AccountCard]:
    """Accounts of persons of an area by sign-in name; `words` are a part of the name or the start of the sign-in name."""
    seen = where(viewer, "trust.accounts", "p.area")
    return sql.rows(
        f"""{CARD} where starts_with(p.area, %s) and {seen.sql} and (strpos(p.name, %s) > 0 or starts_with(a.username, %s))
            and a.username > %s order by a.username limit %s""",
        (area, *seen.params, words, words, after, limit),
        into=AccountCard,
    )


def account_card(viewer: Actor, person: UUID) -> AccountCard:
    """One person's account. Raises Missing outside the viewer's areas and for a person without one."""
    found: AccountCard | None = sql.one(f"{CARD} where p.id = %s", (person,), into=AccountCard)
    if found is None:
        raise Missing
    need(viewer, "trust.accounts", found.area)
    return found


def without_account(viewer: Actor, area: AreaCode, limit: int = 2000) -> list[tuple[UUID, str, str]]:
    """Registered persons who cannot sign in: (id, name, area), by name."""
    seen = where(viewer, "trust.accounts", "p.area")
    rows = sql.rows(
        f"""select p.id, p.name, p.area from people_person p
            where p.account is null and starts_with(p.area, %s) and {seen.sql} order by p.name, p.id limit %s""",
        (area, *seen.params, limit),
    )
    return [(row["id"], row["name"], row["area"]) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """How far a county is with its people: how many of each there are."""

    units: int
    persons: int
    keepers: int
    dispatchers: int
    accounts: int


def staffing(viewer: Actor, area: AreaCode, at: datetime) -> Staffing:
    """The numbers inside an area at a moment, for whoever sets it up."""
    need(viewer, "people.see", area)
    found: Staffing = sql.one(
        """select (select count(*) from people_unit where closed_on is null and starts_with(area, %(area)s)) as units,
                  (select count(*) from people_person where starts_with(area, %(area)s)) as persons,
                  (select count(*) from people_person where starts_with(area, %(area)s) and account is not null) as accounts,
                  count(*) filter (where post in ('grid_keeper', 'micro_grid_keeper')) as keepers,
                  count(*) filter (where post = 'dispatcher') as dispatchers
           from people_duty where starts_with(area, %(area)s) and during @> %(at)s""",
        {"area": str(area), "at": at},
        into=Staffing,
    )
    return found
