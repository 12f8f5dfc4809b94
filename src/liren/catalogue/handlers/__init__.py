"""Drafting and publishing entries: checked, numbered, written once."""

from typing import Any
from uuid import UUID

from liren.catalogue import commands, events, families, keys, shelf
from liren.catalogue.handlers import rehearsals
from liren.catalogue.handlers.adding import add, last_of
from liren.catalogue.toml import digest
from liren.kernel import Code, Conflict, Denied, Missing, Refusal
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told


def area_of(command: commands.PublishEntry, act: Act) -> Target:
    """An entry is published for an area and all below it."""
    return Target(scope=command.area, kind=command.code)


def publish(command: commands.PublishEntry, target: Target, act: Act) -> Outcome:
    """The next version, or the one that already says the same."""
    kind = _family(command.family)
    found = families.problems(kind, command.spec)
    if found:
        raise Refusal("entry_bad", "；".join(str(p) for p in found), field=found[0].key)
    last = last_of(command.family, command.code, command.area)
    if last and bytes(last["digest"]) == digest(command.spec):
        return Outcome(answer={"entry": str(last["id"]), "version": last["version"], "changed": False})
    told, number = add(
        command.entry, command.family, command.code, command.area, command.spec, command.effective_from, act.now,
        basis=(command.legal_basis, command.verified_by),
    )  # fmt: skip
    return Outcome(events=(told,), answer={"entry": str(command.entry), "version": number, "changed": True})


def new_draft(command: commands.SaveDraft, act: Act) -> Target:
    """The draft, locked, or the area a new one is for."""
    row = _draft(command.draft)
    return Target(scope=row["area"] if row else command.area, row=row, version=row["version"] if row else None)


def load_draft(command: commands.DiscardDraft | commands.PublishDraft, act: Act) -> Target:
    row = _draft(command.draft)
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row, version=row["version"])


def save_draft(command: commands.SaveDraft, target: Target, act: Act) -> Outcome:
    """Kept only when it could be published as it stands. Raises Refusal naming the first key that is wrong."""
    kind = _family(command.family)
    before = target.row
    if before:
        _still_open(before)
        if (before["family"], before["code"], before["area"]) != (command.family, command.code, command.area):
            raise Refusal("draft_other", "这份草稿写的是另一条配置，请重新打开再改。")
    base = shelf.entry(
        command.family, command.code, area=command.area, at=act.now, epoch=act.epochs.get("catalogue", 0)
    )
    plain = shelf.spec_of(base.id)
    found = keys.wrong(command.family, plain, command.spec)
    if found:
        raise Refusal("entry_bad", f"{found[0].sentence}{found[0].remedy}", field=found[0].key)
    if digest(plain) == digest(command.spec):
        raise Refusal("no_change", "和现行的一样，没有要改的。改了哪一项再保存。")
    who = act.actor.account
    row = {
        "base": base.id, "spec": command.spec, "state": "open", "saved_at": act.now,
        "two_people": kind.two_people(plain) or kind.two_people(command.spec),
        "hands": sorted({*(before["hands"] if before else ()), *([who] if who else ())}),
        "version": (before["version"] if before else 0) + 1,
    }  # fmt: skip
    if before:
        sql.update("catalogue_draft", row, {"id": command.draft})
    else:
        sql.insert(
            "catalogue_draft",
            {"id": command.draft, "family": command.family, "code": command.code, "area": str(command.area), **row},
        )
    event = events.DraftSaved(draft=command.draft, family=Code(command.family), code=Code(command.code), base=base.id)
    return Outcome(
        events=(Told(event, command.draft, command.area),), answer={"draft": str(command.draft)}, scopes=(command.area,)
    )


def discard_draft(command: commands.DiscardDraft, target: Target, act: Act) -> Outcome:
    _still_open(target.row)
    _decide(command.draft, "discarded", act)
    event = events.DraftDiscarded(draft=command.draft)
    return Outcome(events=(Told(event, command.draft, target.scope),), scopes=(target.scope,))


def publish_draft(command: commands.PublishDraft, target: Target, act: Act) -> Outcome:
    """Checked once more against what holds now. Raises Denied for a writer of it where two people must agree."""
    row = target.row
    _still_open(row)
    if row["two_people"] and act.actor.account in row["hands"]:
        raise Denied("这份草稿您改过，要由另一个人看过差别再发布。", code="two_people")
    if command.effective_from < act.now:
        raise Refusal("past", "生效的日期已经过去，请选今天或者以后的日期。", field="effective_from")
    base = shelf.entry(row["family"], row["code"], area=row["area"], at=act.now, epoch=act.epochs.get("catalogue", 0))
    if base.id != row["base"]:
        raise Conflict("base_moved", "起草以后，这条配置已经有了新的版本。请打开草稿对照现在的版本，再保存一次。")
    found = keys.wrong(row["family"], shelf.spec_of(base.id), row["spec"])
    if found:
        raise Refusal("entry_bad", f"{found[0].sentence}{found[0].remedy}", field=found[0].key)
    spec = row["spec"]
    rehearsals.seen(row, base.id, command.rehearsal)
    told, number = add(
        command.entry, row["family"], row["code"], row["area"], spec, command.effective_from, act.now,
        basis=(str(spec.get("legal_basis", base.legal_basis)), str(spec.get("verified_by", base.verified_by))),
    )  # fmt: skip
    _decide(command.draft, "published", act, command.entry)
    done = Told(events.DraftPublished(draft=command.draft, entry=command.entry), command.draft, row["area"])
    return Outcome(events=(told, done), answer={"entry": str(command.entry), "version": number}, scopes=(row["area"],))


def _family(code: str) -> families.Family:
    kind = families.FAMILIES.get(code)
    if kind is None:
        raise Refusal("family", f"没有“{code}”这类配置。", field="family")
    return kind


def _draft(draft: UUID) -> dict[str, Any] | None:
    found: dict[str, Any] | None = sql.one("select * from catalogue_draft where id = %s for update", (draft,))
    return found


def _still_open(row: dict[str, Any]) -> None:
    if row["state"] != "open":
        done = "已经发布" if row["state"] == "published" else "已经作废"
        raise Conflict("draft_done", f"这份草稿{done}，不能再动。要再改，请重新起草。")


def _decide(draft: UUID, state: str, act: Act, entry: UUID | None = None) -> None:
    sql.run(
        """update catalogue_draft set state = %s, decided_by = %s, decided_at = %s, entry = %s, version = version + 1
           where id = %s""",
        (state, act.actor.account, act.now, entry, draft),
    )
