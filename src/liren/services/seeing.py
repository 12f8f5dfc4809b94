"""Who sees which order: by right over its area, as its requester, as whoever has it in hand, or as a member it is offered to."""

from uuid import UUID

from liren.kernel import Actor, Missing
from liren.services import reading
from liren.services.rules.scene import Who
from liren.services.rules.wishes import Hand, in_circle, unfit
from liren.trust import rights, sight, sql
from liren.trust.sight import Cond

SEE = "services.see"


def ground(viewer: Actor, right: str = SEE) -> Cond:
    """The orders `o` of a viewer's areas (and kinds). No right, no rows."""
    if viewer.kind == "house":
        return Cond("true")
    parts = []
    for grant in viewer.holds(right):
        area = str(grant.area)
        within = Cond("o.scope >= %s and o.scope < %s", (area, sight.after(area)))
        parts.append(
            Cond(f"{within.sql} and o.kind = any(%s)", (*within.params, list(grant.kinds))) if grant.kinds else within
        )
    if not parts:
        return Cond("false")
    return Cond("(" + " or ".join(f"({p.sql})" for p in parts) + ")", tuple(x for p in parts for x in p.params))


def both(*parts: Cond) -> Cond:
    """All conditions together."""
    kept = [p for p in parts if p.sql]
    return Cond(" and ".join(p.sql for p in kept) or "true", tuple(x for p in kept for x in p.params))


def part(viewer: Actor, row: dict[str, object], mine: Hand | None) -> Who:
    """The roles of the viewer towards an order."""
    return reading.who_of(viewer, row, mine)


def offered(row: dict[str, object], mine: Hand | None, declined: bool) -> bool:
    """A listed order that this member may claim. What they declined is not there for them any more."""
    if mine is None or row["state"] != "listed" or declined:
        return False
    kind = reading.terms_kind(row)
    wish = reading.wish_of(row, kind, row["requested_at"])  # type: ignore[arg-type]
    return in_circle(str(row["circle"]), str(row["scope"]), mine.home) and unfit(wish, mine) in ("", "full")


def seen(viewer: Actor, order: UUID) -> tuple[dict[str, object], Who, Hand | None]:
    """The row of an order with the viewer's part in it. Raises Missing when it is not there or not this viewer's to see.

    The part `member` is kept only by whom it is offered to now.
    """
    row = reading.load(order)
    if row is None:
        raise Missing
    mine = reading.member_of(viewer.account)
    who = part(viewer, row, mine)
    roles = set(who.roles)
    if "member" in roles and mine is not None:
        declined = bool(
            sql.value("select true from services_decline where order_id = %s and member = %s", (order, mine.id))
        )
        if not offered(row, mine, declined):
            roles.discard("member")
    if rights.holds(viewer, SEE, reading.target_of(row)):
        roles.add("seer")
    if not roles:
        raise Missing
    return row, Who(account=who.account, roles=frozenset(roles)), mine
