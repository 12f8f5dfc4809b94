"""What belongs to a case: those merged into it, other open ones at the same place, other open ones of its reporter."""

from uuid import UUID

import msgspec

from liren.cases.models.grounds import among
from liren.cases.queries.cards import visible_ids
from liren.cases.queries.lists import LINE, METRES_A_DEGREE, CaseLine
from liren.cases.rules.queues import OPEN
from liren.kernel import Actor
from liren.trust import sql

CLOSE_BY = 30.0
MOST = 20
RELATED = f"""
with me as (select * from cases_case where id = %(case)s), near as (
  (select c.id, 'merged' as why, c.solved, c.satisfied from cases_case c join me on c.into = me.id)
  union all
  (select c.id, 'reporter', null, null from cases_case c join me on c.reporter = me.reporter
   where c.id <> me.id and c.secrecy = 0 and me.secrecy = 0 and {among(OPEN).sql}
   order by c.reported_at desc limit {MOST})
  union all
  (select c.id, 'place', null, null from cases_case c join me on c.scope = me.scope
   where c.id <> me.id and {among(OPEN).sql}
     and (c.building = me.building
          or c.lat between me.lat - %(far)s / {METRES_A_DEGREE} and me.lat + %(far)s / {METRES_A_DEGREE}
             and abs(c.lon - me.lon) * {METRES_A_DEGREE} * cos(radians(me.lat)) <= %(far)s)
   order by c.reported_at desc limit {MOST}))
select near.why, near.solved, near.satisfied, l.* from near join ({LINE}) l on l.id = near.id order by l.reported_at desc limit {MOST}
"""


class Related(msgspec.Struct, frozen=True, kw_only=True):
    """The cases around one case that the viewer may see, newest first; one that is both stands under the reporter.

    `answers`: what the reporters of merged ones said when they were asked: solved or not, satisfied (1 to 3, or not said).
    """

    merged: tuple[CaseLine, ...] = ()
    reporter: tuple[CaseLine, ...] = ()
    place: tuple[CaseLine, ...] = ()
    answers: dict[UUID, tuple[bool, int | None]] = {}


def related(viewer: Actor, case: UUID) -> Related:
    """Of a case that the viewer sees: its merged ones, its reporter's and its place's. Two statements.

    A sealed report has no reporter's others: nobody may learn from two cases side by side who stands behind them.
    """
    found = sql.rows(RELATED, {"case": case, "far": CLOSE_BY})
    seen = visible_ids(viewer, {row["id"] for row in found})
    groups: dict[str, dict[UUID, CaseLine]] = {"merged": {}, "reporter": {}, "place": {}}
    answers: dict[UUID, tuple[bool, int | None]] = {}
    for row in found:
        if row["id"] in seen:
            why, solved, satisfied = (row.pop(name) for name in ("why", "solved", "satisfied"))
            if solved is not None:
                answers[row["id"]] = (solved, satisfied)
            groups[why][row["id"]] = CaseLine(**row)
    twice = groups["place"].keys() & groups["reporter"].keys()
    places = tuple(line for id, line in groups["place"].items() if id not in twice)
    merged, reporter = (tuple(groups[why].values()) for why in ("merged", "reporter"))
    return Related(merged=merged, reporter=reporter, place=places, answers=answers)
