"""Who answers for every door of an area at a moment, link by link, and where nobody or more than one does (包干).

Asked by pages through `queries` and by the nightly check through its handler.

One statement over areas, because a door's chain is that of its micro-grid; `rules/coverage.py` says what it means and a
test holds the two together door by door. It is about doors: nobody is counted, compared or ranked.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from liren.catalogue import queries as catalogue
from liren.kernel import Actor, AreaCode
from liren.kernel.area import Level
from liren.people.kinds import LEVELS, Post
from liren.people.rules.coverage import ONE, TWO, WITHOUT, Link, links, too_much
from liren.places import queries as places
from liren.trust import sql
from liren.trust.sight import need

HERE = ZoneInfo("Asia/Shanghai")

STANDING = """
with door as (
  select * from unnest(%(areas)s::text[], %(doors)s::int[], %(households)s::int[]) as d(area, doors, households)
), place as (
  select left(d.area, k.width) collate "C" as area, k.width, sum(d.doors)::int as doors,
         sum(d.households)::int as households
  from door d join unnest(%(widths)s::int[]) as k(width) on length(d.area) >= k.width group by 1, 2
), post as (
  select * from unnest(%(posts)s::text[], %(post_widths)s::int[], %(post_nos)s::int[]) as p(post, width, no)
), relief as (
  select * from unnest(%(reliefs)s::text[], %(relief_widths)s::int[], %(relief_nos)s::int[]) as r(post, width, no)
), running as materialized (
  select d.id, d.person, d.post, d.area, d.stands_in, l.id is not null as away, a.id is not null as closed
  from people_duty d
  left join people_leave l on l.person = d.person and l.during @> %(at)s
  left join people_person p on p.id = d.person
  left join trust_account a on a.id = p.account and not a.is_active and %(shut)s
  where d.during @> %(at)s and d.post = any(%(all_posts)s) and (starts_with(d.area, %(scope)s) or d.area = any(%(above)s))
), seat as (
  select * from (
    select r.*, p.width, p.no, min(p.no) over (partition by r.area, p.width) as first
    from running r join post p on p.post = r.post and p.width = length(r.area) where r.stands_in is null
  ) s where no = first
), stand_in as (
  select distinct on (stands_in) stands_in, id, person from running
  where stands_in is not null and not away and not closed order by stands_in, id
), answer as (
  select s.area, s.width, s.id as seat, s.person as holder, s.closed,
         coalesce(i.person, case when not s.away and not s.closed then s.person end) as person,
         coalesce(i.id, case when not s.away and not s.closed then s.id end) as duty
  from seat s left join stand_in i on i.stands_in = s.id
), summed as (
  select area, width, array_agg(seat order by seat) as seats, array_agg(holder order by seat) as holders,
         array_remove(array_agg(person order by seat), null) as people,
         array_remove(array_agg(duty order by seat), null) as duties,
         count(distinct person) as n, bool_or(not closed) as away
  from answer group by area, width
), relieved as (
  select distinct on (s.area, s.width) s.area, s.width, r.person, r.id as duty
  from summed s join relief f on f.width = s.width join running r on r.post = f.post and starts_with(s.area, r.area)
  where s.n = 0 and s.away and not r.away and not r.closed
  order by s.area, s.width, f.no, length(r.area) desc, r.id
)
select p.area, p.width, p.doors, p.households,
       case when s.n > 1 then 'two' when s.n = 1 or h.duty is not null then 'one' when s.away then 'away'
            when s.n = 0 then 'closed' when e.id is not null then 'ended' else 'nobody' end as kind,
       coalesce(s.seats, case when e.id is not null then array[e.id] end, '{}') as seats,
       coalesce(s.holders, '{}') as holders,
       case when h.duty is not null then array[h.person] else coalesce(s.people, '{}') end as people,
       case when h.duty is not null then array[h.duty] else coalesce(s.duties, '{}') end as duties
