"""Looking through cameras: offers, requests, tickets and the register. Every decision is in rules.views."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from liren.catalogue import queries as catalogue
from liren.devices.commands import views as commands
from liren.devices.events import views as events
from liren.devices.rules import purposes as p
from liren.devices.rules import views as rules
from liren.kernel import AreaCode, Code, Event, Missing, Refusal
from liren.kernel.ids import new_id
from liren.trust import registry, sql
from liren.trust.registry import Act, Outcome, Target, Told

LOOK, APPROVE, HOLDER = "cameras.view", "cameras.approve", "holder"
LONGEST_OFFER = timedelta(days=30)
NEAREST = """
select id, area, round(d)::int as metres from (
  select c.id, c.area, sqrt(power((c.lat - %(lat)s) * 111320, 2)
                            + power((c.lon - %(lon)s) * 111320 * cos(radians(%(lat)s)), 2)) as d
  from devices_camera c where c.retired_on is null and starts_with(c.area, %(town)s)) n
where d <= %(radius)s order by d, id limit %(most)s
"""
TICKET = """
select t.id, t.camera, t.case, t.account, t.unit, t.purpose, t.mode, t.words, t.issued_at, t.expires_at, t.renewed,
       t.revoked_at, t.session, c.area, c.engine_path as path, c.retired_on is not null as camera_retired,
       o.request, o.until as offer_until, o.withdrawn_at, v.id as view, v.opened_at, e.view is not null as ended
from devices_viewticket t join devices_camera c on c.id = t.camera join devices_viewoffer o on o.id = t.offer
left join devices_view v on v.ticket = t.id left join devices_viewend e on e.view = v.id
where t.id = %s for update of t
"""
OPEN = """
select v.id, v.ticket, v.camera, v.opened_at, v.area, t.expires_at, t.revoked_at
from devices_view v join devices_viewticket t on t.id = v.ticket
where not exists (select from devices_viewend e where e.view = v.id)
"""

CONSTRAINTS = {
    "devices_viewrequest_two": ("own_request", "自己的申请不能自己批，请交给另一个人。"),
    "devices_viewrequest_mode": ("mode", "请选看现场、截图、回放或者导出。"),
    "devices_viewoffer_one": ("offer", "摄像头要么跟着案件开放，要么跟着批准的申请开放。"),
    "devices_viewoffer_once": ("offer_twice", "这台摄像头已经对这件事开放了。"),
    "devices_viewticket_once": ("renewed", "已经续过一次，不能再续。"),
    "devices_viewticket_mode": ("mode", "请选看现场、截图、回放或者导出。"),
    "devices_viewend_why": ("view_end", "没有这种结束的原因，请把这一页截图交给管理员。"),
    "devices_view_ticket_key": ("view_twice", "这张票已经用过了。"),
}


def purpose_of(code: str, area: str, now: datetime) -> p.Purpose | None:
    """The purpose in force in an area; None for no such code."""
    found = (e.spec for e in catalogue.entries(p.PURPOSES, area=area, at=now) if e.code == code)
    return next(found, None)


def terms_of(area: str, now: datetime) -> p.Terms:
    """The bounds in force in an area."""
    made: p.Terms = catalogue.entry(p.TERMS, "standard", area=area, at=now).spec
    return made


# ---- offers -------------------------------------------------------------------------------------------------------


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
    running = sql.rows(OPEN + ' and v."case" = %s', (case,))
    return closed, len(tickets), [_ended(view, "withdrawn", act.now) for view in running]


# ---- requests -----------------------------------------------------------------------------------------------------


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
         "words": words, "about": command.about, "asked_by": act.actor.account, "unit": _unit(act, target.scope),
         "asked_at": act.now, "reason": ""},
    )  # fmt: skip
    event = events.ViewRequested(
        request=command.request, camera=command.camera, purpose=Code(command.purpose), mode=Code(command.mode),
        about=command.about,
    )  # fmt: skip
    return _told(event, command.request, target.scope, request=str(command.request))


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
    return _told(event, command.request, target.scope, request=str(command.request))


# ---- tickets ------------------------------------------------------------------------------------------------------


def issue(command: commands.IssueTicket, target: Target, act: Act) -> Outcome:
    purpose = purpose_of(command.purpose, target.scope, act.now)
    row = _offer_row(command, act)
    found = _offer(row) if row else None
    viewer = rules.Viewer(account=act.actor.account, units=act.actor.units)
    words = rules.check_issue(found, viewer, purpose, command.mode, command.words, act.now)
    assert row is not None
    expires = rules.expires(act.now, terms_of(target.scope, act.now).ticket_minutes, row["until"])
    sql.insert(
        "devices_viewticket",
        {"id": command.ticket, "camera": command.camera, "offer": row["id"], "case": row["case"],
         "account": act.actor.account, "unit": _unit(act, target.scope, row["units"]), "purpose": command.purpose,
         "mode": command.mode, "words": words, "issued_at": act.now, "expires_at": expires, "renewed": 0,
         "session": ""},
    )  # fmt: skip
    event = events.TicketIssued(
        ticket=command.ticket, camera=command.camera, case=row["case"], request=row["request"],
        purpose=Code(command.purpose), mode=Code(command.mode), expires_at=expires,
    )  # fmt: skip
    return _told(event, command.ticket, target.scope, ticket=str(command.ticket))


def _offer_row(command: commands.IssueTicket, act: Act) -> dict[str, Any] | None:
    """The offer under the case, or by this person's own approved request for this purpose."""
    columns = """select o.id, o.camera, o."case", o.case_kind, o.request, o.units, o.accounts, o.barred_unit, o.barred_account,
                 o.until, o.withdrawn_at, coalesce(r.purpose, '') as purpose, coalesce(r.mode, '') as mode
                 from devices_viewoffer o left join devices_viewrequest r on r.id = o.request where o.camera = %s and """
    latest = " order by (o.withdrawn_at is null) desc, o.since desc limit 1"
    if command.case is not None:
        found: dict[str, Any] | None = sql.one(columns + 'o."case" = %s' + latest, (command.camera, command.case))
        return found
    mine = "r.asked_by = %s and r.purpose = %s and r.mode = %s"
    found = sql.one(columns + mine + latest, (command.camera, act.actor.account, command.purpose, command.mode))
    return found


