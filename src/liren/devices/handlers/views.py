"""Tickets, and the reader who comes with one: every decision is in rules.views."""

from datetime import datetime
from typing import Any
from uuid import uuid5

from liren.devices.commands import views as commands
from liren.devices.events import views as events
from liren.devices.handlers import offers, viewed
from liren.devices.handlers.offers import LOOK, purpose_of, terms_of, unit_of
from liren.devices.rules import views as rules
from liren.kernel import AreaCode, Code, Missing, Refusal
from liren.trust import registry, sql
from liren.trust.registry import Act, Outcome, Target, Told

APPROVE, HOLDER = "cameras.approve", "holder"
TICKET = """
select t.id, t.camera, t.case, t.account, t.unit, t.purpose, t.mode, t.words, t.issued_at, t.expires_at, t.renewed,
       t.revoked_at, t.session, c.area, c.engine_path as path, c.retired_on is not null as camera_retired,
       o.request, o.until as offer_until, o.withdrawn_at, v.id as view, v.opened_at, e.view is not null as ended
from devices_viewticket t join devices_camera c on c.id = t.camera join devices_viewoffer o on o.id = t.offer
left join devices_view v on v.ticket = t.id left join devices_viewend e on e.view = v.id
where t.id = %s for update of t
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
         "account": act.actor.account, "unit": unit_of(act, target.scope, row["units"]), "purpose": command.purpose,
         "mode": command.mode, "words": words, "issued_at": act.now, "expires_at": expires, "renewed": 0,
         "session": ""},
    )  # fmt: skip
    event = events.TicketIssued(
        ticket=command.ticket, camera=command.camera, case=row["case"], request=row["request"],
        purpose=Code(command.purpose), mode=Code(command.mode), expires_at=expires,
    )  # fmt: skip
    return viewed.told(event, command.ticket, target.scope, ticket=str(command.ticket))


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
    return viewed.told(event, command.ticket, target.scope, ticket=str(command.ticket))


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
        told += viewed.ended(view, "left" if own else "revoked", act.now)
    return Outcome(events=tuple(told), answer={"ticket": str(command.ticket)}, scopes=(target.scope,))


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
    return viewed.told(event, row["id"], target.scope, opened=True)


def hang_up() -> None:
    """Declare offers, requests, tickets and the register."""
    for order, label, handler in (
        (commands.OfferViews, "开放附近的摄像头", offers.offer), (commands.WithdrawOffers, "收回摄像头", offers.withdraw)
    ):  # fmt: skip
        registry.command(order, label=label, handler=handler, target=offers.of_case, reach="own", roles=["flow"])
    for asked, name, answer, target, right in (
        (commands.RequestView, "申请看视频", offers.ask, offers.camera_of, LOOK),
        (commands.DecideView, "答复看视频的申请", offers.decide, offers.load_request, APPROVE),
        (commands.IssueTicket, "开看视频的票", issue, offers.camera_of, LOOK),
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
        handler=viewed.close_views,
        target=viewed.camera_itself,
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
