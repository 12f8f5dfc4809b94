"""Who keeps an area, who is told next, who holds what and who held it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.catalogue import queries as catalogue
from liren.kernel import Actor, AreaCode, Missing
from liren.people.holding import HolderCard, cards_where
from liren.people.kinds import Post
from liren.people.queries.persons import colleagues
from liren.people.rules import in_order
from liren.trust import sql
from liren.trust.sight import where


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKeeper:
    """What the notice board says: name, post and work phone."""

    name: str
    post_label: str
    work_phone: str
    area: str


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


THERE = "not exists (select from people_leave l where l.person = d.person and l.during @> %s)"
"""Whoever is on leave is not asked and not told: whoever stands in for them is, else the next of the order."""


def _above(viewer: Actor, area: AreaCode, at: datetime, field: str) -> list[HolderCard]:
    colleagues(viewer)
    posts: list[Post] = [e.spec for e in catalogue.entries("post", area=area, at=at)]
    codes = in_order(posts, field)
    return cards_where(
        f"""where d.area = any(%s) and d.post = any(%s) and d.during @> %s and {THERE}
           order by array_position(%s::text[], d.post::text), length(d.area) desc, d.stands_in is null, d.id""",
        ([str(a) for a in area.ancestors()], codes, at, at, codes),
    )


def public_keeper(viewer: Actor, area: AreaCode, at: datetime) -> PublicKeeper | None:
    """The keeper of an area as anyone may know them: 网格公示牌, 滨州市社会治理网格化服务管理条例 art. 6."""
    posts: list[Post] = [e.spec for e in catalogue.entries("post", area=area, at=at)]
    labels = {p.code: p.label for p in posts}
    codes = in_order(posts, "keeper")
    row = sql.one(
        f"""select p.name, d.post, p.work_phone, d.area from people_duty d join people_person p on p.id = d.person
           where d.area = any(%s) and d.post = any(%s) and d.during @> %s and {THERE}
           order by array_position(%s::text[], d.post::text), length(d.area) desc, d.stands_in is null, d.id limit 1""",
        ([str(a) for a in area.ancestors()], codes, at, at, codes),
    )
    return PublicKeeper(post_label=labels[row.pop("post")], **row) if row else None


def holders(viewer: Actor, post: str, area: AreaCode, at: datetime) -> list[HolderCard]:
    """Who holds a post that covers `area`, nearest first."""
    colleagues(viewer)
    return cards_where(
        "where d.area = any(%s) and d.post = %s and d.during @> %s order by length(d.area) desc, d.id",
        ([str(a) for a in area.ancestors()], post, at),
    )


def on_duty(viewer: Actor, post: str, area: AreaCode, at: datetime) -> list[HolderCard]:
    """Who holds a post that covers `area` and is there, nearest first: whoever stands in is, whoever is on leave is not."""
    colleagues(viewer)
    return cards_where(
        f"where d.area = any(%s) and d.post = %s and d.during @> %s and {THERE} order by length(d.area) desc, d.id",
        ([str(a) for a in area.ancestors()], post, at, at),
    )


def unit_members(viewer: Actor, unit: UUID, at: datetime) -> list[HolderCard]:
    """Who works for a unit now."""
    colleagues(viewer)
    return cards_where("where d.unit = %s and d.during @> %s order by p.name, d.id", (unit, at))


def duties_of(viewer: Actor, account: UUID, at: datetime) -> list[HolderCard]:
    """What an account holds now: their own, or that of somebody in the viewer's areas."""
    colleagues(viewer)
    seen = where(viewer, "people.see", "d.area")
    return cards_where(
        f"where p.account = %s and d.during @> %s and (p.account = %s or {seen.sql}) order by d.area, d.post",
        (account, at, viewer.account, *seen.params),
    )


def duty_list(
    viewer: Actor, area: AreaCode, at: datetime, *, post: str = "", after: UUID | None = None, limit: int = 50
) -> list[HolderCard]:
    """Duties inside `area` (of one `post`) that run at `at`, by id; `after` is the last id of the page before."""
    seen = where(viewer, "people.see", "d.area")
    return cards_where(
        f"""where starts_with(d.area, %s) and d.during @> %s and {seen.sql} and (%s = '' or d.post = %s)
            and (%s::uuid is null or d.id > %s) order by d.id limit %s""",
        (area, at, *seen.params, post, post, after, after, limit),
    )


def duty_card(viewer: Actor, duty: UUID) -> HolderCard:
    """One duty. Raises Missing outside the viewer's areas."""
    seen = where(viewer, "people.see", "d.area")
    found = cards_where(f"where d.id = %s and {seen.sql}", (duty, *seen.params))
    if not found:
        raise Missing
    return found[0]


def duties_by_person(viewer: Actor, persons: Iterable[UUID], at: datetime) -> list[HolderCard]:
    """What several persons hold at `at`, in the viewer's areas."""
    seen = where(viewer, "people.see", "d.area")
    return cards_where(
        f"where d.person = any(%s) and d.during @> %s and {seen.sql} order by d.person, d.area, d.post",
        (list(persons), at, *seen.params),
    )


def duty_history(viewer: Actor, person: UUID) -> list[HolderCard]:
    """Every duty a person ever held or will hold in the viewer's areas, the latest first."""
    seen = where(viewer, "people.see", "d.area")
    return cards_where(
        f"where d.person = %s and {seen.sql} order by lower(coalesce(d.meant, d.during)) desc, d.id desc",
        (person, *seen.params),
    )
