"""Who keeps an area, who is told next, who holds what. Viewer first; sealed fields only inside `look`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.catalogue import queries as catalogue
from liren.kernel import Actor, AreaCode, Missing
from liren.people.kinds import REVEAL_REASONS, UNIT_KINDS, Post
from liren.people.rules import in_order
from liren.trust import sealed, sql
from liren.trust.sight import look, need, reading, where


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderCard:
    """A duty with the person who holds it, as colleagues and flows see it."""

    duty: UUID
    person: UUID
    account: UUID | None
    name: str
    work_phone: str
    post: str
    post_label: str
    area: str
    unit: UUID | None
    unit_name: str | None
    building: UUID | None
    kinds: tuple[str, ...]
    starts: datetime
    ends: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKeeper:
    """What the notice board says: name, post and work phone."""

    name: str
    post_label: str
    work_phone: str
    area: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCard:
    """A unit at its depth in the tree (0: a root)."""

    id: UUID
    parent: UUID | None
    kind: str
    kind_label: str
    name: str
    area: str
    depth: int


HOLDERS = """
select d.id as duty, d.person, p.account, p.name, p.work_phone, d.post, d.post_entry, d.area, d.unit,
       u.name as unit_name, d.building, d.kinds, lower(d.during) as starts, upper(d.during) as ends
