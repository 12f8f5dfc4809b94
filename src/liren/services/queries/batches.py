"""Whom to give what: a batch with reasons, at once for up to 200 orders, by the worker for more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
import numpy as np

from liren.kernel import Actor, Missing
from liren.kernel.area import Level
from liren.places import queries as places
from liren.services import matching, reading
from liren.services.commands import Pairing
from liren.services.plane import flat, metres_between
from liren.services.queries.lists import OrderLine, lines
from liren.services.reading import account_names
from liren.services.rules.reasons import Reason, found_because, nobody_because
from liren.services.rules.stations import TO_PLACE
from liren.services.rules.wishes import Hand, Wish, unfit
from liren.services.seeing import both, ground
from liren.trust import sight, sql
from liren.trust.sight import Cond, need

AT_ONCE = 200
MOST = 20_000
GENDERS = {"any": 0, "woman": 1, "man": 2}
RIGHT = "services.triage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One order with the member it would go to, or nobody; `why` either way, for the page to put in words."""

    line: OrderLine
    member: UUID | None
    member_name: str
    metres: int
    load: int
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchCard:
    """A batch: what is suggested now, and how even the load would be. `ready` is False while the worker is at it."""

    area: str
    asked_at: datetime
    ready: bool
    suggestions: tuple[Suggestion, ...] = ()
    members: int = 0

    @property
    def matched(self) -> int:
        return sum(s.member is not None for s in self.suggestions)


def waiting(viewer: Actor, area: str) -> int:
    """How many orders of an area wait for somebody: up to AT_ONCE are matched at once, more by AskBatch."""
    test = _waiting(viewer, area)
    return int(sql.value(f"select count(*) from services_order o where {test.sql}", test.params))


def suggest(viewer: Actor, area: str, now: datetime) -> BatchCard:
    """Match every waiting order of an area, in the order of their limits. Raises Missing without the right to triage there."""
    need(viewer, RIGHT, area)
    found = pairings(viewer, area, now)
    return BatchCard(
        area=area,
        asked_at=now,
        ready=True,
        suggestions=_reasoned(viewer, found),
        members=len(reading.hands_for([area])),
    )


def batch_card(viewer: Actor, batch: UUID) -> BatchCard:
    """A batch that the worker matched. Orders that moved on meanwhile are left out. Raises Missing."""
    row = sql.one("select * from services_batch where id = %s", (batch,))
    if row is None or not sight.visible(viewer, RIGHT, row["area"]):
        raise Missing
    kept = [msgspec.convert(p, Pairing, strict=False) for p in row["pairings"]]
    found = _reasoned(viewer, [p for p in kept if p.member is None or p.order])
    still = tuple(s for s in found if s.line.state in TO_PLACE)
    return BatchCard(area=row["area"], asked_at=row["asked_at"], ready=row["kept_at"] is not None, suggestions=still)


def last_batch(viewer: Actor, area: str) -> UUID | None:
    """The newest batch that was asked for in an area."""
    need(viewer, RIGHT, area)
    found: UUID | None = sql.value(
        "select id from services_batch where area = %s order by asked_at desc limit 1", (area,)
    )
    return found


def candidates(viewer: Actor, order: UUID, now: datetime, *, most: int = 12) -> list[Suggestion]:
    """Members who may take one order, nearest first, with the same reasons: for the one who assigns by hand."""
    row = reading.load(order)
    if row is None or not sight.visible(viewer, RIGHT, str(row["scope"])):
        raise Missing
    wish = reading.wish_of(row, reading.terms_kind(row), now)
    shut = {member for _, member in reading.declined([order])}
    hands = [h for h in reading.hands_for([str(row["scope"])[: Level.TOWN]]) if not unfit(wish, h) and h.id not in shut]
    middles = places.middles(viewer, {wish.scope, *(h.home for h in hands)})
    far = {h.id: metres_between(middles, h.home, wish.scope) or 0 for h in hands}
    hands.sort(key=lambda h: (not wish.mask & h.mask, far[h.id], h.open, h.id))
    return list(
        _reasoned(viewer, [Pairing(order=order, member=h.id, metres=far[h.id], load=h.open) for h in hands[:most]])
    )


# ---- matching --------------------------------------------------------------------------------------------------------


