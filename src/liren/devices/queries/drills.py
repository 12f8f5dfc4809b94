"""Drills: those that run, all of an area, one with its list, its alarms and the cases called by hand."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.devices.queries.alarms import CARD, AlarmCard
from liren.devices.rules.drills import PURPOSES, STATES, Window
from liren.kernel import Actor, Missing
from liren.trust import sql
from liren.trust.sight import need, where

RIGHT = "devices.drill"
PAGE = 50
DRILL = """
select d.id, d.area, d.name, d.purpose, d.words, d.starts_at, d.ends_at, d.planned_by, a.name as organiser, d.planned_at,
       d.cancelled_at, d.ended_at, d.ended_by, e.name as ended_by_name, d.end_words,
       (select count(*) from devices_drilled x where x.drill = d.id) as devices,
       (select count(*) from devices_alarm m where m.drill = d.id) as alarms,
       (select count(*) from devices_alarm m where m.drill = d.id and m.real_at is not null) as real
from devices_drill d left join trust_account a on a.id = d.planned_by left join trust_account e on e.id = d.ended_by
"""
RUNNING = "d.cancelled_at is null and d.ended_at is null and d.starts_at <= %s and d.ends_at > %s"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillCard:
    """One drill: `devices` on its list, `alarms` received in it, `real` of them found to be real."""

    id: UUID
    area: str
    name: str
    purpose: str
    words: str
    starts_at: datetime
    ends_at: datetime
    planned_by: UUID | None
    organiser: str | None
    planned_at: datetime
    cancelled_at: datetime | None
    ended_at: datetime | None
    ended_by: UUID | None
    ended_by_name: str | None
    end_words: str
    devices: int
    alarms: int
    real: int

    def state(self, now: datetime) -> str:
        """Of rules.drills.STATES."""
        times = {name: getattr(self, name) for name in Window.__dataclass_fields__}
        return Window(**times).state(now)

    def state_label(self, now: datetime) -> str:
        return STATES[self.state(now)]

    @property
    def purpose_label(self) -> str:
        return PURPOSES[self.purpose]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrilledDevice:
    """A device on the list of a drill."""

    id: UUID
    name: str
    position: str
    area: str
    since: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledCase:
    """A case that was called by hand, and where: at a device, or in words."""

    case: UUID
    drill: UUID
    kind: str
    words: str
    place_words: str
    device_name: str
    position: str
    area: str
    building: UUID | None
    lon: float | None
    lat: float | None
    called_at: datetime


def running(viewer: Actor, now: datetime) -> list[DrillCard]:
    """The drills that run now in the viewer's areas, for whoever sees alarms there or works on cases. One statement."""
    rights = ("devices.see", "cases.see", "cases.handle", "cases.keep")
    seen = [where(viewer, right, "d.area") for right in rights if viewer.kind == "house" or viewer.holds(right)]
    if not seen:
        return []
    mine = " or ".join(f"({one.sql})" for one in seen)
    around = _over(viewer, rights)
    return sql.rows(
        f"{DRILL} where {RUNNING} and ({mine} or d.area = any(%s)) order by d.starts_at",
        (now, now, *(p for one in seen for p in one.params), around),
        into=DrillCard,
    )


def _over(viewer: Actor, rights: tuple[str, ...]) -> list[str]:
    """The areas around the viewer's own: a drill of the town is one in each of its communities."""
    own = {str(grant.area) for right in rights for grant in viewer.holds(right)}
    return sorted({area[:length] for area in own for length in range(2, len(area))})


def drills(viewer: Actor, page: int = 0, size: int = PAGE) -> list[DrillCard]:
    """The viewer's drills, those that are still to be ended first, then the latest. Raises Missing without the right."""
    need(viewer, RIGHT)
    mine = where(viewer, RIGHT, "d.area")
    return sql.rows(
        f"""{DRILL} where {mine.sql}
            order by (d.ended_at is not null or d.cancelled_at is not null), d.starts_at desc, d.id limit %s offset %s""",
        (*mine.params, size + 1, page * size),
        into=DrillCard,
    )


def drill(viewer: Actor, id: UUID) -> DrillCard:
    """One drill. Raises Missing without the right over it; the house sees every one."""
    card: DrillCard | None = sql.one(f"{DRILL} where d.id = %s", (id,), into=DrillCard)
    if card is None:
        raise Missing("没有找到这场演练。")
    need(viewer, RIGHT, card.area)
    return card


def devices_of(viewer: Actor, id: UUID) -> list[DrilledDevice]:
    """The devices on the list of a drill, with the time during which each was in it. Raises Missing."""
    drill(viewer, id)
    return sql.rows(
        """select v.id, v.name, v.position, v.area, lower(x.during) as since, upper(x.during) as until
           from devices_drilled x join devices_device v on v.id = x.device where x.drill = %s order by v.name, v.id""",
        (id,),
        into=DrilledDevice,
    )


def alarms_of(viewer: Actor, id: UUID) -> list[AlarmCard]:
    """Every alarm received in a drill, those found to be real among them, in the order they came. Raises Missing."""
    drill(viewer, id)
    return sql.rows(f"{CARD} where a.drill = %s order by a.raised_at, a.id", (id,), into=AlarmCard)


def called(viewer: Actor, case: UUID) -> CalledCase:
    """A case that was called by hand. Raises Missing for anybody but the house."""
    found: CalledCase | None = sql.one(
        """select k.id as "case", k.drill, k.kind, k.words, k.place_words, coalesce(v.name, '') as device_name,
                  coalesce(v.position, '') as position, coalesce(v.area, d.area) as area, v.building, v.lon, v.lat, k.called_at
           from devices_drillcase k join devices_drill d on d.id = k.drill left join devices_device v on v.id = k.device
           where k.id = %s""",
        (case,),
        into=CalledCase,
    )
    if viewer.kind != "house" or found is None:
        raise Missing
    return found