from place p
left join summed s on s.area = p.area and s.width = p.width
left join relieved h on h.area = p.area and h.width = p.width
left join lateral (
  select d.id from people_duty d
  where s.area is null and d.area = p.area and d.post in (select q.post from post q where q.width = p.width)
    and d.stands_in is null and upper(d.during) <= %(at)s
  order by upper(d.during) desc, d.id desc limit 1
) e on true
order by p.width desc, p.area
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One area of one link. `kind` is `one` or one of rules.coverage.KINDS; `people` answer by the duties `duties`, `seats`
    are the duties they answer for (for `ended` the last that ran), held by `holders`."""

    area: str
    width: int
    doors: int
    households: int
    kind: str
    seats: list[UUID]
    holders: list[UUID]
    people: list[UUID]
    duties: list[UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """More than one person should carry: all the places that somebody holds at one link."""

    person: UUID
    households: int
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The doors of an area at a moment. `faults` counts doors by (link, kind); `outside` stand in no micro-grid."""

    area: AreaCode
    on: date
    doors: int
    households: int
    outside: int
    chain: tuple[Link, ...]
    places: tuple[Place, ...]
    loads: tuple[Load, ...]

    @property
    def without(self) -> int:
        """Doors that nobody answers for at the nearest link: the number that must be 0."""
        return sum(self.faults.get((self.chain[0].level, kind), 0) for kind in WITHOUT) if self.chain else self.doors

    @property
    def more(self) -> int:
        """Doors that more than one person answers for at the nearest link."""
        return self.faults.get((self.chain[0].level, TWO), 0) if self.chain else 0

    @property
    def faults(self) -> dict[tuple[str, str], int]:
        """How many doors stand badly, by link and kind; kinds with none are left out."""
        found: dict[tuple[str, str], int] = defaultdict(int)
        for place in self.places:
            if place.kind != ONE:
                found[self.level(place), place.kind] += place.doors
        if self.outside and self.chain:
            found[self.chain[0].level, "outside"] = self.outside
        return dict(found)

    def level(self, place: Place) -> str:
        return next(link.level for link in self.chain if link.width == place.width)

    def part(self, area: AreaCode) -> "Coverage":
        """The same of an area inside this one."""
        rows = tuple(p for p in self.places if p.area.startswith(area))
        near = [p for p in rows if self.chain and p.width == self.chain[0].width]
        return replace(
            self, area=area, places=rows, outside=0, doors=sum(p.doors for p in near),
            households=sum(p.households for p in near),
            loads=tuple(load for load in self.loads if load.places[0].startswith(area)),
        )  # fmt: skip

    def faulty(self, level: str, kind: str) -> list[Place]:
        """The places of one link that stand badly in one way, by code."""
        return [p for p in self.places if p.kind == kind and self.level(p) == level]


def day_of(at: datetime) -> date:
    return at.astimezone(HERE).date()


def coverage(viewer: Actor, area: AreaCode, at: datetime, *, now: datetime, nearest: bool = False) -> Coverage:
    """Every link (or only the `nearest`) of every door inside `area` at a moment. Raises Missing without `people.see`.

    Accounts do not remember when they were shut: that a holder's account is closed counts from today (`now`) on only.
    """
    need(viewer, "people.see", area)
    day = day_of(at)
    found = places.doors(viewer, area, day)
    chain = links(_posts(area, at))[: 1 if nearest else None]
    rows: list[Place] = sql.rows(STANDING, _asked(area, at, chain, found, shut=day >= day_of(now)), into=Place)
    outside = places.outside(viewer) if len(area) <= Level.COUNTY and day >= day_of(now) else 0
    return Coverage(
        area=area, on=day, doors=sum(d.doors for d in found) + outside, households=sum(d.households for d in found),
        outside=outside, chain=chain, places=tuple(rows), loads=_loads(chain, rows, at),
    )  # fmt: skip


def _posts(area: AreaCode, at: datetime) -> list[Post]:
    return [entry.spec for entry in catalogue.entries("post", area=area, at=at)]


def _asked(
    area: AreaCode, at: datetime, chain: Sequence[Link], found: Iterable[places.Doors], *, shut: bool
) -> dict[str, object]:
    posts = [(code, link.width, no) for link in chain for no, code in enumerate(link.posts)]
    relief = [(code, link.width, no) for link in chain for no, code in enumerate(link.relief)]
    counted = [(d.area, d.doors, d.households) for d in found]

    def column(rows: Sequence[tuple[object, ...]], at: int) -> list[object]:
        return [row[at] for row in rows]

    return {
        "at": at, "shut": shut, "scope": str(area), "above": [str(a) for a in area.ancestors()],
        "areas": column(counted, 0), "doors": column(counted, 1), "households": column(counted, 2),
        "widths": [link.width for link in chain],
        "posts": column(posts, 0), "post_widths": column(posts, 1), "post_nos": column(posts, 2),
        "reliefs": column(relief, 0), "relief_widths": column(relief, 1), "relief_nos": column(relief, 2),
        "all_posts": sorted({str(code) for code, *_rest in (*posts, *relief)}),
    }  # fmt: skip


def _loads(chain: Sequence[Link], rows: Iterable[Place], at: datetime) -> tuple[Load, ...]:
    """Whoever holds more at the nearest link than the post of their area allows, by their first place."""
    if not chain:
        return ()
    mine: dict[UUID, list[Place]] = defaultdict(list)
    for row in rows:
        if row.width == chain[0].width:
            for person in set(row.holders):
                mine[person].append(row)
    posts: dict[str, Post] = {}
    found = []
    for person, held in mine.items():
        town = held[0].area[: LEVELS["town"][1]]
        if town not in posts:
            posts[town] = catalogue.entry("post", chain[0].posts[0], area=AreaCode(town), at=at).spec
        households = sum(place.households for place in held)
        if too_much(households, len(held), posts[town]):
            found.append(Load(person=person, households=households, places=tuple(p.area for p in held)))
    return tuple(sorted(found, key=lambda load: load.places))
