"""What people say to alarms. A word is on a whole group: one look at the spot answers for all that rang together."""

from typing import Any
from uuid import UUID, uuid5

from liren.devices import commands, events
from liren.devices.kinds import CAUSES
from liren.devices.rules import alarms as rules
from liren.kernel import Code, Missing, Refusal
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told

COLUMNS = 'id, device, kind, area, head, "case", active, seen_at, judged, closed_at, case when real_at is null then drill end as drill'
OneAlarm = commands.AcknowledgeAlarm | commands.ConfirmAlarm | commands.JudgeFalse


def load(command: OneAlarm, act: Act) -> Target:
    """The alarm a command names with its group, locked. The version is how many of the group wait for a verdict."""
    row = sql.one(f"select {COLUMNS} from devices_alarm where id = %s", (command.alarm,))
    if row is None:
        raise Missing
    group = sql.rows(f"select {COLUMNS} from devices_alarm where head = %s order by id for update", (row["head"],))
    row = next(one for one in group if one["id"] == command.alarm)
    waiting = [one for one in group if one["closed_at"] is None and not one["judged"]]
    return Target(scope=row["area"], row=(row, waiting), version=len(waiting), now_is={"version": len(waiting)})


def acknowledge(command: commands.AcknowledgeAlarm, target: Target, act: Act) -> Outcome:
    """Of what has rung so far; an alarm that joins the group later rings anew (as GB 4717 wants it of a panel that was muted)."""
    row, waiting = target.row
    fresh = [one for one in waiting if one["seen_at"] is None]
    over = [
        one["id"] for one in fresh
        if rules.ends_by_itself(kind=one["kind"], active=one["active"], seen=True, case=one["case"])
    ]  # fmt: skip
    sql.run(
        "update devices_alarm set seen_at = %s, seen_by = %s, closed_at = case when id = any(%s) then %s end where id = any(%s)",
        (act.now, act.actor.account, over, act.now, [one["id"] for one in fresh]),
    )
    told = [Told(events.AlarmAcknowledged(alarm=one["id"]), one["id"], one["area"]) for one in fresh]
    told += [Told(events.AlarmClosed(alarm=one["id"]), one["id"], one["area"]) for one in fresh if one["id"] in over]
    return Outcome(events=tuple(told), answer={"alarm": str(row["id"])}, scopes=(row["area"],))


def confirm(command: commands.ConfirmAlarm, target: Target, act: Act) -> Outcome:
    row, waiting = target.row
    rules.check_judging(judged=row["judged"], closed=row["closed_at"] is not None)
    _judge(waiting, act, {"judged": "confirmed"})
    told = [
        Told(events.AlarmConfirmed(alarm=one["id"], head=one["head"], case=one["case"]), one["id"], one["area"])
        for one in waiting
    ]
    case = str(row["case"]) if row["case"] else ""
    return Outcome(
        events=tuple(told), answer={"alarm": str(row["id"]), "case": case, "count": len(waiting)}, scopes=(row["area"],)
    )


def judge_false(command: commands.JudgeFalse, target: Target, act: Act) -> Outcome:
    row, waiting = target.row
    rules.check_judging(judged=row["judged"], closed=row["closed_at"] is not None)
    if command.cause not in CAUSES:
        raise Refusal("cause", "请选一个误报的原因。", field="cause")
    words = " ".join(command.words.split())
    if not words:
        raise Refusal("words", "还没有写怎么看出是误报，写一句，例如“到现场看过，是做饭的油烟”。", field="words")
    if len(words) > 200:
        raise Refusal("words", f"最多写 200 个字，现在 {len(words)} 个，请写短一点。", field="words")
    _judge(waiting, act, {"judged": "false", "cause": command.cause, "words": words, "closed_at": act.now})
    task = _task(row, command.cause, act)
    told = [
        Told(
            events.AlarmJudgedFalse(
                alarm=one["id"], head=one["head"], case=one["case"], cause=Code(command.cause),
                task=task if one["id"] == row["id"] else None,
            ),
            one["id"], one["area"],
        )
        for one in waiting
    ]  # fmt: skip
    return Outcome(events=tuple(told), answer={"alarm": str(row["id"]), "count": len(waiting)}, scopes=(row["area"],))


def _judge(waiting: list[dict[str, Any]], act: Act, verdict: dict[str, Any]) -> None:
    """One verdict on all of them; whoever judges has seen them."""
    verdict = {"judged_at": act.now, "judged_by": act.actor.account, **verdict}
    sets = ", ".join(f'"{name}" = %s' for name in verdict)
    sql.run(
        f"update devices_alarm set {sets}, seen_at = coalesce(seen_at, %s), seen_by = coalesce(seen_by, %s) where id = any(%s)",
        (*verdict.values(), act.now, act.actor.account, [one["id"] for one in waiting]),
    )


def _task(row: dict[str, Any], cause: str, act: Act) -> UUID | None:
    """What is to be done at the device, where the cause leaves something; a drill leaves nothing to do."""
    if not CAUSES[cause][1] or row["drill"] is not None:
        return None
    task = uuid5(row["id"], "task")
    sql.insert(
        "devices_task",
        {"id": task, "device": row["device"], "alarm": row["id"], "cause": cause, "made_at": act.now, "words": ""},
    )
    return task


def of_case(command: commands.CloseAlarms, act: Act) -> Target:
    """The alarms of a case, locked."""
    found = sql.rows(f'select {COLUMNS} from devices_alarm where "case" = %s order by id for update', (command.case,))
    if not found:
        raise Missing
    return Target(scope=found[0]["area"], row=[one for one in found if one["closed_at"] is None])


def close(command: commands.CloseAlarms, target: Target, act: Act) -> Outcome:
    """All of them that a person judged; one that nobody did stays open, whatever became of the case."""
    over = [one for one in target.row if one["judged"]]
    sql.run("update devices_alarm set closed_at = %s where id = any(%s)", (act.now, [one["id"] for one in over]))
    told = tuple(Told(events.AlarmClosed(alarm=one["id"]), one["id"], one["area"]) for one in over)
    return Outcome(events=told, answer={"count": len(over)}, scopes=(target.scope,))
