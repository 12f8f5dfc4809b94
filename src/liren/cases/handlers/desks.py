"""Handovers, saved filters and columns: command to rows to event."""

from typing import Any

from liren.cases.commands import desks as commands
from liren.cases.events import desks as events
from liren.cases.rules import desks as rules
from liren.kernel import AreaCode, Denied, Missing
from liren.trust import registry, rights, sql
from liren.trust.registry import Act, Outcome, Target, Told

OWNER = "owner"
DESK = "cases.see"


# ---- handing over ----------------------------------------------------------------------------------------------


def place_of(command: commands.LeaveHandover, act: Act) -> Target:
    return Target(scope=command.area)


def leave(command: commands.LeaveHandover, target: Target, act: Act) -> Outcome:
    rules.check_handover(command.shift, command.words)
    sql.insert(
        "cases_handover",
        {"id": command.handover, "area": command.area, "shift": command.shift, "words": command.words.strip(),
         "account": act.actor.account, "at": act.now},
    )  # fmt: skip
    event = events.HandoverLeft(handover=command.handover, shift=command.shift)
    return Outcome(
        events=(Told(event, command.handover, command.area),),
        answer={"handover": str(command.handover)},
        scopes=(command.area,),
    )


def load_handover(command: commands.AcknowledgeHandover, act: Act) -> Target:
    row = sql.one("select id, area, account from cases_handover where id = %s for key share", (command.handover,))
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row)


def acknowledge(command: commands.AcknowledgeHandover, target: Target, act: Act) -> Outcome:
    """Reading twice is reading once; whoever wrote it need not say that they read it."""
    if target.row["account"] == act.actor.account:
        raise Denied("这条是您自己留的，由接班的人来点“知道了”。")
    new = sql.run(
        """insert into cases_handoverread (handover_id, account, at) values (%s, %s, %s)
           on conflict (handover_id, account) do nothing""",
        (command.handover, act.actor.account, act.now),
    )
    event = events.HandoverAcknowledged(handover=command.handover)
    told = (Told(event, command.handover, AreaCode(target.scope)),) if new else ()
    return Outcome(events=told, answer={"handover": str(command.handover)}, scopes=(target.scope,))


# ---- one's own filters and columns -----------------------------------------------------------------------------


def own_desk(command: commands.SaveFilter | commands.ChooseColumns, act: Act) -> Target:
    """The desk of whoever orders; its entries lie in the widest area they work in. Raises Missing without a desk."""
    grants = act.actor.holds(DESK)
    if act.actor.account is None or not grants:
        raise Missing
    return Target(scope=min((str(g.area) for g in grants), key=lambda a: (len(a), a)), roles=frozenset({OWNER}))


def load_saved(command: commands.RemoveFilter | commands.RestoreFilter, act: Act) -> Target:
    """One's own filter, locked."""
    row = sql.one(
        "select * from cases_saved where id = %s and account = %s for update", (command.saved, act.actor.account)
    )
    if row is None:
        raise Missing
    return Target(scope=row["area"] or own_desk(command, act).scope, row=row, roles=frozenset({OWNER}))  # type: ignore[arg-type]


def save(command: commands.SaveFilter, target: Target, act: Act) -> Outcome:
    """Shared with an area only by somebody who works there."""
    rules.check_saved(command.name, command.query)
    if command.area and not rights.holds(act.actor, DESK, Target(scope=command.area)):
        raise Denied("只能和自己管的区域里的同事共用，请换一个区域。")
    sql.insert(
        "cases_saved",
        {"id": command.saved, "account": act.actor.account, "area": command.area, "name": command.name.strip(),
         "query": command.query, "at": act.now, "removed_at": None},
    )  # fmt: skip
    event = events.FilterSaved(saved=command.saved, shared=command.area is not None)
    return _told(event, command.saved, target, {"saved": str(command.saved)})


def remove(command: commands.RemoveFilter, target: Target, act: Act) -> Outcome:
    sql.update("cases_saved", {"removed_at": act.now}, {"id": command.saved})
    return _told(events.FilterRemoved(saved=command.saved), command.saved, target, {"name": target.row["name"]})


def restore(command: commands.RestoreFilter, target: Target, act: Act) -> Outcome:
    sql.update("cases_saved", {"removed_at": None}, {"id": command.saved})
    return _told(events.FilterRestored(saved=command.saved), command.saved, target, {"name": target.row["name"]})


def choose(command: commands.ChooseColumns, target: Target, act: Act) -> Outcome:
    rules.check_columns(command.columns)
    sql.run(
        """insert into cases_columns (account, columns, at) values (%s, %s, %s)
           on conflict (account) do update set columns = excluded.columns, at = excluded.at""",
        (act.actor.account, list(command.columns), act.now),
    )
    return _told(events.ColumnsChosen(columns=command.columns), act.actor.account, target, {})


def _told(event: Any, subject: Any, target: Target, answer: dict[str, Any]) -> Outcome:
    return Outcome(events=(Told(event, subject, AreaCode(target.scope)),), answer=answer, scopes=(target.scope,))


# ---- on the registry -------------------------------------------------------------------------------------------

CONSTRAINTS = {
    "cases_handover_shift": ("shift", "还没有选班次，请选白班、中班或夜班。"),
    "cases_saved_one_name": ("saved_name", "您已经有一个叫这个名字的筛选，请换个名字，或者先删掉那一个。"),
}


def hang_up() -> None:
    """Declare the orders of a desk about itself."""
    registry.command(
        commands.LeaveHandover, label="留交班的话", handler=leave, target=place_of, reach="within", right="cases.dispatch",
    )  # fmt: skip
    registry.command(
        commands.AcknowledgeHandover, label="接班", handler=acknowledge, target=load_handover, reach="within",
        right="cases.dispatch", see=DESK,
    )  # fmt: skip
    for order, label, handler, target in (
        (commands.SaveFilter, "存下筛选", save, own_desk),
        (commands.RemoveFilter, "删掉存下的筛选", remove, load_saved),
        (commands.RestoreFilter, "找回存下的筛选", restore, load_saved),
        (commands.ChooseColumns, "选列表的列", choose, own_desk),
    ):
        registry.command(order, label=label, handler=handler, target=target, reach="own", roles=[OWNER])
    registry.events(
        events.HandoverLeft, events.HandoverAcknowledged, events.FilterSaved, events.FilterRemoved,
        events.FilterRestored, events.ColumnsChosen,
    )  # fmt: skip
    for name, (code, sentence) in CONSTRAINTS.items():
        registry.constraint(name, code, sentence)
