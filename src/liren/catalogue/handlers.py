"""Publishing an entry: checked, numbered, written once."""

import hashlib

import msgspec

from liren.catalogue import commands, events, families
from liren.kernel import Code, Refusal
from liren.trust import epochs, sql
from liren.trust.registry import Act, Outcome, Target, Told


def digest(spec: object) -> bytes:
    """SHA-256 of the canonical JSON: the same content is the same entry."""
    return hashlib.sha256(msgspec.json.encode(spec, order="deterministic")).digest()


def area_of(command: commands.PublishEntry, act: Act) -> Target:
    """An entry is published for an area and all below it."""
    return Target(scope=command.area, kind=command.code)


def publish(command: commands.PublishEntry, target: Target, act: Act) -> Outcome:
    """The next version, or the one that already says the same."""
    kind = families.FAMILIES.get(command.family)
    if kind is None:
        raise Refusal("family", f"没有“{command.family}”这类配置。", field="family")
    found = families.problems(kind, command.spec)
    if found:
        raise Refusal("entry_bad", "；".join(str(p) for p in found), field=found[0].key)
    last = sql.one(
        """select id, version, digest from catalogue_entry where family = %s and code = %s and area = %s
           order by version desc limit 1""",
        (command.family, command.code, command.area),
    )
    mark = digest(command.spec)
    if last and bytes(last["digest"]) == mark:
        return Outcome(answer={"entry": str(last["id"]), "version": last["version"], "changed": False})
    number = (last["version"] if last else 0) + 1
    sql.insert(
        "catalogue_entry",
        {
            "id": command.entry,
            "family": command.family,
            "code": command.code,
            "area": command.area,
            "version": number,
            "spec": command.spec,
            "digest": mark,
            "effective_from": command.effective_from,
            "legal_basis": command.legal_basis,
            "verified_by": command.verified_by,
            "published_at": act.now,
        },
    )
    epochs.bump(families.EPOCH)
    event = events.EntryPublished(
        entry=command.entry,
        family=Code(command.family),
        code=Code(command.code),
        number=number,
        effective_from=command.effective_from,
    )
    told = Told(event, command.entry, command.area)
    return Outcome(events=(told,), answer={"entry": str(command.entry), "version": number, "changed": True})
