"""Models that suggest kinds: command to rows to event. A file that is no model changes nothing."""

from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from liren.cases.commands import triage as commands
from liren.cases.events import triage as events
from liren.cases.triage import TriageError, model_file
from liren.kernel import AreaCode, Code, Missing, Refusal
from liren.trust import registry, sql
from liren.trust.registry import Act, Outcome, Target, Told

RIGHT, SEE = "catalogue.publish", "catalogue.draft"
CONSTRAINTS = {
    "cases_triagemodel_one_in_use": ("triage_twice", "刚刚有人启用了另一个归类模型，请刷新页面看看再定。"),
}


def area_of(command: commands.ActivateTriageModel, act: Act) -> Target:
    return Target(scope=command.area)


def load(command: commands.ReturnToTriageModel | commands.RestTriageModel, act: Act) -> Target:
    """The model, locked. Raises Missing."""
    row = sql.one(
        "select id, area, digest, header, until from cases_triagemodel where id = %s for update", (command.model,)
    )
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row)


def activate(command: commands.ActivateTriageModel, target: Target, act: Act) -> Outcome:
    return put_to_use(command.model, command.area, command.content, act)


def put_to_use(id: UUID, area: AreaCode, content: bytes, act: Act) -> Outcome:
    """Read the file before anything else: what can't be read never suggests. Raises Refusal."""
    try:
        model = model_file.read(content)
    except TriageError as no:
        raise Refusal("triage_unread", no.sentence, field="file") from no
    digest = model_file.digest(content)
    _end(area, act)
    sql.insert(
        "cases_triagemodel",
        {
            "id": id, "area": area, "digest": digest, "content": content,
            "header": Jsonb({"labels": list(model.labels), **model.header}), "account": act.actor.account,
            "since": act.now, "until": None,
        },
    )  # fmt: skip
    return _told(id, digest, model.header, area, again=False)


def return_to(command: commands.ReturnToTriageModel, target: Target, act: Act) -> Outcome:
    """The earlier model again; its row says since when."""
    if target.row["until"] is None:
        raise Refusal("triage_in_use", "这个模型正在用，不用再启用。")
    area = AreaCode(target.scope)
    _end(area, act)
    sql.run("update cases_triagemodel set since = %s, until = null where id = %s", (act.now, command.model))
    return _told(command.model, target.row["digest"], target.row["header"], area, again=True)


def rest(command: commands.RestTriageModel, target: Target, act: Act) -> Outcome:
    """From now on the words of the catalogue suggest."""
    if target.row["until"] is not None:
        raise Refusal("triage_rested", "这个模型已经停用了。")
    _end(AreaCode(target.scope), act)
    event = events.TriageModelRested(model=command.model, digest=Code(target.row["digest"]))
    return Outcome(events=(Told(event, command.model, AreaCode(target.scope)),), scopes=(target.scope,))


def _end(area: AreaCode, act: Act) -> None:
    sql.run("update cases_triagemodel set until = %s where area = %s and until is null", (act.now, area))


def _told(model: Any, digest: str, header: Any, area: AreaCode, *, again: bool) -> Outcome:
    of = header.get("held_out", {})
    event = events.TriageModelActivated(
        model=model, digest=Code(digest), rows=int(header.get("rows", 0)), labels=len(header.get("counts", ())),
        accuracy=round(1000 * of.get("accuracy", 0)), macro_f1=round(1000 * of.get("macro_f1", 0)), again=again,
    )  # fmt: skip
    return Outcome(events=(Told(event, model, area),), answer={"digest": digest}, scopes=(area,))


def hang_up() -> None:
    """Declare the orders about models."""
    registry.command(
        commands.ActivateTriageModel, label="启用归类模型", handler=activate, target=area_of, reach="within", right=RIGHT,
        see=SEE,
    )  # fmt: skip
    registry.command(
        commands.ReturnToTriageModel, label="换回归类模型", handler=return_to, target=load, reach="within", right=RIGHT,
        see=SEE,
    )  # fmt: skip
    registry.command(
        commands.RestTriageModel, label="停用归类模型", handler=rest, target=load, reach="within", right=RIGHT, see=SEE
    )
    registry.events(events.TriageModelActivated, events.TriageModelRested)
    for name, (code, sentence) in CONSTRAINTS.items():
        registry.constraint(name, code, sentence)
