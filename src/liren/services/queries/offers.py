"""What a member may claim now, nearest first; and for the flows, whom a listed order is offered to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import Actor
from liren.places import queries as places
from liren.services import reading
from liren.services.kinds import CIRCLES
from liren.services.matching import NEAREST
from liren.services.plane import metres_between
from liren.services.queries.lists import LINE, OrderLine
from liren.services.rules.stations import IN_HAND
from liren.services.rules.wishes import Hand, in_circle, unfit
from liren.trust import sql

MOST = 200
CLASSES = ((0, "同一微网格"), (500, "走路几分钟"), (1500, "走路一刻钟"), (4000, "骑车一刻钟"))
FAR = "路有点远"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An order this member may claim. `metres` between the middles of two areas, so nobody's door can be told from it.

    `fits_time`: the requester's times and the member's free time meet. `why_not` is "" unless the member's hands are full.
    """

    line: OrderLine
    words: str
    metres: int | None
    fits_time: bool
    circle_label: str
    why_not: str

    @property
    def distance_class(self) -> str:
        """How far, in words; "" where the map does not say."""
        if self.metres is None:
            return ""
        return next((label for most, label in CLASSES if self.metres <= most), FAR)


def claimable(viewer: Actor, now: datetime, *, kind: str = "") -> list[Offer]:
    """Listed orders this viewer may claim as a member, those that fit their time first, then nearest. [] without a membership."""
    mine = reading.member_of(viewer.account)
    if mine is None or not mine.active:
        return []
    found: list[OrderLine] = sql.rows(
        f"""{LINE} where o.state = 'listed' and o.kind = any(%(skills)s) and (%(kind)s = '' or o.kind = %(kind)s)
            and exists (select from unnest(%(areas)s::text[]) a where starts_with(o.scope, a))
            and not exists (select from services_decline d where d.order_id = o.id and d.member = %(member)s)
            order by o.sort_at, o.id limit {MOST}""",
        {"skills": sorted(mine.skills), "kind": kind, "areas": list(mine.areas), "member": mine.id},
        into=OrderLine,
    )
    full = {row["id"]: row for row in sql.rows(reading.ORDER.replace("= %s", "= any(%s)"), ([f.id for f in found],))}
    told = sql.rows(
        "select order_id, text from services_note where kind = 'place' and order_id = any(%s)", ([f.id for f in found],)
    )
    words = {row["order_id"]: row["text"] for row in told}
    middles = places.middles(viewer, {mine.home, *(f.scope for f in found)})
    offers = []
    for line in found:
        row = full[line.id]
        wish = reading.wish_of(row, line.spec, now)
        no = unfit(wish, mine)
        if no not in ("", "full") or not in_circle(line.circle, line.scope, mine.home):
            continue
        offers.append(
            Offer(
                line=line, words=words.get(line.id, line.title), metres=metres_between(middles, mine.home, line.scope),
                fits_time=bool(wish.mask & mine.mask), circle_label=CIRCLES[line.circle],
                why_not="您手上的单已经到了上限，办好一单再接。" if no else "",
            )
        )  # fmt: skip
    return sorted(offers, key=lambda o: (not o.fits_time, o.metres if o.metres is not None else 10**6, o.line.id))


# ---- for the flows ---------------------------------------------------------------------------------------------------


def reach(viewer: Actor, order: UUID, now: datetime) -> list[UUID]:
    """The accounts of the 24 nearest members a listed order is offered to now, nearest first. For the house only."""
    row = reading.load(order)
    if viewer.kind != "house" or row is None or row["state"] != "listed":
        return []
    wish = reading.wish_of(row, reading.terms_kind(row), now)
    shut = {member for _, member in reading.declined([order])}
    hands = [h for h in reading.hands_for([row["scope"][:9]]) if _asked(h, row, shut) and not unfit(wish, h)]
    middles = places.middles(viewer, {row["scope"], *(h.home for h in hands)})
    away = {h.id: metres_between(middles, h.home, row["scope"]) for h in hands}
    hands.sort(key=lambda h: (away[h.id] if away[h.id] is not None else 10**6, h.id))
    return [h.account for h in hands[:NEAREST]]


def _asked(hand: Hand, row: dict[str, object], shut: set[UUID]) -> bool:
    return hand.id not in shut and in_circle(str(row["circle"]), str(row["scope"]), hand.home)


def in_hand(viewer: Actor, member: UUID) -> list[UUID]:
    """The orders a member has in hand, oldest first: for the flow that gives them back. For the house only."""
    if viewer.kind != "house":
        return []
    return sql.values(
        "select id from services_order where member = %s and state = any(%s) order by claimed_at, id",
        (member, list(IN_HAND)),
    )


def last_hand(viewer: Actor, order: UUID) -> UUID | None:
    """The account that had an order in hand last: told when it was called off. For the house only."""
    if viewer.kind != "house":
        return None
    found: UUID | None = sql.value(
        "select handler from services_claim where order_id = %s order by at desc, id desc limit 1", (order,)
    )
    return found


def requester_account(viewer: Actor, order: UUID) -> UUID | None:
    """The account of whoever asked, if they were signed in: for notices. For the house only."""
    if viewer.kind != "house":
        return None
    found: UUID | None = sql.value("select requester from services_order where id = %s", (order,))
    return found
