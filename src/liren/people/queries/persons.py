"""The register of persons; what is sealed only inside `look`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import Actor, AreaCode, Missing
from liren.people.kinds import REVEAL_REASONS
from liren.trust import sealed, sql
from liren.trust.sight import look, need, reading, where


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """A person in the register's list."""

    id: UUID
    area: str
    name: str
    work_phone: str
    account: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCard:
    """A person's entry; the private phone is masked."""

    id: UUID
    area: str
    name: str
    work_phone: str
    work_email: str
    phone_masked: str
    account: UUID | None
    version: int


def colleagues(viewer: Actor) -> None:
    """Raise Missing for an outsider. Account ids and duties are for colleagues; everybody else has `public_keeper`."""
    if viewer.kind not in ("staff", "house"):
        raise Missing


def people_list(
    viewer: Actor, area: AreaCode, *, words: str = "", after: UUID | None = None, limit: int = 50
) -> list[PersonLine]:
    """The register of an area, by id; `words` are a part of the name, which stands there plain (a phone is sealed)."""
    seen = where(viewer, "people.see", "p.area")
    return _lines(
        f"""where starts_with(p.area, %s) and {seen.sql} and strpos(p.name, %s) > 0 and (%s::uuid is null or p.id > %s)
            order by p.id limit %s""",
        (area, *seen.params, words, after, after, limit),
    )


def person_search(viewer: Actor, words: str, *, purpose: str) -> list[PersonLine]:
    """Persons with exactly this name, or exactly this mobile number: never by a part of either.

    Who is found by number is written to the access log. Raises Missing for a viewer without the right.
    """
    need(viewer, "people.see")
    seen = where(viewer, "people.see", "p.area")
    if not words.isdigit():
        return _lines(f"where p.name = %s and {seen.sql} order by p.id limit 50", (words, *seen.params))
    with reading(viewer):
        found = _lines(
            f"join people_contact c on c.person = p.id where c.phone_blind = %s and {seen.sql}",
            (sealed.blind(words), *seen.params),
        )
    for line in found:
        with look(viewer, purpose=purpose, subject=line.id, what="people.search", area=line.area):
            pass
    return found


def person_card(viewer: Actor, person: UUID, *, purpose: str) -> PersonCard:
    """One person's entry. Raises Missing outside the viewer's areas."""
    area = _area_of(person)
    need(viewer, "people.see", area)
    with look(viewer, purpose=purpose, subject=person, what="people.person", area=area):
        row = sql.one(
            """select p.id, p.area, p.name, p.work_phone, p.work_email, p.account, p.version, c.phone
               from people_person p left join people_contact c on c.person = p.id where p.id = %s""",
            (person,),
        )
    phone = row.pop("phone")
    return PersonCard(phone_masked=sealed.mask_phone(sealed.unseal(phone)) if phone else "", **row)


def revealed(viewer: Actor, permission: UUID, now: datetime) -> str:
    """The private number that RevealField opened for this account, for five minutes. Raises Missing afterwards."""
    row = sql.one(
        """select r.person, r.reason, p.area from people_reveal r join people_person p on p.id = r.person
           where r.id = %s and r.account = %s and r.until > %s and r.field = 'phone'""",
        (permission, viewer.account, now),
    )
    if row is None:
        raise Missing("查看时间已过，请重新说明理由再看。")
    with look(
        viewer, purpose=REVEAL_REASONS[row["reason"]], subject=row["person"], what="people.phone", area=row["area"]
    ):
        phone = sql.value("select phone from people_contact where person = %s", (row["person"],))
    if phone is None:
        raise Missing("这个人没有登记手机号。")
    return sealed.unseal(phone)


def names_of(viewer: Actor, accounts: Iterable[UUID]) -> dict[UUID, str]:
    """Names of the staff behind accounts, for timelines. Residents are not in this register."""
    colleagues(viewer)
    found = sql.rows("select account, name from people_person where account = any(%s)", (list(accounts),))
    return {row["account"]: row["name"] for row in found}


def emails_of(viewer: Actor, accounts: Iterable[UUID]) -> dict[UUID, str]:
    """Work addresses of accounts that have one, for outgoing notices."""
    colleagues(viewer)
    found = sql.rows(
        "select account, work_email from people_person where account = any(%s) and work_email <> ''",
        (list(accounts),),
    )
    return {row["account"]: row["work_email"] for row in found}


def _lines(rest: str, params: tuple[object, ...]) -> list[PersonLine]:
    return sql.rows(
        f"select p.id, p.area, p.name, p.work_phone, p.account from people_person p {rest}", params, into=PersonLine
    )


def _area_of(person: UUID) -> str:
    area: str | None = sql.value("select area from people_person where id = %s", (person,))
    if area is None:
        raise Missing
    return area
