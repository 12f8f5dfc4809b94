"""The cases of the open street as anybody may read them: what kind, which community, how far it has come.

Never words, names, houses, numbers or positions, as in `neighbours.py`. A kind is shown as it is published today, a case
by what is on it: nobody's secrecy, no unit complained about, no part of another case. Every filter works on what is
shown, places on whole squares: what cannot be read cannot be counted, paged to or closed in on either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import cos, radians
from typing import Any
from uuid import UUID

from liren.cases.kinds import Kind
from liren.cases.models.real import REAL
from liren.cases.rules.joining import SQUARE, middle, on_the_street, spanning
from liren.catalogue import queries as catalogue
from liren.kernel import Actor
from liren.trust import sql

METRES_A_DEGREE = 111_320.0
SHOWN = f"c.secrecy = 0 and c.about_unit is null and c.parent is null and {REAL} and c.kind = any(%(shown)s)"
LIST = """
select c.id, c.kind, c.state, c.scope, c.lat, c.lon, c.reported_at, c.closed_at,
       greatest(c.reported_at, c.filed_at, c.dispatched_at, c.closed_at) as changed_at,
       u.name as unit_name, k.due_at
from ({found}) f join cases_case c on c.id = f.id left join people_unit u on u.id = c.unit
left join lateral (select due_at from cases_clock where case_id = c.id and kind = 'solve' and ended_at is null
                   order by no desc limit 1) k on true
order by c.reported_at desc, c.id desc
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetReport:
    """One case of the street. `lat` and `lon` are the middle of its square, `due_at` is when it should be solved."""

    id: UUID
    kind: str
    label: str
    state: str
    scope: str
    lat: float | None
    lon: float | None
    reported_at: datetime
    changed_at: datetime
    closed_at: datetime | None
    due_at: datetime | None
    unit_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetFilter:
    """What is asked for; every part narrows. `box` is west, south, east, north in degrees; `around` lon, lat, metres."""

    since: datetime
    until: datetime
    kinds: Sequence[str] = ()
    states: Sequence[str] = ()
    box: tuple[float, float, float, float] | None = None
    around: tuple[float, float, float] | None = None
    size: int = 50
    skip: int = 0


def street_kinds(viewer: Actor, now: datetime) -> dict[str, Kind]:
    """The kinds whose cases anybody may see, by code."""
    return {e.code: e.spec for e in catalogue.entries("case_kind", at=now) if on_the_street(e.spec)}


def street_reports(viewer: Actor, asked: StreetFilter, now: datetime) -> list[StreetReport]:
    """The cases that fit, newest first. For anybody; one statement.

    The page is found in the index of the street alone, then only its own rows are read.
    """
    kinds = street_kinds(viewer, now)
    shown = [code for code in asked.kinds if code in kinds] if asked.kinds else list(kinds)
    params: dict[str, Any] = {"shown": shown, "since": asked.since, "until": asked.until, "skip": asked.skip}
    where = [SHOWN, "c.reported_at >= %(since)s and c.reported_at <= %(until)s"]
    if asked.states:
        where.append("c.state = any(%(states)s)")
        params["states"] = list(asked.states)
    for box in filter(None, (asked.box, _box_around(asked.around))):
        where.append(_inside(box, params))
    if asked.around:
        where.append(_near(asked.around, params))
    found = f"""select c.id from cases_case c where {" and ".join(where)}
                order by c.reported_at desc, c.id desc limit {int(asked.size)} offset %(skip)s"""
    return _reports(found, params, kinds)


def street_reports_of(viewer: Actor, ids: Sequence[UUID], now: datetime) -> list[StreetReport]:
    """Those of some cases that anybody may see, newest first."""
    kinds = street_kinds(viewer, now)
    found = f"select c.id from cases_case c where c.id = any(%(ids)s) and {SHOWN}"
    return _reports(found, {"ids": list(ids), "shown": list(kinds)}, kinds) if ids else []


def _reports(found: str, params: dict[str, Any], kinds: dict[str, Kind]) -> list[StreetReport]:
    made = []
    for row in sql.rows(LIST.format(found=found), params):
        lat, lon = row.pop("lat"), row.pop("lon")
        placed = lat is not None and lon is not None
        made.append(
            StreetReport(
                label=kinds[row["kind"]].label,
                lat=middle(lat) if placed else None,
                lon=middle(lon) if placed else None,
                **row,
            )
        )
    return made


def _inside(box: tuple[float, float, float, float], params: dict[str, Any]) -> str:
    """The condition for a box, cut to whole squares; its bounds go into `params`."""
    west, south, east, north = box
    n = len(params)
    (low, high), (left, right) = spanning(south, north), spanning(west, east)
    params |= {f"low{n}": low, f"high{n}": high, f"left{n}": left, f"right{n}": right}
    return f"c.lat >= %(low{n})s and c.lat < %(high{n})s and c.lon >= %(left{n})s and c.lon < %(right{n})s"


def _box_around(around: tuple[float, float, float] | None) -> tuple[float, float, float, float] | None:
    if around is None:
        return None
    lon, lat, metres = around
    high = metres / METRES_A_DEGREE
    wide = high / max(cos(radians(lat)), 0.01)
    return lon - wide, lat - high, lon + wide, lat + high


def _near(around: tuple[float, float, float], params: dict[str, Any]) -> str:
    """The middle of the case's square lies within so many metres."""
    lon, lat, metres = around
    params |= {"x": lon, "y": lat, "narrow": cos(radians(lat)), "reach": (metres / METRES_A_DEGREE) ** 2}
    return f"""power((floor(c.lat / {SQUARE}) + 0.5) * {SQUARE} - %(y)s, 2)
               + power(((floor(c.lon / {SQUARE}) + 0.5) * {SQUARE} - %(x)s) * %(narrow)s, 2) <= %(reach)s"""
