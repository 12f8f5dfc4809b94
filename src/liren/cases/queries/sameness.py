"""可能是同一件: open cases near a case in place and time, the likeliest first, each with what the score was made from."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from liren.cases.models.grounds import among, grounds
from liren.cases.queries.cards import CaseCard
from liren.cases.queries.lists import LINE, METRES_A_DEGREE, CaseLine
from liren.cases.rules.queues import OPEN
from liren.cases.triage.same import Report, Same, same
from liren.kernel import Actor
from liren.trust import sql

METRES = 150.0
BACK = timedelta(days=14)
MOST_COMPARED = 40
MOST_SHOWN = 5

NEAR = f"""c.kind = any(%s) and c.id <> %s and c.secrecy = %s and c.drill is not distinct from %s and {among(OPEN).sql}
           and c.lat between %s - {METRES / METRES_A_DEGREE} and %s + {METRES / METRES_A_DEGREE}
           and abs(c.lon - %s) * {METRES_A_DEGREE} * cos(radians(%s)) <= {METRES}
           and c.reported_at between %s and %s"""


@dataclass(frozen=True, slots=True)
class Likely:
    """Another case, and how likely it is the same matter."""

    line: CaseLine
    same: Same


def likely_same(viewer: Actor, card: CaseCard, kinds: list[str]) -> list[Likely]:
    """Open cases of some kinds around a case that the viewer has before them, likely the same matter. One statement.

    Compared are the point, the day, the kind and the first words (the title); empty for a case without a point.
    """
    reach = grounds(viewer, "area")
    case = card.case
    if not reach or card.lon is None or card.lat is None:
        return []
    here = " union ".join(f"select c.id from cases_case c where {g.sql} and {NEAR}" for g in reach)
    near = (kinds, case.id, case.secrecy, case.drill, card.lat, card.lat, card.lon, card.lat,
            case.reported_at - BACK, case.reported_at + BACK)  # fmt: skip
    params: list[Any] = [value for ground in reach for value in (*ground.params, *near)]
    query = (
        f"with near as ({here}) {LINE} join near on near.id = c.id order by c.reported_at desc limit {MOST_COMPARED}"
    )
    lines: list[CaseLine] = sql.rows(query, params, into=CaseLine)
    mine = Report(lon=card.lon, lat=card.lat, at=case.reported_at, kind=case.kind, words=card.title)
    found = [Likely(line, same(mine, _report(line))) for line in lines]
    return sorted((one for one in found if one.same.likely), key=lambda one: -one.same.score)[:MOST_SHOWN]


def _report(line: CaseLine) -> Report:
    return Report(lon=line.lon, lat=line.lat, at=line.reported_at, kind=line.kind, words=line.title)
