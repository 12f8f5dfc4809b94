"""Answers out: a numbered pack of what has changed, kept as it was sent; receipts in; an order given back to its hotline."""

import hashlib
from typing import Any
from uuid import UUID

from liren.cases import commands as cases
from liren.cases.commands import hotline as commands
from liren.cases.events import hotline as events
from liren.cases.handlers import hotline as orders
from liren.cases.handlers import store
from liren.cases.handlers.move import load_case
from liren.cases.handlers.terms import duties_of, ground_of
from liren.cases.hotlines import CODE
from liren.cases.models import exchanged
from liren.cases.rules import packing
from liren.cases.rules.acts.handling import item_named
from liren.cases.rules.words import said
from liren.kernel import Code, Missing, Refusal
from liren.trust import registry, sealed, sql
from liren.trust.registry import Act, Outcome, Target, Told

FILED = """
insert into cases_packrow (pack_id, number, case_id, standing, digest, words)
select pack_id, number, case_id, standing, digest, '' from jsonb_populate_recordset(null::cases_packrow, %s::jsonb)
"""
SENT = """
update cases_reference r set sent_mark = s.sent_mark,
  sent_pack = coalesce(s.sent_pack, r.sent_pack), sent_digest = coalesce(s.sent_digest, r.sent_digest),
  confirmed_at = case when s.sent_pack is null then r.confirmed_at end
from jsonb_populate_recordset(null::cases_reference, %s::jsonb) s where r.system = s.system and r.number = s.number
"""
RECEIPT = """
with told as (
  update cases_packrow p set taken = t.taken, words = t.words, answered_at = %(now)s
  from jsonb_to_recordset(%(receipts)s::jsonb) as t (number text, taken boolean, words text)
  where p.pack_id = %(pack)s and p.number = t.number and (p.taken is distinct from t.taken or p.words <> t.words)
  returning p.number, p.taken)
update cases_reference r set confirmed_at = case when told.taken then %(now)s::timestamptz end
from told where r.system = %(system)s and r.number = told.number and r.sent_pack = %(pack)s
"""


def make_pack(command: commands.MakePack, target: Target, act: Act) -> Outcome:
    """Everything whose answer is not the one that was sent last. Raises Refusal when nothing is."""
    hotline = orders.hotline_of(command.system, command.area, act)
    sql.run("select pg_advisory_xact_lock(hashtext(%s))", (f"pack:{command.system}:{command.area}",))
    found = exchanged.unsent(command.system, command.area)
    fresh = [one for one in found if one.digest != one.sent_digest]
    sql.run(SENT, (_json(_sent(one, command) for one in found if one.digest == one.sent_digest),))
    if not fresh:
        raise Refusal("nothing_new", "上一包以后没有变化，不用再做一包。")
    no = sql.value(
        "select coalesce(max(no), 0) + 1 from cases_pack where system = %s and area = %s",
        (command.system, command.area),
    )
    content = packing.packed([one.answer for one in fresh], hotline, area=command.area, no=no, made_at=act.now)
    digest = hashlib.sha256(content).digest()
    sql.insert("cases_pack", {
        "id": command.pack, "system": command.system, "area": command.area, "no": no, "made_at": act.now,
        "made_by": act.actor.account, "rows": len(fresh), "digest": digest, "sealed": sealed.seal_bytes(content),
    })  # fmt: skip
    sql.run(FILED, (_json(_row(one, command.pack) for one in fresh),))
    sql.run(SENT, (_json(_sent(one, command, command.pack) for one in fresh),))
    event = events.PackMade(pack=command.pack, system=command.system, no=no, rows=len(fresh), digest=Code(digest.hex()))
    answer = {"pack": str(command.pack), "no": no, "rows": len(fresh), "digest": digest.hex()}
    return Outcome(events=(Told(event, command.pack, command.area),), answer=answer, scopes=(command.area,))


def _json(rows: Any) -> str:
    return store.as_json(list(rows))


def _row(one: exchanged.Unsent, pack: UUID) -> dict[str, Any]:
    return {
        "pack_id": pack, "number": one.answer.number, "case_id": one.case, "standing": one.answer.standing,
        "digest": "\\x" + one.digest.hex(),
    }  # fmt: skip


def _sent(one: exchanged.Unsent, command: commands.MakePack, pack: UUID | None = None) -> dict[str, Any]:
    row: dict[str, Any] = {"system": command.system, "number": one.answer.number, "sent_mark": one.mark}
    return row | ({"sent_pack": pack, "sent_digest": "\\x" + one.digest.hex()} if pack else {})


# ---- receipts ----------------------------------------------------------------------------------------------------


def load_pack(command: commands.AcknowledgePack, act: Act) -> Target:
    """The pack, locked. Raises Missing."""
    row = sql.one("select id, system, area, no from cases_pack where id = %s for update", (command.pack,))
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row)


def acknowledge(command: commands.AcknowledgePack, target: Target, act: Act) -> Outcome:
    """Keep receipts; the same ones again change nothing. Raises Refusal for a number that the pack does not hold."""
    held = set(sql.values("select number from cases_packrow where pack_id = %s", (command.pack,)))
    strangers = [r.number for r in command.receipts if r.number not in held]
    if strangers:
        raise Refusal(
            "not_in_pack", f"第 {target.row['no']} 包里没有这些单号：{'、'.join(strangers[:5])}。请核对是哪一包。"
        )
    silent = [r.number for r in command.receipts if not r.taken and not r.words.strip()]
    if silent:
        raise Refusal("no_reason", f"没有接收的要写明原因：{'、'.join(silent[:5])}。")
    receipts = [{"number": r.number, "taken": r.taken, "words": r.words.strip()[:200]} for r in command.receipts]
    sql.run(RECEIPT, {
        "now": act.now, "pack": command.pack, "system": target.row["system"], "receipts": _json(receipts),
    })  # fmt: skip
    taken = sum(r.taken for r in command.receipts)
    event = events.PackAcknowledged(pack=command.pack, taken=taken, refused=len(command.receipts) - taken)
    answer = {"pack": str(command.pack), "taken": event.taken, "refused": event.refused}
    return Outcome(events=(Told(event, command.pack, target.scope),), answer=answer, scopes=(target.scope,))


