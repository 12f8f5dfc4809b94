"""Orders down: the row, its place in the line of the gateways, and what becomes of both. A gateway's word is noted once.

What makes a replay or two workers at once harmless is the claim: word of an exchange is taken out of `devices_unnoted`,
and an order that is over stays as it ended.
"""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.devices import commands, decoding, events
from liren.devices.rules import checks
from liren.devices.rules import orders as rules
from liren.devices.rules.checks import Check
from liren.devices.rules.orders import Standing
from liren.kernel import AreaCode, Code, Event, Missing, Refusal
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told

BEFORE = "select id from devices_order where device = %s and (what = %s and state = any(%s) or id = %s)"
HELD = """
select o.id, o.device, o.area, o.what, o.state, o.tries, o.sent_at, o.ended_at, o.answer, o.minutes
from devices_order o where o.id = any(%s) order by o.id for update of o
"""
WRITE = """
update devices_order o set state = n.state, tries = n.tries, sent_at = n.sent_at, ended_at = n.ended_at, answer = n.answer
from unnest(%s::uuid[], %s::text[], %s::int2[], %s::timestamptz[], %s::timestamptz[], %s::int8[])
  as n(id, state, tries, sent_at, ended_at, answer) where o.id = n.id
"""
CHECKS = """
select "order", device, area, unit, asked_at, minutes, begun_at, due_at, answered_at, outcome from devices_postcheck
where {} order by "order" for update
"""
KEEP = """
update devices_postcheck p set begun_at = n.begun_at, due_at = n.due_at, answered_at = n.answered_at, outcome = n.outcome
from unnest(%s::uuid[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::text[])
  as n(id, begun_at, due_at, answered_at, outcome) where p."order" = n.id
"""


def load_device(command: commands.OrderDown, act: Act) -> Target:
    """The device, locked, so that its orders are numbered one after the other."""
    columns = "kind, wire, source, area, building, owner, contact, retired_at"
    row = sql.one(f"select {columns} from devices_device where id = %s for update", (command.device,))
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row)


def order(command: commands.OrderDown, target: Target, act: Act) -> Outcome:
    """Asked twice by the house, for one reason or while the same is under way, is asked once."""
    device = target.row
    if device["retired_at"] is not None:
        raise Refusal("device_retired", "这台设备已经停用，不能再向它下命令。")
    rules.check(command.what, command.minutes, kind=device["kind"], taken=decoding.orders(device["wire"]))
    if act.actor.kind == "house":
        if sql.values(BEFORE, (command.device, command.what, ["waiting", "sent"], command.order)):
            return Outcome(scopes=(device["area"],))
    elif command.why != "asked" or command.slot:
        raise Refusal("why", "只有系统自己才能按安排下命令，请刷新页面再试。")
    serial = int(sql.value("select count(*) from devices_order where device = %s", (command.device,))) & 0xFFFF
    row = {
        "id": command.order, "device": command.device, "area": device["area"], "what": command.what, "minutes": command.minutes,
        "why": command.why, "slot": command.slot, "asked_by": act.actor.account, "asked_at": act.now,
        "expires_at": act.now + rules.WAIT, "serial": serial, **asdict(Standing()),
    }  # fmt: skip
    sql.insert("devices_order", row)
    sql.insert(
        "devices_down",
        {"order": command.order, "wire": device["wire"], "source": bytes(device["source"])}
        | {n: row[n] for n in ("what", "minutes", "serial", "asked_at", "expires_at")},
    )
    if command.what == "post_check":
        sql.insert(
            "devices_postcheck",
            {"order": command.order, "device": command.device, "area": device["area"], "building": device["building"],
             "unit": device["contact"] or device["owner"], "asked_at": act.now, "minutes": command.minutes, "outcome": ""},
        )  # fmt: skip
    event = events.DownOrdered(
        order=command.order, device=command.device, what=command.what, why=command.why, minutes=command.minutes, serial=serial,
    )  # fmt: skip
    return Outcome(
        events=(Told(event, command.device, device["area"]),), answer={"order": str(command.order)},
        scopes=(device["area"],),
    )  # fmt: skip


def load(command: commands.CallOffDown | commands.EndPostCheck, act: Act) -> Target:
    """The order, locked."""
    [row] = sql.rows(HELD, ([command.order],)) or [None]
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row)


def call_off(command: commands.CallOffDown, target: Target, act: Act) -> Outcome:
    row = target.row
    gone = sql.values(
        'delete from devices_down where "order" = %s and taken_at is null returning "order"', (row["id"],)
    )
    if not gone or row["tries"]:
        raise Refusal("sent", "这条命令已经发给设备，撤不回来了。请等它的回话。")
    sql.update("devices_order", {"state": "called_off", "ended_at": act.now}, {"id": row["id"]})
    sql.run('delete from devices_postcheck where "order" = %s', (row["id"],))
    event = events.DownCalledOff(order=row["id"], device=row["device"])
    return Outcome(
        events=(Told(event, row["device"], row["area"]),), answer={"order": str(row["id"])}, scopes=(row["area"],)
    )


def of_nobody(command: commands.NoteDown, act: Act) -> Target:
    """Only the house orders this."""
    return Target(scope="")


def note(command: commands.NoteDown, target: Target, act: Act) -> Outcome:
    return note_many([command], act)[0]


