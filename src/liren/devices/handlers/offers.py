"""Cameras open under a case or by somebody else's yes: offers and requests."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from liren.catalogue import queries as catalogue
from liren.devices.commands import views as commands
from liren.devices.events import views as events
from liren.devices.handlers import viewed
from liren.devices.rules import purposes as p
from liren.devices.rules import views as rules
from liren.kernel import Code, Missing
from liren.kernel.ids import new_id
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told

LOOK = "cameras.view"
LONGEST_OFFER = timedelta(days=30)
NEAREST = """
select id, area, round(d)::int as metres from (
  select c.id, c.area, sqrt(power((c.lat - %(lat)s) * 111320, 2)
                            + power((c.lon - %(lon)s) * 111320 * cos(radians(%(lat)s)), 2)) as d
  from devices_camera c where c.retired_on is null and starts_with(c.area, %(town)s)) n
where d <= %(radius)s order by d, id limit %(most)s
"""


def purpose_of(code: str, area: str, now: datetime) -> p.Purpose | None:
    """The purpose in force in an area; None for no such code."""
    found = (e.spec for e in catalogue.entries(p.PURPOSES, area=area, at=now) if e.code == code)
    return next(found, None)


def terms_of(area: str, now: datetime) -> p.Terms:
    """The bounds in force in an area."""
    made: p.Terms = catalogue.entry(p.TERMS, "standard", area=area, at=now).spec
    return made


def of_case(command: commands.OfferViews | commands.WithdrawOffers, act: Act) -> Target:
    """The case's own area."""
    return Target(scope=command.area)


def offer(command: commands.OfferViews, target: Target, act: Act) -> Outcome:
    """The nearest cameras, only under a case of public safety; a second dispatch replaces what the first one opened."""
    scope = str(command.area)
    purposes = [e.spec for e in catalogue.entries(p.PURPOSES, area=scope, at=act.now)]
    terms = terms_of(scope, act.now)
    near = []
    if p.opened_by(purposes, command.kind):
        found = {"lon": command.lon, "lat": command.lat, "town": scope[:9], "radius": terms.radius, "most": terms.most}
        near = sql.rows(NEAREST, found)
    closed, tickets, ends = _withdraw(command.case, act)
    until = act.now + LONGEST_OFFER
    for one in near:
        sql.insert(
            "devices_viewoffer",
            {"id": new_id(), "camera": one["id"], "case": command.case, "case_kind": command.kind, "request": None,
             "metres": one["metres"], "units": list(command.units), "accounts": list(command.accounts),
             "barred_unit": command.barred_unit, "barred_account": command.barred_account, "since": act.now,
             "until": until, "withdrawn_at": None},
        )  # fmt: skip
    told: list[Told] = list(ends)
    if closed and not near:
        withdrawn = events.OffersWithdrawn(case=command.case, cameras=tuple(closed), tickets=tickets)
        told.append(Told(withdrawn, uuid5(command.case, "views"), command.area))
    if near:
        cameras = tuple(one["id"] for one in near)
        told.append(
            Told(
                events.ViewsOffered(case=command.case, cameras=cameras, until=until),
                uuid5(command.case, "views"),
                command.area,
            )
        )
    return Outcome(events=tuple(told), answer={"cameras": len(near)}, scopes=(command.area,))


def withdraw(command: commands.WithdrawOffers, target: Target, act: Act) -> Outcome:
    closed, tickets, ends = _withdraw(command.case, act)
    if not closed:
        return Outcome(answer={"cameras": 0})
    event = events.OffersWithdrawn(case=command.case, cameras=tuple(closed), tickets=tickets)
    told = Told(event, uuid5(command.case, "views"), command.area)
    return Outcome(events=(*ends, told), answer={"cameras": len(closed)}, scopes=(command.area,))


def _withdraw(case: UUID, act: Act) -> tuple[list[UUID], int, list[Told]]:
    """Close what is open under a case: its cameras, how many tickets were taken back, and the ends of running views."""
    closed = sql.values(
        'update devices_viewoffer set withdrawn_at = %s where "case" = %s and withdrawn_at is null returning camera',
        (act.now, case),
    )
    tickets = sql.values(
        """update devices_viewticket set revoked_at = %s
           where "case" = %s and revoked_at is null and expires_at > %s returning id""",
        (act.now, case, act.now),
    )
    running = sql.rows(viewed.OPEN + ' and v."case" = %s', (case,))
    return closed, len(tickets), [told for view in running for told in viewed.ended(view, "withdrawn", act.now)]


def camera_of(command: Any, act: Act) -> Target:
    """The camera somebody wants to look through."""
    row = sql.one("select id, area, name from devices_camera where id = %s and retired_on is null", (command.camera,))
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row)


def ask(command: commands.RequestView, target: Target, act: Act) -> Outcome:
    purpose = purpose_of(command.purpose, target.scope, act.now)
    words = rules.check_request(purpose, command.mode, command.words)
    sql.insert(
        "devices_viewrequest",
        {"id": command.request, "camera": command.camera, "purpose": command.purpose, "mode": command.mode,
         "words": words, "about": command.about, "asked_by": act.actor.account, "unit": unit_of(act, target.scope),
         "asked_at": act.now, "reason": ""},
    )  # fmt: skip
    event = events.ViewRequested(
        request=command.request, camera=command.camera, purpose=Code(command.purpose), mode=Code(command.mode),
        about=command.about,
    )  # fmt: skip
    return viewed.told(event, command.request, target.scope, request=str(command.request))


def load_request(command: commands.DecideView, act: Act) -> Target:
    """The request, locked, in its camera's area."""
    row = sql.one(
        """select r.*, c.area from devices_viewrequest r join devices_camera c on c.id = r.camera
           where r.id = %s for update of r""",
        (command.request,),
    )
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row)


def decide(command: commands.DecideView, target: Target, act: Act) -> Outcome:
    """A yes is an offer to whoever asked, for an hour; nobody says yes to themselves."""
    row = target.row
    reason = rules.check_decision(row["asked_by"], act.actor.account, command.reason, row["decided_at"] is not None)
    sql.update(
        "devices_viewrequest",
        {"decided_by": act.actor.account, "decided_at": act.now, "approved": command.approved, "reason": reason},
        {"id": command.request},
    )
    if command.approved:
        minutes = terms_of(target.scope, act.now).request_minutes
        sql.insert(
            "devices_viewoffer",
            {"id": new_id(), "camera": row["camera"], "case": None, "case_kind": "", "request": command.request,
             "metres": 0, "units": [], "accounts": [row["asked_by"]], "barred_unit": None, "barred_account": None,
             "since": act.now, "until": act.now + timedelta(minutes=minutes), "withdrawn_at": None},
        )  # fmt: skip
    event = events.ViewDecided(request=command.request, camera=row["camera"], approved=command.approved)
    return viewed.told(event, command.request, target.scope, request=str(command.request))


def unit_of(act: Act, scope: str, wanted: Iterable[UUID] = ()) -> UUID | None:
    """For which of their units somebody looks: the one the case was sent to before others."""
    mine = [g.unit for g in act.actor.holds(LOOK) if g.unit and g.area.covers(scope)]
    return next((unit for unit in mine if unit in set(wanted)), mine[0] if mine else None)