# ---- single orders -----------------------------------------------------------------------------------------------


def give_back(command: commands.ReturnOrder, target: Target, act: Act) -> Outcome:
    """The case ends as not accepted, the reporter is told, and the pack says on which ground and item."""
    case = target.row[0].state
    system = _system_of(case.id)
    ground = ground_of(command.ground, case.scope, act)
    if ground is None:
        raise Refusal("ground", "还没有选退单的依据，请从列表里选一条。", field="ground")
    if ground.ask:
        said(command.item, field="item", what=f"{ground.ask}（“{ground.label}”要写明）")
    item = item_named(duties_of(case.scope, act), ground, command.item)
    refused = cases.RefuseCase(
        case=case.id, exit=Code("outside"), channel=Code(CODE), note=command.note, words=command.words
    )
    answer = act.do(refused)
    sql.run(
        "update cases_reference set returned_ground = %s, returned_item = %s where case_id = %s",
        (ground.code, command.item.strip()[:200], case.id),
    )
    event = events.OrderReturned(case=case.id, system=system, ground=Code(ground.code), item=item)
    return Outcome(events=(Told(event, case.id, case.scope),), answer=answer, scopes=(case.scope,))


def resend(command: commands.ResendOrder, target: Target, act: Act) -> Outcome:
    case = target.row[0].state
    _system_of(case.id)
    sql.run("update cases_reference set sent_mark = '', sent_digest = null where case_id = %s", (case.id,))
    event = events.OrderResent(case=case.id)
    return Outcome(events=(Told(event, case.id, case.scope),), answer={"case": str(case.id)}, scopes=(case.scope,))


def _system_of(case: UUID) -> Code:
    found = sql.value("select system from cases_reference where case_id = %s order by taken_at limit 1", (case,))
    if found is None:
        raise Refusal("no_reference", "这件事不是热线转来的，没有单号可退、可传。")
    return Code(found)


def load_difference(command: commands.SettleDifference, act: Act) -> Target:
    """The difference, locked, with the scope of its case. Raises Missing."""
    row = sql.one(
        """select d.id, d.case_id, d.settled_at, c.scope from cases_orderdifference d join cases_case c on c.id = d.case_id
           where d.id = %s for update of d""",
        (command.difference,),
    )
    if row is None:
        raise Missing
    return Target(scope=row["scope"], row=row)


def settle(command: commands.SettleDifference, target: Target, act: Act) -> Outcome:
    row = target.row
    if row["settled_at"] is not None:
        raise Refusal("settled", "这一处已经有人看过了，请刷新页面。")
    sql.update("cases_orderdifference", {"settled_at": act.now, "settled_by": act.actor.account}, {"id": row["id"]})
    event = events.DifferenceSettled(case=row["case_id"], difference=row["id"])
    return Outcome(events=(Told(event, row["case_id"], row["scope"]),), answer={"case": str(row["case_id"])})


CONSTRAINTS = {
    "cases_reference_once": ("number_known", "这个工单号刚刚有人收下了，请刷新页面再看。"),
    "cases_reference_one": ("reference_twice", "这件事在热线已经有一个单号，不能再挂一个。"),
    "cases_pack_number": ("pack_number", "刚刚有人做好了一包，请刷新页面再看。"),
    "cases_difference_once": ("difference_once", "这一处不同已经记下了，请刷新页面。"),
}
EXCHANGE = "cases.exchange"


def hang_up() -> None:
    """Declare the orders of the exchange, and what a hotline's own key may do."""
    registry.right(EXCHANGE, "热线工单交换")
    for order, label, handler, target in (
        (commands.ReceiveOrders, "收工单", orders.receive, orders.over_area),
        (commands.UndoOrdersImport, "撤销工单导入", orders.undo, orders.load_import),
        (commands.MakePack, "做回传包", make_pack, orders.over_area),
        (commands.AcknowledgePack, "记热线回执", acknowledge, load_pack),
        (commands.ResendOrder, "下一包再传", resend, load_case),
        (commands.SettleDifference, "来单的不同看过了", settle, load_difference),
    ):
        registry.command(
            order, label=label, handler=handler, target=target, right=EXCHANGE, see=EXCHANGE, reach="within"
        )
    registry.command(
        commands.ReturnOrder, label="退回热线", handler=give_back, target=load_case, right="cases.dispatch",
        see="cases.see", reach="handover",
    )  # fmt: skip
    registry.scope(
        "hotline", "12345 工单交换", rights=(EXCHANGE,),
        may=(commands.ReceiveOrders, commands.MakePack, commands.AcknowledgePack),
    )  # fmt: skip
    registry.events(
        events.OrderReceived, events.OrderDiffers, events.DifferenceSettled, events.OrderReturned, events.OrdersImportUndone,
        events.PackMade, events.PackAcknowledged, events.OrderResent,
    )  # fmt: skip
    for name, (code, sentence) in CONSTRAINTS.items():
        registry.constraint(name, code, sentence)
