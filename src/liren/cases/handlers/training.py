"""Trainings: asked, worked off by the worker, called off, thrown away, put to use; an area keeps only its newest result."""

import json
from typing import Any

from psycopg.types.json import Jsonb

from liren.cases.commands import training as commands
from liren.cases.events import training as events
from liren.cases.handlers.triage import RIGHT, SEE, put_to_use
from liren.cases.models.learnable import COUNTS
from liren.cases.triage import lessons
from liren.kernel import AreaCode, Missing, Refusal
from liren.trust import registry, sql
from liren.trust.registry import Act, Outcome, Target, Told

WORKER = "cases.training"  # the worker that trains (cases/training.py)
CONSTRAINTS = {
    "cases_training_state": ("training_state", "一次训练只能是等着、练好、启用、停下、丢弃或者练不了。"),
    "cases_training_kept": ("training_kept", "练好了的要有模型。"),
    "cases_training_one_waiting": ("training_twice", "这里正在训练，请等它练完，或者先停下。"),
}


def over_area(command: commands.AskTraining, act: Act) -> Target:
    return Target(scope=command.area)


def ask(command: commands.AskTraining, target: Target, act: Act) -> Outcome:
    """Refused while the area has too few closed cases: what is missing is said before anybody waits."""
    seen = {row["kind"]: row["n"] for row in sql.rows(COUNTS, (str(command.area),))}
    kept, _left = lessons.sorted_out(seen)
    if not lessons.enough(kept):
        raise Refusal("training_few", lessons.too_few(sum(seen.values()), kept))
    sql.insert(
        "cases_training",
        {"id": command.training, "area": str(command.area), "account": act.actor.account, "asked_at": act.now,
         "state": "waiting", "done": 0, "total": 1, "trouble": ""},
    )  # fmt: skip
    event = events.TrainingAsked(training=command.training, area=command.area)
    return Outcome(
        events=(Told(event, command.training, command.area),), answer={"training": str(command.training)},
        scopes=(command.area,),
    )  # fmt: skip


def load(command: commands.DropTraining | commands.KeepTraining | commands.UseTraining, act: Act) -> Target:
    """The training, locked. Raises Missing."""
    row = sql.one("select id, area, state, content from cases_training where id = %s for update", (command.training,))
    if row is None:
        raise Missing
    return Target(scope=AreaCode(row["area"]), row=row)


def drop(command: commands.DropTraining, target: Target, act: Act) -> Outcome:
    state = target.row["state"]
    if state not in ("waiting", "ready"):
        raise Refusal("training_over", "这次训练已经启用、停下或者丢弃了，请刷新页面看看。")
    ready = state == "ready"
    _settle(command.training, {"state": "dropped" if ready else "stopped", "settled_at": act.now, "content": None})
    return _told(events.TrainingDropped(training=command.training, ready=ready), target)


def keep(command: commands.KeepTraining, target: Target, act: Act) -> Outcome:
    """How far it is, or the end; nothing is kept of a training that was called off."""
    if target.row["state"] != "waiting":
        return Outcome()
    moved: dict[str, Any] = {"done": command.done, "total": command.total}
    if not command.content and not command.trouble:
        _settle(command.training, moved)
        return Outcome(scopes=(target.scope,))
    report = json.loads(command.report) if command.content else None
    found = {
        "state": "ready" if command.content else "refused", "settled_at": act.now, "trouble": command.trouble[:300],
        "content": command.content or None, "report": Jsonb(report) if report else None,
    }  # fmt: skip
    _settle(command.training, moved | found)
    sql.run("delete from cases_training where area = %s and id <> %s", (str(target.scope), command.training))
    macro = [round(1000 * report[name]["macro_f1"]) for name in ("before", "after")] if report else [0, 0]
    rows = report["rows"] if report else 0
    return _told(events.TrainingKept(training=command.training, rows=rows, before=macro[0], after=macro[1]), target)


def use(command: commands.UseTraining, target: Target, act: Act) -> Outcome:
    """The same as a file put to use by hand (handlers/triage.py)."""
    if target.row["state"] != "ready":
        raise Refusal("training_over", "这次训练已经启用、停下或者丢弃了，请刷新页面看看。")
    told = put_to_use(command.model, AreaCode(target.scope), bytes(target.row["content"]), act)
    _settle(command.training, {"state": "used", "settled_at": act.now, "content": None, "model": command.model})
    return told


def _settle(id: object, row: dict[str, Any]) -> None:
    sql.update("cases_training", row, {"id": id})


def _told(event: Any, target: Target) -> Outcome:
    return Outcome(events=(Told(event, target.row["id"], target.scope),), scopes=(target.scope,))


def hang_up() -> None:
    """Declare the orders about trainings."""
    for order, label, handler, target in (
        (commands.AskTraining, "请系统训练归类模型", ask, over_area),
        (commands.DropTraining, "停下或丢弃一次训练", drop, load),
        (commands.KeepTraining, "放下训练的结果", keep, load),
        (commands.UseTraining, "启用训练好的归类模型", use, load),
    ):
        registry.command(order, label=label, handler=handler, target=target, reach="within", right=RIGHT, see=SEE)
    registry.house(WORKER, may=[commands.KeepTraining])
    registry.events(events.TrainingAsked, events.TrainingDropped, events.TrainingKept)
    for name, (code, sentence) in CONSTRAINTS.items():
        registry.constraint(name, code, sentence)
