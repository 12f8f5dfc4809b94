"""What a desk keeps for itself: its columns, its saved filters, and what the shift before left to be read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from liren.cases.rules.desks import CHOSEN, COLUMNS, SHIFTS
from liren.kernel import Actor, Missing
from liren.trust import sight, sql
from liren.trust.sight import Cond

RECENT = timedelta(days=14)
UNREAD = timedelta(days=3)
LAST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFilter:
    """A filter under a name; `own` is the viewer's, another's is shared with an area."""

    id: UUID
    name: str
    query: str
    own: bool
    shared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """How a desk is set up for one person. `unread` counts the handovers that this person has not taken over."""

    columns: tuple[str, ...]
    saved: tuple[SavedFilter, ...]
    unread: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverCard:
    """What a shift left. `read_by` are the names of those who took it over, `mine` says who may not."""

    id: UUID
    area: str
    shift: str
    words: str
    author: str
    at: datetime
    mine: bool
    read: bool
    read_by: tuple[str, ...]

    @property
    def shift_label(self) -> str:
        """The shift in Chinese."""
        return SHIFTS[self.shift]


def desk(viewer: Actor, now: datetime) -> Desk:
    """The whole set-up in one statement. A column that is no longer there is left out."""
    if viewer.account is None:
        raise Missing
    seen, shared = sight.where(viewer, "cases.dispatch", "h.area"), _shared(viewer)
    row = sql.one(
        f"""select (select columns from cases_columns where account = %s) as columns,
                   (select count(*) from cases_handover h where h.at > %s and h.account <> %s and {seen.sql}
                    and not exists (select 1 from cases_handoverread r where r.handover_id = h.id and r.account = %s)
                   ) as unread,
                   coalesce((select json_agg(json_build_object('id', s.id, 'name', s.name, 'query', s.query,
                                             'own', s.account = %s, 'shared', s.area is not null)
                                             order by s.account <> %s, s.name, s.id)
                             from cases_saved s where s.removed_at is null and (s.account = %s or {shared.sql})), '[]') as saved""",
        (viewer.account, now - UNREAD, viewer.account, *seen.params, *(viewer.account,) * 4, *shared.params),
    )
    chosen = tuple(c for c in row["columns"] or () if c in COLUMNS)
    saved = tuple(SavedFilter(**one | {"id": UUID(one["id"])}) for one in row["saved"])
    return Desk(columns=chosen or CHOSEN, saved=saved, unread=row["unread"])


def handovers(viewer: Actor, now: datetime) -> list[HandoverCard]:
    """What was left in the viewer's areas in the last fortnight, the newest first. One statement."""
    sight.need(viewer, "cases.dispatch")
    seen = sight.where(viewer, "cases.dispatch", "h.area")
    found = sql.rows(
        f"""select h.id, h.area, h.shift, h.words, h.at, a.name as author, h.account = %s as mine,
                   coalesce((select array_agg(b.name order by r.at) from cases_handoverread r
                             join trust_account b on b.id = r.account where r.handover_id = h.id), '{{}}') as read_by,
                   exists(select 1 from cases_handoverread r where r.handover_id = h.id and r.account = %s) as read
            from cases_handover h join trust_account a on a.id = h.account
            where h.at > %s and {seen.sql} order by h.at desc, h.id desc limit %s""",
        (viewer.account, viewer.account, now - RECENT, *seen.params, LAST),
    )
    return [HandoverCard(**row | {"read_by": tuple(row["read_by"])}) for row in found]


def _shared(viewer: Actor) -> Cond:
    """Filters shared with an area that the viewer works in: one of theirs, one above it, or one inside it."""
    areas = sorted({str(g.area) for g in viewer.holds("cases.see")})
    if not areas:
        return Cond("false")
    return Cond(
        "exists (select 1 from unnest(%s::text[]) g where starts_with(s.area, g) or starts_with(g, s.area))", (areas,)
    )