def note_many(orders: list[commands.NoteDown], act: Act) -> list[Outcome]:
    """Everything that gateways wrote, in its order; what is over leaves their line."""
    claimed = _claimed(orders)
    mine = [n for n in orders if n.exchange is None or n.exchange in claimed]
    rows = {row["id"]: row for row in sql.rows(HELD, ([n.order for n in mine],))}
    before = {id: Standing(**{n: row[n] for n in Standing.__slots__}) for id, row in rows.items()}
    now_is = dict(before)
    told: dict[UUID, events.DownEnded] = {}
    for word in mine:
        if word.order in now_is and (word.exchange is not None or _over_due(word, act.now)):
            now_is[word.order] = rules.fold(now_is[word.order], word.how, word.at, word.exchange)
            if word.how == "lost":
                sql.run('update devices_down set taken_by = null, taken_at = null where "order" = %s', (word.order,))
    changed = {id: order for id, order in now_is.items() if order != before[id]}
    _write(changed)
    for id, order in changed.items():
        if order.over:
            row = rows[id]
            told[id] = events.DownEnded(
                order=id, device=row["device"], what=Code(row["what"]), state=Code(order.state), tries=order.tries
            )
    sql.run('delete from devices_down where "order" = any(%s)', ([id for id, o in now_is.items() if o.over],))
    _tell_checks({id: order for id, order in changed.items() if rows[id]["what"] == "post_check"})
    return [
        Outcome(events=(Told(event, event.device, rows[n.order]["area"]),))
        if (event := told.pop(n.order, None)) is not None
        else Outcome()
        for n in orders
    ]


def _claimed(orders: list[commands.NoteDown]) -> set[int]:
    """The exchanges that nobody has taken note of before."""
    ids = [n.exchange for n in orders if n.exchange is not None]
    if not ids:
        return set()
    return set(sql.values("delete from devices_unnoted where exchange = any(%s) returning exchange", (ids,)))


def _over_due(word: commands.NoteDown, now: datetime) -> bool:
    """Whether what no gateway said is so still: a gateway may have taken or ended it meanwhile."""
    late = "expires_at <= %s and taken_at is null" if word.how == "expired" else "taken_at <= %s"
    limit = now if word.how == "expired" else now - rules.ORPHANED
    query = f'select 1 from devices_down where "order" = %s and {late} for update'
    return sql.value(query, (word.order, limit)) is not None


def _write(changed: dict[UUID, Standing]) -> None:
    if changed:
        rows = list(changed.values())
        sql.run(
            WRITE,
            (list(changed), [o.state for o in rows], [o.tries for o in rows], [o.sent_at for o in rows],
             [o.ended_at for o in rows], [o.answer for o in rows]),
        )  # fmt: skip


def _tell_checks(ended: dict[UUID, Standing]) -> None:
    """Checks that the device has now, or never had."""
    over = [id for id, order in ended.items() if order.over]
    if not over:
        return
    kept = {}
    for row in sql.rows(CHECKS.format('"order" = any(%s)'), (over,)):
        check, order = _check(row), ended[row["order"]]
        kept[row["order"]] = (
            checks.begun(check, order.ended_at or order.sent_at or check.asked_at)
            if order.state == "answered"
            else checks.unreached(check)
        )
    _keep(kept)


def answers(pressed: list[tuple[UUID, datetime]]) -> list[tuple[int, Event, UUID, str]]:
    """The button for 查岗 was pressed at these devices: it answers the latest question asked of each. (place, event, device, area)."""
    if not pressed:
        return []
    rows = sql.rows(
        CHECKS.format("device = any(%s) and asked_at >= %s"),
        (list({device for device, _ in pressed}), min(at for _, at in pressed) - checks.STILL * 2),
    )
    kept: dict[UUID, Check] = {row["order"]: _check(row) for row in rows}
    fresh: dict[UUID, Check] = {}
    told: list[tuple[int, Event, UUID, str]] = []
    for place, (device, at) in enumerate(pressed):
        asked = [row for row in rows if row["device"] == device and row["asked_at"] <= at]
        row = max(asked, key=lambda r: r["asked_at"], default=None)
        if row is None or not checks.takes(kept[row["order"]], at):
            continue
        check = kept[row["order"]] = fresh[row["order"]] = checks.answered(kept[row["order"]], at)
        seconds = round((at - (check.begun_at or check.asked_at)).total_seconds())
        event = events.PostCheckAnswered(
            order=row["order"], device=device, seconds=max(0, seconds), in_time=check.outcome == "in_time"
        )
        told.append((place, event, device, row["area"]))
    _keep(fresh)
    return told


def end(command: commands.EndPostCheck, target: Target, act: Act) -> Outcome:
    """Somebody may have answered meanwhile: then there is nothing to end."""
    [row] = sql.rows(CHECKS.format('"order" = %s'), (command.order,)) or [None]
    if row is None or row["outcome"] or row["due_at"] is None or row["due_at"] > act.now:
        return Outcome(scopes=(target.scope,))
    _keep({row["order"]: replace(_check(row), outcome="none")})
    area = AreaCode(row["area"])
    event = events.PostCheckUnanswered(
        order=row["order"], device=row["device"], area=area, unit=row["unit"], minutes=row["minutes"]
    )
    return Outcome(events=(Told(event, row["device"], area),), scopes=(target.scope,))


def _check(row: dict[str, Any]) -> Check:
    return Check(**{n: row[n] for n in Check.__slots__})


def _keep(kept: dict[UUID, Check]) -> None:
    if kept:
        rows = list(kept.values())
        sql.run(
            KEEP,
            (list(kept), [c.begun_at for c in rows], [c.due_at for c in rows], [c.answered_at for c in rows],
             [c.outcome for c in rows]),
        )  # fmt: skip