def _offer(row: dict[str, Any]) -> rules.Offer:
    return rules.Offer(
        units=frozenset(row["units"]), accounts=frozenset(row["accounts"]), barred_unit=row["barred_unit"],
        barred_account=row["barred_account"], case_kind=row["case_kind"], purpose=row["purpose"], mode=row["mode"],
        until=row["until"], withdrawn_at=row["withdrawn_at"],
    )  # fmt: skip


def _unit(act: Act, scope: str, wanted: Iterable[UUID] = ()) -> UUID | None:
    """For which of their units somebody looks: the one the case was sent to before others."""
    mine = [g.unit for g in act.actor.holds(LOOK) if g.unit and g.area.covers(scope)]
    return next((unit for unit in mine if unit in set(wanted)), mine[0] if mine else None)


def load_ticket(command: Any, act: Act) -> Target:
    """The ticket with its camera, offer and view, locked."""
    row = sql.one(TICKET, (command.ticket,))
    if row is None:
        raise Missing
    mine = act.actor.account is not None and row["account"] == act.actor.account
    return Target(scope=row["area"], row=row, roles=frozenset({HOLDER} if mine else ()))


def _ticket(row: dict[str, Any], now: datetime) -> rules.Ticket:
    return rules.Ticket(
        id=row["id"], path=row["path"], mode=row["mode"], issued_at=row["issued_at"], expires_at=row["expires_at"],
        revoked_at=row["revoked_at"], session=row["session"], ended=row["ended"], camera_retired=row["camera_retired"],
        offer_live=row["withdrawn_at"] is None and now < row["offer_until"],
    )  # fmt: skip


def renew(command: commands.RenewTicket, target: Target, act: Act) -> Outcome:
    row = target.row
    rules.check_renewal(_ticket(row, act.now), row["renewed"], act.now)
    minutes = terms_of(target.scope, act.now).ticket_minutes
    expires = rules.expires(max(row["expires_at"], act.now), minutes, row["offer_until"])
    sql.update("devices_viewticket", {"expires_at": expires, "renewed": 1}, {"id": command.ticket})
    event = events.TicketRenewed(ticket=command.ticket, expires_at=expires)
    return _told(event, command.ticket, target.scope, ticket=str(command.ticket))


def revoke(command: commands.RevokeTicket, target: Target, act: Act) -> Outcome:
    """Whoever holds it gives it back; whoever approves views takes it back. The running view ends with it."""
    row, own = target.row, HOLDER in target.roles
    if row["revoked_at"] is not None or act.now >= row["expires_at"]:
        raise Refusal("ticket_over", "这张票已经结束了，不用再收回。")
    sql.update("devices_viewticket", {"revoked_at": act.now, "revoked_by": act.actor.account}, {"id": command.ticket})
    told = [Told(events.TicketRevoked(ticket=command.ticket, own=own), command.ticket, AreaCode(target.scope))]
    if row["view"] is not None and not row["ended"]:
        view = {
            "id": row["view"],
            "ticket": row["id"],
            "camera": row["camera"],
            "opened_at": row["opened_at"],
            "area": row["area"],
        }
        told.append(_ended(view, "left" if own else "revoked", act.now))
    return Outcome(events=tuple(told), answer={"ticket": str(command.ticket)}, scopes=(target.scope,))


# ---- the register -------------------------------------------------------------------------------------------------


