"""Who answers for one door at a moment: the chain from its micro-grid's keeper to the town, with stand-ins (包干)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.catalogue import queries as catalogue
from liren.kernel import Actor, AreaCode
from liren.kernel.area import Level
from liren.people.covering import day_of
from liren.people.kinds import LEVELS
from liren.people.queries.persons import colleagues
from liren.people.rules.coverage import ONE, Held, links, standing
from liren.places import queries as places
from liren.trust import sql

Door = UUID | tuple[float, float] | AreaCode
"""A building, a point as (longitude, latitude), or the micro-grid itself."""

PUBLIC = (Level.MICRO_GRID, Level.GRID, Level.COMMUNITY)

HELD = """
select d.id as duty, d.person, d.post, d.area, lower(d.during) as starts, upper(d.during) as ends, d.stands_in,
       a.id is not null and %s as closed, p.name, p.work_phone, d.post_entry,
       coalesce((select array_agg(lower(l.during) order by l.id) from people_leave l
                 where l.person = d.person and not isempty(l.during)), '{}') as away_from,
       coalesce((select array_agg(upper(l.during) order by l.id) from people_leave l
                 where l.person = d.person and not isempty(l.during)), '{}') as away_until
from people_duty d join people_person p on p.id = d.person
left join trust_account a on a.id = p.account and not a.is_active
where d.area = any(%s) and d.post = any(%s) and not isempty(d.during)
order by d.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """Somebody who answers; `acting_for` is whose part they take, None when it is their own."""

    person: UUID
    duty: UUID
    name: str
    work_phone: str
    post_label: str
    acting_for: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLink:
    """One link of a door's chain: `kind` is `one` or what is wrong (rules.coverage.KINDS); `seats` as in its Standing."""

    level: str
    area: AreaCode
    kind: str
    answers: tuple[Answering, ...]
    seats: tuple[UUID, ...] = ()

    @property
    def level_label(self) -> str:
        return LEVELS[self.level][0]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicLink:
    """A link as it hangs on the notice board: name, post, work phone, and whether somebody else's part is taken."""

    area: AreaCode
    name: str
    post_label: str
    work_phone: str
    acting: bool


def chain(viewer: Actor, door: Door, at: datetime, *, now: datetime) -> tuple[ChainLink, ...]:
    """Every link above a door, the nearest first; none for a door outside every micro-grid. For colleagues."""
    colleagues(viewer)
    area = _area_of(viewer, door, at)
    return _chain(area, at, now) if area else ()


def public_chain(viewer: Actor, area: AreaCode, at: datetime) -> tuple[PublicLink, ...]:
    """Who can be rung about an area, the nearest first: 网格公示牌, 滨州市社会治理网格化服务管理条例 art. 6. For anybody."""
    return tuple(
        PublicLink(
            area=link.area, name=link.answers[0].name, post_label=link.answers[0].post_label,
            work_phone=link.answers[0].work_phone, acting=link.answers[0].acting_for is not None,
        )
        for link in _chain(area, at, at)
        if link.area.level in PUBLIC and link.answers
    )  # fmt: skip


def _area_of(viewer: Actor, door: Door, at: datetime) -> AreaCode | None:
    if isinstance(door, AreaCode):
        return door
    if isinstance(door, UUID):
        area = places.area_on(viewer, door, day_of(at))
        return AreaCode(area) if area else None
    found = places.locate(*door)
    return found.scope if found else None


def _chain(area: AreaCode, at: datetime, now: datetime) -> tuple[ChainLink, ...]:
    posts = {entry.code: entry.spec for entry in catalogue.entries("post", area=area, at=at)}
    known = [link for link in links(posts.values()) if link.width <= len(area)]
    codes = sorted({code for link in known for code in (*link.posts, *link.relief)})
    shut = day_of(at) >= day_of(now)
    rows = {row["duty"]: row for row in sql.rows(HELD, (shut, [str(a) for a in area.ancestors()], codes))}
    held = [_held(row) for row in rows.values()]
    made = []
    for link in known:
        place = AreaCode(area[: link.width])
        found = standing(link, place, held, at)
        answers = tuple(_answering(rows[a.duty], rows[a.seat]) for a in found.answers)
        made.append(ChainLink(level=link.level, area=place, kind=found.kind, answers=answers, seats=found.seats))
    return tuple(made)


def _held(row: dict[str, Any]) -> Held:
    return Held(
        duty=row["duty"], person=row["person"], post=row["post"], area=row["area"], starts=row["starts"], ends=row["ends"],
        stands_in=row["stands_in"], closed=row["closed"],
        leaves=tuple(zip(row["away_from"], row["away_until"], strict=True)),
    )  # fmt: skip


def _answering(row: dict[str, Any], seat: dict[str, Any]) -> Answering:
    return Answering(
        person=row["person"], duty=row["duty"], name=row["name"], work_phone=row["work_phone"],
        post_label=catalogue.by_id(seat["post_entry"]).spec.label,
        acting_for=seat["name"] if seat["person"] != row["person"] else None,
    )  # fmt: skip


__all__ = ["ONE", "Answering", "ChainLink", "PublicLink", "chain", "public_chain"]