from people_duty d join people_person p on p.id = d.person left join people_unit u on u.id = d.unit
"""


def keeper_of(viewer: Actor, area: AreaCode, at: datetime) -> HolderCard | None:
    """Who is asked first about a place in `area`: the micro-grid's keeper, else the grid's, else its leader …

    The order is the posts' own (`keeper` in the catalogue). None where nobody holds any of these posts.
    """
    found = _above(viewer, area, at, "keeper")
    return found[0] if found else None


def duty_chain(viewer: Actor, area: AreaCode, at: datetime) -> list[HolderCard]:
    """Everyone who is told, one after the other, when a matter of `area` stays late (posts' `escalation`).

    Several may hold one post; they stand together, and the step is their `post`.
    """
    return _above(viewer, area, at, "escalation")


def _above(viewer: Actor, area: AreaCode, at: datetime, field: str) -> list[HolderCard]:
    _staff(viewer)
    posts: list[Post] = [e.spec for e in catalogue.entries("post", area=area, at=at)]
    codes = in_order(posts, field)
    return _cards(
        """where d.area = any(%s) and d.post = any(%s) and d.during @> %s
           order by array_position(%s::text[], d.post::text), length(d.area) desc, d.id""",
        ([str(a) for a in area.ancestors()], codes, at, codes),
    )


def public_keeper(viewer: Actor, area: AreaCode, at: datetime) -> PublicKeeper | None:
    """The keeper of an area as anyone may know them: 网格公示牌, 滨州市社会治理网格化服务管理条例 art. 6."""
    posts: list[Post] = [e.spec for e in catalogue.entries("post", area=area, at=at)]
    labels = {p.code: p.label for p in posts}
    codes = in_order(posts, "keeper")
    row = sql.one(
        """select p.name, d.post, p.work_phone, d.area from people_duty d join people_person p on p.id = d.person
           where d.area = any(%s) and d.post = any(%s) and d.during @> %s
           order by array_position(%s::text[], d.post::text), length(d.area) desc, d.id limit 1""",
        ([str(a) for a in area.ancestors()], codes, at, codes),
    )
    return PublicKeeper(post_label=labels[row.pop("post")], **row) if row else None


def holders(viewer: Actor, post: str, area: AreaCode, at: datetime) -> list[HolderCard]:
    """Who holds a post that covers `area`, nearest first."""
    _staff(viewer)
    return _cards(
        "where d.area = any(%s) and d.post = %s and d.during @> %s order by length(d.area) desc, d.id",
        ([str(a) for a in area.ancestors()], post, at),
    )


def unit_members(viewer: Actor, unit: UUID, at: datetime) -> list[HolderCard]:
    """Who works for a unit now."""
    _staff(viewer)
    return _cards("where d.unit = %s and d.during @> %s order by p.name, d.id", (unit, at))


def duties_of(viewer: Actor, account: UUID, at: datetime) -> list[HolderCard]:
    """What an account holds now: their own, or that of somebody in the viewer's areas."""
    _staff(viewer)
    seen = where(viewer, "people.see", "d.area")
    return _cards(
        f"where p.account = %s and d.during @> %s and (p.account = %s or {seen.sql}) order by d.area, d.post",
        (account, at, viewer.account, *seen.params),
    )


def duty_list(
    viewer: Actor, area: AreaCode, at: datetime, *, post: str = "", after: UUID | None = None, limit: int = 50
) -> list[HolderCard]:
    """Duties inside `area` (of one `post`) that run at `at`, by id; `after` is the last id of the page before."""
    seen = where(viewer, "people.see", "d.area")
    return _cards(
        f"""where starts_with(d.area, %s) and d.during @> %s and {seen.sql} and (%s = '' or d.post = %s)
            and (%s::uuid is null or d.id > %s) order by d.id limit %s""",
        (area, at, *seen.params, post, post, after, after, limit),
    )


def people_list(viewer: Actor, area: AreaCode, *, after: UUID | None = None, limit: int = 50) -> list[PersonLine]:
    """The register of an area, by id."""
    seen = where(viewer, "people.see")
    return sql.rows(
        f"""select id, area, name, work_phone, account from people_person
            where starts_with(area, %s) and {seen.sql} and (%s::uuid is null or id > %s) order by id limit %s""",
        (area, *seen.params, after, after, limit),
        into=PersonLine,
    )


def person_search(viewer: Actor, text: str, *, purpose: str) -> list[PersonLine]:
    """Persons of exactly this name, or the one with exactly this mobile number; a number that is found is a look."""
    seen = where(viewer, "people.see", "p.area")
    lines = "select p.id, p.area, p.name, p.work_phone, p.account from people_person p"
    if not text.isdigit():
        return sql.rows(
            f"{lines} where p.name = %s and {seen.sql} order by p.id limit 50", (text, *seen.params), PersonLine
        )
    with reading(viewer):
        found = sql.rows(
            f"{lines} join people_contact c on c.person = p.id where c.phone_blind = %s and {seen.sql}",
            (sealed.blind(text), *seen.params),
            into=PersonLine,
        )
    for person in found:
        with look(viewer, purpose=purpose, subject=person.id, what="people.phone_match", area=person.area):
            pass
    return found


def duties_by_person(viewer: Actor, persons: Iterable[UUID], at: datetime) -> list[HolderCard]:
    """What these persons hold at a moment, in the order of their areas."""
    seen = where(viewer, "people.see", "d.area")
    return _cards(
        f"where d.person = any(%s) and d.during @> %s and {seen.sql} order by d.area, d.post, d.id",
        (list(persons), at, *seen.params),
    )


def duty_history(viewer: Actor, person: UUID) -> list[HolderCard]:
    """Every duty of one person, the latest first."""
    seen = where(viewer, "people.see", "d.area")
    return _cards(f"where d.person = %s and {seen.sql} order by lower(d.during) desc, d.id", (person, *seen.params))


def duty_card(viewer: Actor, duty: UUID) -> HolderCard:
    """One duty. Raises Missing outside the viewer's areas."""
    seen = where(viewer, "people.see", "d.area")
    found = _cards(f"where d.id = %s and {seen.sql}", (duty, *seen.params))
    if not found:
        raise Missing
    return found[0]


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
    """The sealed field that RevealField opened for this account, for five minutes. Raises Missing afterwards."""
    row = sql.one(
        """select r.person, r.reason, p.area from people_reveal r join people_person p on p.id = r.person
           where r.id = %s and r.account = %s and r.until > %s""",
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


def unit_tree(viewer: Actor) -> list[UnitCard]:
    """Every unit of the county, parents before children: a dispatcher of one town hands work to any department."""
    need(viewer, "people.see")
    found = sql.rows(
        """with recursive tree as (
             select id, parent, kind, name, area, 0 as depth, array[name::text] as path from people_unit where parent is null
             union all
             select u.id, u.parent, u.kind, u.name, u.area, t.depth + 1, t.path || u.name::text
             from people_unit u join tree t on u.parent = t.id
           ) select id, parent, kind, name, area, depth from tree order by path"""
    )
    return [UnitCard(kind_label=UNIT_KINDS[row["kind"]], **row) for row in found]


def unit_names(viewer: Actor, units: Iterable[UUID]) -> dict[UUID, str]:
    """Names of units; they are public."""
    found = sql.rows("select id, name from people_unit where id = any(%s)", (list(units),))
    return {row["id"]: row["name"] for row in found}


def names_of(viewer: Actor, accounts: Iterable[UUID]) -> dict[UUID, str]:
    """Names of the staff behind accounts, for timelines. Residents are not in this register."""
    _staff(viewer)
    found = sql.rows("select account, name from people_person where account = any(%s)", (list(accounts),))
    return {row["account"]: row["name"] for row in found}


def emails_of(viewer: Actor, accounts: Iterable[UUID]) -> dict[UUID, str]:
    """Work addresses of accounts that have one, for outgoing notices."""
    _staff(viewer)
    found = sql.rows(
        "select account, work_email from people_person where account = any(%s) and work_email <> ''",
        (list(accounts),),
    )
    return {row["account"]: row["work_email"] for row in found}


def _cards(rest: str, params: tuple[object, ...]) -> list[HolderCard]:
    cards = []
    for row in sql.rows(HOLDERS + rest, params):
        label = catalogue.by_id(row.pop("post_entry")).spec.label
        cards.append(HolderCard(post_label=label, **row | {"kinds": tuple(row["kinds"])}))
    return cards


def _area_of(person: UUID) -> str:
    area: str | None = sql.value("select area from people_person where id = %s", (person,))
    if area is None:
        raise Missing
    return area


def _staff(viewer: Actor) -> None:
    """Account ids and duties are for colleagues; everybody else has `public_keeper`."""
    if viewer.kind not in ("staff", "house"):
        raise Missing