def open_view(command: commands.OpenView, target: Target, act: Act) -> Outcome:
    """A reader of the media engine: let go on, entered in the register, or refused by a code of rules.REFUSED."""
    row = target.row
    call = rules.Call(path=command.path, action=command.action, session=command.session, identified=command.identified)
    verdict = rules.admit(_ticket(row, act.now), call, act.now)
    if verdict in rules.REFUSED:
        raise Refusal(verdict, "这张票不能这样用。")
    if not verdict:
        return Outcome(answer={"opened": False}, scopes=(target.scope,))
    view = uuid5(row["id"], "view")
    sql.update("devices_viewticket", {"session": command.session}, {"id": row["id"]})
    sql.insert(
        "devices_view",
        {"id": view, "ticket": row["id"], "camera": row["camera"], "area": row["area"], "account": row["account"],
         "unit": row["unit"], "purpose": row["purpose"], "mode": row["mode"], "words": row["words"],
         "case": row["case"], "request": row["request"], "opened_at": act.now},
    )  # fmt: skip
    event = events.ViewOpened(
        view=view, ticket=row["id"], camera=row["camera"], case=row["case"], purpose=Code(row["purpose"]),
        mode=Code(row["mode"]),
    )  # fmt: skip
    return _told(event, row["id"], target.scope, opened=True)


def camera_itself(command: commands.CloseViews, act: Act) -> Target:
    """The camera, retired or not."""
    area = sql.value("select area from devices_camera where id = %s", (command.camera,))
    if area is None:
        raise Missing
    return Target(scope=area)


def close_views(command: commands.CloseViews, target: Target, act: Act) -> Outcome:
    running = sql.rows(OPEN + " and v.camera = %s for update of t", (command.camera,))
    told = []
    for view in running:
        over = view["revoked_at"] is not None or act.now >= view["expires_at"]
        if over or not command.run_out:
            why = "revoked" if view["revoked_at"] else "expired" if over else "gone"
            told.append(_ended(view, why, min(act.now, max(view["expires_at"], view["opened_at"]))))
    return Outcome(events=tuple(told), answer={"closed": len(told)}, scopes=(target.scope,))


def _ended(view: dict[str, Any], why: str, at: datetime) -> Told:
    """Write the end of a view into the register."""
    sql.insert("devices_viewend", {"view": view["id"], "closed_at": at, "why": why})
    event = events.ViewClosed(
        view=view["id"], ticket=view["ticket"], camera=view["camera"], why=Code(why),
        seconds=max(int((at - view["opened_at"]).total_seconds()), 0),
    )  # fmt: skip
    return Told(event, view["ticket"], AreaCode(view["area"]))


def _told(event: Event, subject: UUID, area: str, **answer: Any) -> Outcome:
    return Outcome(events=(Told(event, subject, AreaCode(area)),), answer=answer, scopes=(area,))


def hang_up() -> None:
    """Declare offers, requests, tickets and the register."""
    for order, label, handler in (
        (commands.OfferViews, "开放附近的摄像头", offer), (commands.WithdrawOffers, "收回摄像头", withdraw)
    ):  # fmt: skip
        registry.command(order, label=label, handler=handler, target=of_case, reach="own", roles=["flow"])
    for asked, name, answer, target, right in (
        (commands.RequestView, "申请看视频", ask, camera_of, LOOK),
        (commands.DecideView, "答复看视频的申请", decide, load_request, APPROVE),
        (commands.IssueTicket, "开看视频的票", issue, camera_of, LOOK),
    ):
        registry.command(
            asked, label=name, handler=answer, target=target, reach="within", right=right, see="cameras.see"
        )
    registry.command(
        commands.RenewTicket, label="续看视频的票", handler=renew, target=load_ticket, reach="own", roles=[HOLDER]
    )
    registry.command(
        commands.RevokeTicket, label="收回看视频的票", handler=revoke, target=load_ticket, reach="own", right=APPROVE,
        roles=[HOLDER],
    )  # fmt: skip
    registry.command(
        commands.OpenView, label="登记开始看视频", handler=open_view, target=load_ticket, reach="own", roles=["media"]
    )
    registry.command(
        commands.CloseViews,
        label="登记看完视频",
        handler=close_views,
        target=camera_itself,
        reach="own",
        roles=["media"],
    )
    registry.house("media", may=[commands.OpenView, commands.CloseViews])
    registry.events(
        events.ViewsOffered, events.OffersWithdrawn, events.ViewRequested, events.ViewDecided, events.TicketIssued,
        events.TicketRenewed, events.TicketRevoked, events.ViewOpened, events.ViewClosed, events.FootageAsked,
        events.FootageDecided,
    )  # fmt: skip
    for name, (code, sentence) in CONSTRAINTS.items():
        registry.constraint(name, code, sentence)