def pairings(viewer: Actor, area: str, now: datetime) -> list[Pairing]:
    """The batch as data: the page's preview and the worker's job are the same."""
    test = _waiting(viewer, area)
    rows = sql.rows(
        f"select o.* from services_order o where {test.sql} order by o.sort_at, o.id limit {MOST}", test.params
    )
    if not rows:
        return []
    wishes = [reading.wish_of(row, reading.terms_kind(row), now) for row in rows]
    hands = reading.hands_for([area])
    orders, members = arrays(viewer, wishes, hands)
    shut = _barred([row["id"] for row in rows], wishes, hands)
    found = matching.match(orders, members, shut)
    return [
        Pairing(order=row["id"], member=hands[m].id if m >= 0 else None, metres=int(metres), load=int(load), why=why)
        for row, m, metres, load, why in zip(rows, found.member, found.metres, found.load, found.why, strict=True)
    ]


def arrays(viewer: Actor, wishes: Sequence[Wish], hands: Sequence[Hand]) -> tuple[matching.Orders, matching.Members]:
    """Wishes and hands as the arrays that matching works on; places by the middles of their areas."""
    kinds = {kind: n for n, kind in enumerate(sorted({w.kind for w in wishes}))}
    spots = {scope: n for n, scope in enumerate(sorted({w.scope for w in wishes}))}
    codes = [w.scope for w in wishes] + [h.home for h in hands]
    middles = places.middles(viewer, set(codes))
    anywhere = next(iter(middles.values()), (0.0, 0.0))
    xy = flat([middles.get(code, anywhere) for code in codes])
    grids = [int("0" + code[: Level.GRID]) for code in codes]
    n = len(wishes)
    orders = matching.Orders(
        skill=np.array([kinds[w.kind] for w in wishes], np.int64),
        place=np.array([spots[w.scope] for w in wishes], np.int64),
        grid=np.array(grids[:n], np.int64),
        gender=np.array([GENDERS[w.gender] for w in wishes], np.int64),
        xy=xy[:n],
        mask=np.array([w.mask for w in wishes], np.int64),
        visit=np.array([w.visit for w in wishes], np.bool_),
        near=np.array([w.neighbour for w in wishes], np.bool_),
    )
    return orders, matching.Members(
        skills=np.array([[kind in h.skills for kind in kinds] for h in hands], np.bool_).reshape(
            len(hands), len(kinds)
        ),
        serves=np.array([[spot.startswith(h.areas) for spot in spots] for h in hands], np.bool_).reshape(
            len(hands), len(spots)
        ),
        grid=np.array(grids[n:], np.int64),
        gender=np.array([GENDERS[h.gender] for h in hands], np.int64),
        xy=xy[n:],
        mask=np.array([h.mask for h in hands], np.int64),
        visits=np.array([h.visits for h in hands], np.bool_),
        load=np.array([h.open for h in hands], np.int64),
        most=np.array([h.most for h in hands], np.int64),
    )


def _barred(ids: Sequence[UUID], wishes: Sequence[Wish], hands: Sequence[Hand]) -> matching.Ints:
    """Pairs that are not offered again: what was declined, and one's own request."""
    at, who = {id: n for n, id in enumerate(ids)}, {h.id: m for m, h in enumerate(hands)}
    accounts = {h.account: m for m, h in enumerate(hands)}
    pairs = [(at[order], who[member]) for order, member in reading.declined(ids) if member in who]
    pairs += [(n, accounts[w.requester]) for n, w in enumerate(wishes) if w.requester in accounts]
    return np.array(sorted(pairs), np.int64).reshape(-1, 2)


def _waiting(viewer: Actor, area: str) -> Cond:
    within = Cond("o.scope >= %s and o.scope < %s", (area, sight.after(area)))
    return both(ground(viewer, RIGHT), within, Cond("o.state = any(%s)", (list(TO_PLACE),)))


# ---- with reasons ------------------------------------------------------------------------------------------------------


def _reasoned(viewer: Actor, found: Sequence[Pairing]) -> tuple[Suggestion, ...]:
    by_id = {line.id: line for line in lines(viewer, [p.order for p in found])}
    ids = [p.member for p in found if p.member is not None]
    rows = sql.rows("select id, account, gender from services_member where id = any(%s)", (ids,))
    member = {row["id"]: row for row in rows}
    names = account_names(row["account"] for row in rows)
    made = []
    for pair in found:
        line = by_id.get(pair.order)
        if line is None:
            continue
        held = member.get(pair.member) if pair.member else None
        name = names.get(held["account"], "") if held else ""
        why = (
            found_because(line.spec, line.gender, line.neighbour, held["gender"], pair)
            if held
            else nobody_because(pair)
        )
        made.append(
            Suggestion(line=line, member=pair.member, member_name=name, metres=pair.metres, load=pair.load, why=why)
        )
    return tuple(made)
