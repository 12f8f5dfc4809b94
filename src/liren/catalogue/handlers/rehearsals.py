"""Playing a draft against the past: the first part at once, the rest part by part by the worker."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from liren.catalogue import commands, events, families, shelf
from liren.catalogue.families import LATELY, NOTHING, Part, Play
from liren.catalogue.toml import digest
from liren.kernel import Conflict, Missing, Refusal
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told


def of_draft(command: commands.RehearseDraft, act: Act) -> Target:
    row = sql.one("select * from catalogue_draft where id = %s for key share", (command.draft,))
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row)


def rehearse(command: commands.RehearseDraft, target: Target, act: Act) -> Outcome:
    """Begin, with the first part: most towns are through with it."""
    row = target.row
    kind = families.FAMILIES[row["family"]]
    if row["state"] != "open":
        raise Conflict("draft_done", "这份草稿已经发布或者作废，不用再试算。")
    if kind.rehearse is None:
        raise Refusal("no_rehearsal", f"“{kind.label}”没有试算，看过差别就可以发布。")
    base = shelf.entry(row["family"], row["code"], area=row["area"], at=act.now, epoch=act.epochs.get("catalogue", 0))
    begun: dict[str, Any] = {
        "id": command.rehearsal, "draft": command.draft, "digest": digest(row["spec"]), "base": base.id,
        "asked_by": act.actor.account, "asked_at": act.now, "since": act.now - LATELY,
    }  # fmt: skip
    part = _played(kind, row, base.spec, begun["since"], NOTHING, act)
    sql.insert("catalogue_rehearsal", begun | _columns(part, act))
    event = events.DraftRehearsed(draft=command.draft, rehearsal=command.rehearsal)
    return Outcome(
        events=(Told(event, command.draft, row["area"]),), answer={"rehearsal": str(command.rehearsal)},
        scopes=(row["area"],),
    )  # fmt: skip


def running(command: commands.PlayOn, act: Act) -> Target:
    """The rehearsal with its draft, locked."""
    row = sql.one(
        """select r.*, d.family, d.area, d.spec from catalogue_rehearsal r join catalogue_draft d on d.id = r.draft
           where r.id = %s for update of r""",
        (command.rehearsal,),
    )
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row)


def play_on(command: commands.PlayOn, target: Target, act: Act) -> Outcome:
    """The next part; nothing for one that is over."""
    row = target.row
    if row["state"] == "running":
        before = Part(result=row["result"], done=row["done"], total=row["total"], after=row["after"])
        old = shelf.by_id(row["base"], epoch=act.epochs.get("catalogue", 0)).spec
        part = _played(families.FAMILIES[row["family"]], row, old, row["since"], before, act)
        sql.update("catalogue_rehearsal", _columns(part, act), {"id": row["id"]})
    return Outcome(answer={"rehearsal": str(command.rehearsal)})


def _played(kind: families.Family, row: dict[str, Any], old: Any, since: datetime, before: Part, act: Act) -> Part:
    assert kind.rehearse is not None, "only families that want it are played"
    new = families.read_stored(kind, row["spec"])
    return kind.rehearse(Play(area=row["area"], old=old, new=new, since=since, now=act.now, before=before))


def _columns(part: Part, act: Act) -> dict[str, Any]:
    over = part.after is None
    return {
        "result": msgspec.to_builtins(part.result), "done": part.done, "total": part.total,
        "after": part.after, "state": "done" if over else "running", "ended_at": act.now if over else None,
    }  # fmt: skip


def seen(row: dict[str, Any], base: UUID, rehearsal: UUID | None) -> None:
    """Raise Refusal unless the dry run of this very content, against what holds now, was over and shown."""
    kind = families.FAMILIES[row["family"]]
    if kind.rehearse is None:
        return
    found = sql.one("select * from catalogue_rehearsal where id = %s and draft = %s", (rehearsal, row["id"]))
    if found is None or found["state"] != "done":
        raise Refusal(
            "not_rehearsed", "还没有看过这份草稿的试算。请先试算，看过哪些件会改派，再发布。", field="rehearsal"
        )
    if bytes(found["digest"]) != digest(row["spec"]) or found["base"] != base:
        raise Refusal(
            "rehearsed_other", "试算以后草稿又改过，或者现行的已经变了。请再试算一次，看过再发布。", field="rehearsal"
        )
